package dev.countersign.verify.notary;

import dev.countersign.registry.Descriptor;
import dev.countersign.registry.RegistryException;
import dev.countersign.verify.ImageSubject;
import dev.countersign.verify.Reason;
import java.time.Duration;
import java.util.List;

/** Tells people that a manifest without a notation signature has others. */
final class OtherFormats {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final String BUNDLE = "application/vnd.dev.sigstore.bundle";

    private OtherFormats() {}

    static Reason hint(ImageSubject image, NotationTarget target, List<Descriptor> referrers) {
        String found = "";
        String remedy = "Sign it with notation, with a certificate that the policy trusts.";
        if (referrers.stream().anyMatch(referrer -> referrer.artifactType().startsWith(BUNDLE))) {
            found = "Sigstore bundles among the referrers";
            remedy = "If these are meant, state type: SigstoreBundle in the policy's entry.";
        } else if (hasCosignTag(image, target)) {
            found = "a signature in cosign's layout";
            remedy = "If this is meant, state type: Cosign in the policy's entry.";
        }
        return new Reason(
                found.isEmpty() ? "NO_SIGNATURES" : "SIGNED_IN_ANOTHER_FORMAT",
                "",
                "nothing of the artifact type " + NotationDiscovery.SIGNATURE + " refers to " + target.reference(),
                found.isEmpty() ? referrers.size() + " referrers of other types" : found,
                "a notation signature among the referrers",
                remedy);
    }

    private static boolean hasCosignTag(ImageSubject image, NotationTarget target) {
        try {
            image.registry()
                    .manifest(
                            target.repository(),
                            "sha256-" + target.digest().hex() + ".sig",
                            image.deadline().orIn(PATIENCE));
            return true;
        } catch (RegistryException e) {
            return false;
        }
    }
}
