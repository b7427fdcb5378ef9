package dev.countersign.verify.notary;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.verify.check.CheckFailure;
import dev.countersign.verify.entity.GoMoment;
import dev.countersign.verify.entity.NotationSignature;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verifies one notation signature at level strict, in notation's order (signature-verification.md 7.3): integrity, plug-ins,
 * authenticity, expiry, the chain's windows, revocation, target. Immutable and thread-safe.
 *
 * @param trusted the certificates of the trust store of type {@code ca}; leaves count as roots do
 * @param annotations see {@link NotationPayload#check}
 */
record NotationCheck(List<ParsedCertificate> trusted, Map<String, String> annotations) {
    /** The number of the divergence: a chain that names where to ask for revocation, which nothing here asks. */
    static final String REVOCATION = "D50";

    private static final String PLUGIN = "io.cncf.notary.verificationPlugin";
    private static final String PLUGIN_VERSION = "io.cncf.notary.verificationPluginMinVersion";

    NotationCheck {
        trusted = List.copyOf(trusted);
        annotations = Map.copyOf(annotations);
    }

    /**
     * Verifies an envelope.
     *
     * @throws CheckFailure in the words of notation
     */
    NotationSignature verify(ReadEnvelope envelope, NotationTarget target, Instant now, Cryptography cryptography)
            throws CheckFailure {
        NotationSignature signature = EnvelopeIntegrity.verify(envelope, cryptography);
        checkPlugin(signature.attributes());
        checkAuthenticity(signature);
        checkExpiry(signature, now);
        checkWindows(signature.chain(), now);
        checkRevocation(signature.chain());
        NotationPayload.check(signature.payload(), target, annotations);
        return signature;
    }

    /** There are no plug-ins here, as in Kyverno: who demands one cannot be verified. */
    private static void checkPlugin(Map<String, NotationSignature.Attribute> attributes) throws CheckFailure {
        Optional<String> name = critical(attributes, PLUGIN);
        if (name.isEmpty()) {
            return;
        }
        String fault = "plugin unsupported due to nil verifier.pluginManager";
        if (name.get().isBlank()) {
            throw plugin(PLUGIN + " from extended attribute is an empty string");
        }
        try {
            Optional<String> version = critical(attributes, PLUGIN_VERSION);
            if (version.isPresent() && version.get().isBlank()) {
                fault = "error while getting plugin minimum version, error: " + PLUGIN_VERSION
                        + " from extended attribute is an empty string";
            }
        } catch (CheckFailure e) {
            throw plugin("error while getting plugin minimum version, error: " + e.getMessage());
        }
        throw plugin(fault);
    }

    private static Optional<String> critical(Map<String, NotationSignature.Attribute> attributes, String name)
            throws CheckFailure {
        NotationSignature.Attribute attribute = attributes.get(name);
        if (attribute == null) {
            return Optional.empty();
        }
        if (!attribute.critical()) {
            throw plugin(name + " is not a critical Extended attribute");
        }
        return Optional.of(
                attribute.text().orElseThrow(() -> plugin(name + " from extended attribute is not a string")));
    }

    private static CheckFailure plugin(String message) {
        return Refusal.of(
                "PLUGIN_REQUIRED",
                message,
                "the signer demands that a plug-in of notation verifies the signature, and there are none here",
                message,
                "a signature that needs no plug-in",
                "Sign without a plug-in that demands verification by itself.");
    }

    private void checkAuthenticity(NotationSignature signature) throws CheckFailure {
        boolean isOtherScheme = !signature.scheme().equals(NotationSignature.X509);
        if (isOtherScheme || trusted.isEmpty()) {
            throw Refusal.of(
                    "SIGNER_UNTRUSTED",
                    "no trusted certificates are found to verify authenticity",
                    isOtherScheme
                            ? "the signature is by a signing authority, and a policy can name no trusted one"
                            : "the policy states no certificate",
                    signature.scheme(),
                    NotationSignature.X509 + ", and a certificate under certificates",
                    isOtherScheme
                            ? "Sign under the scheme notary.x509, which is notation's default."
                            : "State certificates.cert or certificates.certChain.");
        }
        if (signature.chain().stream().noneMatch(trusted::contains)) {
            throw Refusal.of(
                    "SIGNER_UNTRUSTED",
                    "the signature's certificate chain does not contain any trusted certificate",
                    "the image is signed, but by nobody whose certificate or issuer the policy states",
                    describe(signature.chain()),
                    "one of " + describe(trusted),
                    "If this signer is meant, put the chain's root, an issuer or the signer's certificate into"
                            + " certificates; otherwise sign with a trusted one.");
        }
    }

    private static String describe(List<ParsedCertificate> certificates) {
        return String.join(
                "; ",
                certificates.stream().limit(8).map(ParsedCertificate::toString).toList());
    }

    private static void checkExpiry(NotationSignature signature, Instant now) throws CheckFailure {
        Optional<GoMoment> expiry = signature.expiry();
        if (expiry.isPresent() && !now.isBefore(expiry.get().instant())) {
            throw Refusal.of(
                    "SIGNATURE_EXPIRED",
                    "digital signature has expired on \"" + expiry.get().rfc1123z() + "\"",
                    "the signer wanted the signature to count only until then",
                    expiry.get().rfc1123z(),
                    "an expiry behind " + GoMoment.utc(now).rfc1123z(),
                    "Sign the image again.");
        }
    }

    /** No timestamp authority can be stated, so that every certificate must be valid now. */
    private static void checkWindows(List<ParsedCertificate> chain, Instant now) throws CheckFailure {
        for (ParsedCertificate certificate : chain) {
            String name = CodeSigningChain.quoted(certificate);
            if (now.isBefore(certificate.notBefore())) {
                String from = GoMoment.utc(certificate.notBefore()).rfc1123z();
                throw outside(
                        "before certificate " + name + " validity period, it will be valid from \"" + from + "\"",
                        "valid from " + from,
                        now);
            }
            if (now.isAfter(certificate.notAfter())) {
                String until = GoMoment.utc(certificate.notAfter()).rfc1123z();
                throw outside(
                        "after certificate " + name + " validity period, it was expired at \"" + until + "\"",
                        "expired at " + until,
                        now);
            }
        }
    }

    private static CheckFailure outside(String message, String found, Instant now) {
        return Refusal.of(
                "CERTIFICATE_EXPIRED",
                "verification time is " + message,
                "a certificate of the signer's chain is not valid now; without a timestamp authority, nothing else counts",
                found,
                "valid at " + GoMoment.utc(now).rfc1123z(),
                "Renew the certificate and sign the image again.");
    }

    /**
     * Nothing here asks OCSP responders or fetches revocation lists, so that the state of a certificate which names one is unknown,
     * and an unknown one fails. Kyverno says the same where it gets no answer.
     */
    private static void checkRevocation(List<ParsedCertificate> chain) throws CheckFailure {
        // Of several, notation names the one nearest to the signer; the root is not asked for.
        for (int i = 0; i < chain.size() - 1; i++) {
            List<String> addresses = chain.get(i).revocationAddresses();
            if (!addresses.isEmpty()) {
                throw Refusal.of(
                                "REVOCATION_UNKNOWN",
                                "signing certificate with subject " + CodeSigningChain.quoted(chain.get(i))
                                        + " revocation status is unknown",
                                "the certificate says where its revocation can be asked for, and Countersign asks nobody",
                                String.join(", ", addresses),
                                "a chain that names no OCSP responder and no revocation list",
                                "Sign with a certificate that names neither; short-lived ones need no revocation.")
                        .resting(REVOCATION);
            }
        }
    }
}
