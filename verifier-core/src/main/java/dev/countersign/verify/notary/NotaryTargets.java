package dev.countersign.verify.notary;

import dev.countersign.registry.Digest;
import dev.countersign.registry.RegistryException;
import dev.countersign.verify.ImageName.InvalidNameException;
import dev.countersign.verify.ImageSubject;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.Verdicts;
import dev.countersign.verify.attestor.UndecidableException;
import java.util.List;

/** Finds the manifest that an image names, and tells in Kyverno's words why there is none. */
final class NotaryTargets {
    private NotaryTargets() {}

    /** @throws UndecidableException with the verdict where the registry does not give it */
    static NotationTarget of(ImageSubject image, String prefix) throws UndecidableException {
        try {
            Digest digest = image.digest();
            return NotationDiscovery.target(image, image.name().repository(), digest);
        } catch (InvalidNameException e) {
            throw new UndecidableException(invalid(image, e));
        } catch (RegistryException e) {
            // Kyverno asks with HEAD.
            String message = String.valueOf(e.getMessage());
            String asked = prefix + (message.startsWith("GET ") ? "HEAD" + message.substring(3) : message);
            throw new UndecidableException(
                    e.kind() == RegistryException.Kind.NOT_FOUND
                            ? Verdicts.rejected(
                                    asked,
                                    new Reason(
                                            "IMAGE_NOT_FOUND",
                                            "",
                                            "the registry does not hold the image",
                                            image.image(),
                                            "",
                                            "Push the image, or mend its name."))
                            : reworded(Verdicts.undecided(e), asked));
        }
    }

    static Verdict.Rejected invalid(ImageSubject image, InvalidNameException failure) {
        return Verdicts.invalidImage(
                image, "failed to parse image reference: " + image.image() + ": " + failure.getMessage());
    }

    static Verdict.Indeterminate reworded(Verdict.Indeterminate verdict, String message) {
        return new Verdict.Indeterminate(message, verdict.reasons(), verdict.unreachable(), verdict.divergences());
    }

    /** The same verdict with words before its message. */
    static Verdict prefixed(Verdict verdict, String words) {
        if (verdict instanceof Verdict.Rejected rejected) {
            return new Verdict.Rejected(words + rejected.message(), rejected.reasons(), rejected.divergences());
        }
        return verdict instanceof Verdict.Indeterminate unknown
                ? reworded(unknown, words + unknown.message())
                : verdict;
    }

    static Verdict.Rejected rejected(String message, Reason reason, String divergence) {
        return new Verdict.Rejected(message, List.of(reason), List.of(divergence));
    }
}
