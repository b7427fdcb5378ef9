package dev.countersign.verify.bundle;

/** Numbers of {@code docs/divergences.md}: fields that a policy states and Kyverno ignores for bundles. */
final class Divergences {
    /** {@code roots}. */
    static final String ROOTS = "D40";

    /** {@code rekor.pubkey}. */
    static final String LOG_KEYS = "D41";

    /** {@code ctlog.pubkey}. */
    static final String CT_LOG_KEYS = "D42";

    /** {@code ctlog.tsaCertChain}. */
    static final String TIMESTAMP_AUTHORITIES = "D43";

    /** {@code cert} and {@code certChain}. */
    static final String CERTIFICATES = "D46";

    /** {@code repository}. */
    static final String REPOSITORY = "D47";

    private Divergences() {}
}
