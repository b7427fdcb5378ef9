package dev.countersign.policy;

/** {@code type} of a verifyImages entry. */
public enum VerificationType {
    /** Signatures beside the image, in cosign's own layout; the default. */
    COSIGN,
    /** Sigstore bundles among the referrers. */
    SIGSTORE_BUNDLE,
    /** Notary Project signatures. */
    NOTARY
}
