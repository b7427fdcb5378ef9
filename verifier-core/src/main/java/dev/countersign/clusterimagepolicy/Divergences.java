package dev.countersign.clusterimagepolicy;

/** Numbers of {@code docs/divergences.md} that belong to this package. */
final class Divergences {
    /** Several keys in one {@code key} are several keys; any of them counts. */
    static final String SEVERAL_KEYS = "D64";

    /** {@code ctlog} with a TrustRoot counts without {@code url} too. */
    static final String LOG_WITHOUT_URL = "D65";

    /** {@code rfc3161timestamp} asks for a timestamp. */
    static final String TIMESTAMP_REQUIRED = "D66";

    /** Every timestamp authority of a TrustRoot counts. */
    static final String SEVERAL_TIMESTAMP_AUTHORITIES = "D67";

    /** Attestations in bundles verify by all that a TrustRoot holds. */
    static final String BUNDLES = "D68";

    /** A policy without authorities is never satisfied. */
    static final String NO_AUTHORITIES = "D70";

    /** A policy whose keys cannot be had refuses what it selects. */
    static final String KEYS_NOT_LOADED = "D71";

    private Divergences() {}
}
