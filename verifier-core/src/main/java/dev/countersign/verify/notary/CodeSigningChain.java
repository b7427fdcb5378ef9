package dev.countersign.verify.notary;

import dev.countersign.crypto.CertificateExtension;
import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.document.GoText;
import dev.countersign.verify.check.CheckFailure;
import dev.countersign.verify.entity.NotationAlgorithm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules of the Notary Project for a signer's chain: each certificate is issued by the next, the last is a self-signed root,
 * and each may do what it does (signature-verification.md 7.3, step 1). Time and trust are looked at elsewhere.
 */
final class CodeSigningChain {
    private static final String KEY_USAGE = "2.5.29.15";

    /** Bits of key usage that a signer's certificate must not have, in notation's order. */
    private static final List<Map.Entry<Integer, String>> FOREIGN_USAGES = List.of(
            Map.entry(2, "KeyEncipherment"),
            Map.entry(3, "DataEncipherment"),
            Map.entry(4, "KeyAgreement"),
            Map.entry(5, "CertSign"),
            Map.entry(6, "CRLSign"),
            Map.entry(7, "EncipherOnly"),
            Map.entry(8, "DecipherOnly"));

    private static final Map<String, String> FOREIGN_PURPOSES = Map.of(
            "1.3.6.1.5.5.7.3.1", "ServerAuth",
            "1.3.6.1.5.5.7.3.2", "ClientAuth",
            "1.3.6.1.5.5.7.3.4", "EmailProtection",
            "1.3.6.1.5.5.7.3.8", "Timestamping",
            "1.3.6.1.5.5.7.3.9", "OCSPSigning");

    private CodeSigningChain() {}

    /**
     * Checks a chain that is not empty.
     *
     * @param chain the signer first
     * @throws CheckFailure in the words of notation-core: {@code certificate-chain is invalid, …}
     */
    static void check(List<ParsedCertificate> chain, Cryptography cryptography) throws CheckFailure {
        if (chain.size() == 1) {
            checkAlone(chain.get(0), cryptography);
            return;
        }
        for (int i = 0; i < chain.size(); i++) {
            ParsedCertificate certificate = chain.get(i);
            if (i == chain.size() - 1) {
                checkRoot(certificate, cryptography);
            } else {
                checkIssued(certificate, chain.get(i + 1), i == 0, cryptography);
            }
            if (i == 0) {
                checkLeaf(certificate, "");
            } else {
                checkAuthority(certificate, i - 1);
            }
        }
    }

    private static void checkAlone(ParsedCertificate certificate, Cryptography cryptography) throws CheckFailure {
        String prefix = "invalid self-signed certificate. subject: " + quoted(certificate) + ". Error: ";
        try {
            certificate.checkOwnSignature(cryptography);
        } catch (CryptographyException e) {
            throw invalid(prefix + e.getMessage());
        }
        if (!Arrays.equals(certificate.rawSubject(), certificate.rawIssuer())) {
            throw invalid(prefix + "issuer(" + certificate.issuer() + ") and subject(" + certificate.subject()
                    + ") are not the same");
        }
        checkLeaf(certificate, "invalid self-signed certificate. Error: ");
    }

    private static void checkRoot(ParsedCertificate certificate, Cryptography cryptography) throws CheckFailure {
        String rule = "Certificate chain must end with a valid self-signed root certificate";
        Optional<String> fault = signatureFault(certificate, certificate, cryptography);
        if (fault.isPresent()) {
            throw invalid("root certificate with subject " + quoted(certificate) + " is invalid or not self-signed. "
                    + rule + ". Error: " + fault.get());
        }
        if (!isNamedBy(certificate, certificate)) {
            throw invalid("root certificate with subject " + quoted(certificate) + " is not self-signed. " + rule);
        }
    }

    private static void checkIssued(
            ParsedCertificate certificate, ParsedCertificate parent, boolean isLeaf, Cryptography cryptography)
            throws CheckFailure {
        if (isNamedBy(certificate, certificate)
                && signatureFault(certificate, certificate, cryptography).isEmpty()) {
            String kind = isLeaf ? "leaf" : "intermediate";
            throw invalid(kind + " certificate with subject " + quoted(certificate)
                    + " is self-signed. Certificate chain must not contain self-signed " + kind + " certificate");
        }
        Optional<String> fault = signatureFault(certificate, parent, cryptography);
        if (fault.isPresent()) {
            throw invalid("invalid certificates or certificate with subject " + quoted(certificate)
                    + " is not issued by " + quoted(parent) + ". Error: " + fault.get());
        }
        if (!isNamedBy(certificate, parent)) {
            throw invalid("certificate with subject " + quoted(certificate) + " is not issued by " + quoted(parent));
        }
    }

    private static Optional<String> signatureFault(
            ParsedCertificate certificate, ParsedCertificate parent, Cryptography cryptography) {
        try {
            certificate.checkSignatureFrom(parent, cryptography);
            return Optional.empty();
        } catch (CryptographyException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isNamedBy(ParsedCertificate certificate, ParsedCertificate parent) {
        return Arrays.equals(parent.rawSubject(), certificate.rawIssuer());
    }

    private static void checkLeaf(ParsedCertificate certificate, String prefix) throws CheckFailure {
        if (certificate.basicConstraintsValid() && certificate.isCa()) {
            throw invalid(prefix + subject(certificate)
                    + ": if the basic constraints extension is present, the ca field must be set to false");
        }
        checkKeyUsagePresent(certificate, prefix);
        if ((certificate.keyUsage() & ParsedCertificate.KEY_USAGE_DIGITAL_SIGNATURE) == 0) {
            throw invalid(prefix + "the " + subject(certificate)
                    + " is invalid. The key usage must have the bit positions for \"Digital Signature\" set");
        }
        List<String> foreign = new ArrayList<>();
        for (Map.Entry<Integer, String> usage : FOREIGN_USAGES) {
            if ((certificate.keyUsage() & 1 << usage.getKey()) != 0) {
                foreign.add("\"" + usage.getValue() + "\"");
            }
        }
        if (!foreign.isEmpty()) {
            throw invalid(prefix + "the " + subject(certificate)
                    + " is invalid. The key usage must be \"Digital Signature\" only, but found "
                    + String.join(", ", foreign));
        }
        for (String purpose : certificate.extendedKeyUsages()) {
            if (FOREIGN_PURPOSES.containsKey(purpose)) {
                throw invalid(prefix + subject(certificate) + ": extended key usage must not contain "
                        + FOREIGN_PURPOSES.get(purpose) + " eku");
            }
        }
        try {
            VerificationKey key =
                    certificate.publicKey().orElseThrow(() -> new CryptographyException("unsupported public key type"));
            NotationAlgorithm.ofKey(key);
        } catch (CryptographyException e) {
            throw invalid(prefix + subject(certificate) + ": " + e.getMessage());
        }
    }

    private static void checkAuthority(ParsedCertificate certificate, int depth) throws CheckFailure {
        if (!certificate.basicConstraintsValid() || !certificate.isCa()) {
            throw invalid(subject(certificate)
                    + ": ca field in basic constraints must be present, critical, and set to true");
        }
        int allowed = certificate.maxPathLength();
        if (allowed >= 0 && allowed < depth) {
            throw invalid(subject(certificate) + ": expected path length of " + depth
                    + " but certificate has path length " + allowed + " instead");
        }
        checkKeyUsagePresent(certificate, "");
        if ((certificate.keyUsage() & ParsedCertificate.KEY_USAGE_CERT_SIGN) == 0) {
            throw invalid(subject(certificate) + ": key usage must have the bit positions for key cert sign set");
        }
    }

    private static void checkKeyUsagePresent(ParsedCertificate certificate, String prefix) throws CheckFailure {
        Optional<CertificateExtension> usage = certificate.extension(KEY_USAGE);
        if (usage.isEmpty()) {
            throw invalid(prefix + subject(certificate) + ": key usage extension must be present");
        }
        if (!usage.get().critical()) {
            throw invalid(prefix + subject(certificate) + ": key usage extension must be marked critical");
        }
    }

    private static String subject(ParsedCertificate certificate) {
        return "certificate with subject " + quoted(certificate);
    }

    static String quoted(ParsedCertificate certificate) {
        return GoText.quote(certificate.subject().toString());
    }

    private static CheckFailure invalid(String message) {
        return Refusal.of(
                "CERTIFICATE_CHAIN_INVALID",
                "certificate-chain is invalid, " + message,
                "the certificates in the signature are no chain that may sign images",
                message,
                "the signer's certificate, then each issuer up to a self-signed root, all made for code signing",
                "Sign with a certificate that keeps to the Notary Project's requirements, with its whole chain.");
    }
}
