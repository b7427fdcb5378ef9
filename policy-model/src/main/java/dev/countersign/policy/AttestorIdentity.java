package dev.countersign.policy;

import dev.countersign.document.Value;
import java.util.Map;
import java.util.Optional;

/** Who must have signed: exactly one of four forms. Immutable. Fields that are not written are empty. */
public sealed interface AttestorIdentity {

    /**
     * {@code keys}: whoever holds the private key.
     *
     * @param publicKeys PEM, several of which are several attestors, or the name of a key: {@code k8s://namespace/name}
     * @param signatureAlgorithm default {@code sha256}; absent only within a nested set
     * @param kms the name of a key in a key management system
     * @param secret a Secret that holds the key
     */
    record Keys(
            String publicKeys,
            Optional<String> signatureAlgorithm,
            String kms,
            Optional<SecretReference> secret,
            Optional<Rekor> rekor,
            Optional<CtLog> ctlog)
            implements AttestorIdentity {}

    /**
     * {@code certificates}: whoever holds the private key of a certificate.
     *
     * @param cert PEM
     * @param certChain PEM, the root last
     */
    record Certificates(String cert, String certChain, Optional<Rekor> rekor, Optional<CtLog> ctlog)
            implements AttestorIdentity {}

    /**
     * {@code keyless}: whoever had that identity when a Fulcio certificate was issued.
     *
     * @param issuer wildcard for the OIDC issuer
     * @param issuerRegExp RE2, anywhere in the issuer
     * @param subject wildcard for a subject alternative name
     * @param subjectRegExp RE2, anywhere in a subject alternative name
     * @param roots PEM of the certificate authorities
     * @param additionalExtensions name or object identifier of a certificate extension, and a wildcard for its value
     */
    record Keyless(
            String issuer,
            String issuerRegExp,
            String subject,
            String subjectRegExp,
            String roots,
            Map<String, String> additionalExtensions,
            Optional<Rekor> rekor,
            Optional<CtLog> ctlog)
            implements AttestorIdentity {
        public Keyless {
            additionalExtensions = Map.copyOf(additionalExtensions);
        }
    }

    /**
     * {@code attestor}: a nested set.
     *
     * @param raw the JSON as written, which no schema has checked
     * @param set what it says, or why it says nothing
     */
    record Nested(Value raw, NestedSet set) implements AttestorIdentity {}

    /** What a nested set reads as. */
    sealed interface NestedSet {
        /** A set. Unknown fields are ignored as Kyverno ignores them there; the reader reports each. */
        record Parsed(AttestorSet set) implements NestedSet {}

        /** No set: Go's words for what is wrong. */
        record Unreadable(String message) implements NestedSet {}
    }

    /** The Secret that holds a key under {@code cosign.pub}. */
    record SecretReference(String name, String namespace) {}

    /**
     * {@code rekor}: the transparency log.
     *
     * @param url where an entry is looked up when the signature brings none
     * @param pubkey PEM of the log's key
     * @param ignoreTlog <b>insecure</b>: no log entry is asked for
     */
    record Rekor(String url, String pubkey, boolean ignoreTlog) {}

    /**
     * {@code ctlog}: the certificate transparency log.
     *
     * @param ignoreSct <b>insecure</b>: no signed certificate timestamp is asked for
     * @param pubkey PEM of the log's key
     * @param tsaCertChain PEM of a timestamp authority
     */
    record CtLog(boolean ignoreSct, String pubkey, String tsaCertChain) {}
}
