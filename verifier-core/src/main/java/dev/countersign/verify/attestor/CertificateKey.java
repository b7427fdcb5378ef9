package dev.countersign.verify.attestor;

import dev.countersign.crypto.CertificatePem;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.StandardBase64;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.trust.Origin;
import dev.countersign.verify.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Reads a {@code certificates} attestor (Kyverno spec 8.2): {@code cert} alone is a static key, {@code certChain} alone is a set of
 * roots for keyless signatures, and both together are checked against each other before any signature is looked at.
 */
public final class CertificateKey {
    /** Kyverno's bound on {@code certChain} beside {@code cert} (CVE-2026-32280). */
    public static final int MAX_CHAIN = 11;

    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";

    private CertificateKey() {}

    /** The static key, or why there is none; absent where {@code certChain} stands alone and holds roots. */
    public static Optional<KeySource> of(AttestorIdentity.Certificates certificates, HashAlgorithm hash) {
        if (!certificates.cert().isEmpty()) {
            return Optional.of(ofCertificate(certificates.cert(), certificates.certChain(), hash));
        }
        return PolicyTrust.roots(certificates.certChain(), new Origin("certChain")) instanceof PolicyTrust.Roots.Stated
                ? Optional.empty()
                : Optional.of(chainNotLoaded("failed to load certificates: error creating root cert pool", ""));
    }

    private static KeySource ofCertificate(String cert, String chain, HashAlgorithm hash) {
        List<ParsedCertificate> found;
        try {
            found = CertificatePem.strict(StandardBase64.decode(cert)
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                    .orElse(cert));
        } catch (CryptographyException e) {
            return certificateNotLoaded(cert, "failed to unmarshal certificate from PEM format: " + e.getMessage());
        }
        if (found.isEmpty()) {
            return certificateNotLoaded(cert, "no certs found in pem file");
        }
        return chain.isEmpty() ? alone(found.get(0), hash) : beside(found.get(0), chain);
    }

    private static KeySource alone(ParsedCertificate certificate, HashAlgorithm hash) {
        try {
            VerificationKey key =
                    certificate.publicKey().orElseThrow(() -> new CryptographyException("unsupported public key type"));
            key.requireVerifier(hash);
            return new KeySource.OfCertificate(certificate, key);
        } catch (CryptographyException e) {
            return new KeySource.Broken(
                    "failed to load signature from certificate: " + e.getMessage(),
                    new Reason(
                            "KEY_NOT_LOADED",
                            "",
                            "the key of the certificate in cert cannot verify signatures over " + hash.policyName(),
                            String.valueOf(e.getMessage()),
                            "an ECDSA, RSA or Ed25519 key and a hash that fits it",
                            "State another signatureAlgorithm, or the signer's certificate."),
                    false);
        }
    }

    private static KeySource beside(ParsedCertificate certificate, String chain) {
        int marked = count(chain);
        if (marked > MAX_CHAIN) {
            return tooLong(marked);
        }
        List<ParsedCertificate> issuers;
        try {
            issuers = CertificatePem.strict(chain);
        } catch (CryptographyException e) {
            String cause = String.valueOf(e.getMessage());
            return chainNotLoaded("failed to load certificate chain: " + cause, cause);
        }
        if (issuers.size() > MAX_CHAIN) {
            return tooLong(issuers.size());
        }
        return issuers.isEmpty()
                ? chainNotLoaded(
                        "failed to load validate certificate chain: no chain provided to validate certificate", "")
                : new KeySource.OfChainedCertificate(certificate, issuers);
    }

    private static int count(String chain) {
        int count = 0;
        for (int at = chain.indexOf(BEGIN); at >= 0; at = chain.indexOf(BEGIN, at + BEGIN.length())) {
            count++;
        }
        return count;
    }

    private static KeySource tooLong(int length) {
        return chainNotLoaded(
                "certificate chain too long (" + length + "), maximum allowed is " + MAX_CHAIN,
                length + " certificates");
    }

    private static KeySource certificateNotLoaded(String cert, String cause) {
        return new KeySource.Broken(
                "failed to load certificate from " + cert + ": " + cause,
                new Reason(
                        "CERTIFICATE_NOT_LOADED",
                        "",
                        "cert holds no certificate that can be read",
                        cause,
                        "PEM blocks BEGIN CERTIFICATE, or the base64 of them, with nothing behind the last",
                        "Paste the signer's certificate."),
                false);
    }

    private static KeySource chainNotLoaded(String message, String found) {
        return new KeySource.Broken(
                message,
                new Reason(
                        "CERTIFICATE_CHAIN_NOT_LOADED",
                        "",
                        "certChain does not hold certificates that can be read, or too many of them",
                        found,
                        "PEM blocks BEGIN CERTIFICATE; beside cert at most " + MAX_CHAIN,
                        "Paste the issuers' certificates, the root last."),
                false);
    }
}
