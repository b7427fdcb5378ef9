package dev.countersign.clusterimagepolicy;

import dev.countersign.policy.sigstore.Authority;
import java.util.List;
import java.util.Optional;

/** What an authority over bundles may ask for, as policy-controller limits it. */
final class BundleRules {
    private static final String FORMAT = "when using the new bundle format, the ";

    private BundleRules() {}

    /** Who signs. */
    static Authority.Keyless keyless(Authority authority) throws AuthorityTrust.NotLoaded {
        if (authority.signer() instanceof Authority.Keyless keyless) {
            return keyless;
        }
        throw new AuthorityTrust.NotLoaded(FORMAT + "authority must be keyless");
    }

    /**
     * Refuses a timestamp or a log of another TrustRoot, or of none. In v1beta1 policy-controller loses those that say too little, so that
     * it goes on without them.
     *
     * @param reference the TrustRoot of the certificates; empty: the trust root of the process
     */
    static void requireOneRoot(Authority authority, String reference) throws AuthorityTrust.NotLoaded {
        Optional<String> timestamp = authority.timestamp().map(Authority.Timestamps::trustRootRef);
        if (timestamp.isPresent() && !timestamp.get().equals(reference)) {
            throw other("TSA", timestamp.get().isEmpty() ? List.of(Divergences.TIMESTAMP_REQUIRED) : List.of());
        }
        Optional<Authority.ContentLog> log = authority.ctlog();
        if (log.isPresent() && !log.get().trustRootRef().equals(reference)) {
            throw other("TLog", log.get().url().isEmpty() ? List.of(Divergences.LOG_WITHOUT_URL) : List.of());
        }
    }

    private static AuthorityTrust.NotLoaded other(String what, List<String> divergences) {
        return new AuthorityTrust.NotLoaded(
                FORMAT + "trustRootRef for the " + what
                        + " must be the same as the trustRootRef for the Keyless authority",
                divergences);
    }
}
