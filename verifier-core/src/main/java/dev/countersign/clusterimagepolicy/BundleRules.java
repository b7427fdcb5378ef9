package dev.countersign.clusterimagepolicy;

import dev.countersign.policy.sigstore.Authority;

/** What an authority over bundles may ask for, as policy-controller limits it. */
final class BundleRules {
    private static final String FORMAT = "when using the new bundle format, the ";

    private BundleRules() {}

    static void require(Authority authority) throws AuthorityTrust.NotLoaded {
        if (!(authority.signer() instanceof Authority.Keyless keyless)) {
            throw new AuthorityTrust.NotLoaded(FORMAT + "authority must be keyless");
        }
        String reference = keyless.trustRootRef();
        if (authority.ctlog().isPresent()
                && !authority.ctlog().get().trustRootRef().isEmpty()
                && !authority.ctlog().get().trustRootRef().equals(reference)) {
            throw other("CTLog");
        }
        if (authority.timestamp().isPresent()
                && !authority.timestamp().get().trustRootRef().isEmpty()
                && !authority.timestamp().get().trustRootRef().equals(reference)) {
            throw other("TSA");
        }
    }

    private static AuthorityTrust.NotLoaded other(String what) {
        return new AuthorityTrust.NotLoaded(FORMAT + "trustRootRef for the " + what
                + " must be the same as the trustRootRef for the Keyless authority");
    }
}
