package dev.countersign.verify;

import dev.countersign.registry.Descriptor;
import dev.countersign.registry.Digest;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.Repository;
import java.time.Duration;
import java.util.List;

/**
 * Where else the signature of an image may be, for the reason beside "no signatures found". Asked only then, once for each repository;
 * it never changes a verdict: a registry that does not answer soon leaves the hint out, and the rest of the time to the other images.
 */
final class SignatureHint {
    private static final String BUNDLE = "application/vnd.dev.sigstore.bundle";
    private static final String NOTATION = "application/vnd.cncf.notary.signature";
    private static final String COSIGN_REFERRER = "application/vnd.dev.cosign.artifact.sig.v1+json";

    /** No longer is waited for a hint. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private SignatureHint() {}

    static Reason find(ImageSubject image, Repository where, Digest digest) {
        String place = where + ":sha256-" + digest.hex() + ".sig";
        List<Descriptor> referrers;
        try {
            referrers =
                    image.registry().referrers(where, digest, image.deadline().orIn(PATIENCE));
        } catch (RegistryException e) {
            referrers = List.of();
        }
        long bundles = count(referrers, BUNDLE);
        long notation = count(referrers, NOTATION);
        long cosign = count(referrers, COSIGN_REFERRER);
        if (bundles > 0) {
            return elsewhere(place, bundles + " Sigstore bundle(s) among the referrers", "state type: SigstoreBundle");
        }
        if (cosign > 0) {
            return elsewhere(
                    place, cosign + " cosign signature(s) among the OCI 1.1 referrers", "state cosignOCI11: true");
        }
        if (notation > 0) {
            return elsewhere(
                    place, notation + " Notary Project signature(s) among the referrers", "state type: Notary");
        }
        return new Reason(
                "NO_SIGNATURES",
                "",
                "the image has no signature in cosign's layout, nor in any other that is known",
                "nothing at " + place,
                "a signature manifest at " + place,
                "Sign the image; if its signatures are in another repository, state repository.");
    }

    private static Reason elsewhere(String place, String found, String remedy) {
        return new Reason(
                "SIGNED_IN_ANOTHER_FORMAT",
                "",
                "the image has signatures, but not in the layout that the policy asks for",
                found,
                "a signature manifest at " + place,
                "If these are meant, " + remedy + " in the policy's entry.");
    }

    private static long count(List<Descriptor> referrers, String type) {
        return referrers.stream()
                .filter(referrer -> referrer.artifactType().startsWith(type))
                .count();
    }
}
