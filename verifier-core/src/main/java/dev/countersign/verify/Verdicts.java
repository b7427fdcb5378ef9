package dev.countersign.verify;

import dev.countersign.registry.RegistryException;
import java.util.List;

/** Verdicts with one reason. */
public final class Verdicts {
    private Verdicts() {}

    /** It is proven not to be signed as asked, for one reason. */
    public static Verdict.Rejected rejected(String message, Reason reason) {
        return new Verdict.Rejected(message, List.of(reason), List.of());
    }

    /** The registry did not say what was asked: nothing is proven. */
    public static Verdict.Indeterminate undecided(RegistryException failure) {
        RegistryException.Kind kind = failure.kind();
        boolean unreachable = kind == RegistryException.Kind.UNREACHABLE;
        return new Verdict.Indeterminate(
                String.valueOf(failure.getMessage()),
                List.of(new Reason(
                        "REGISTRY_" + kind,
                        "",
                        "the registry did not say whether the image is signed",
                        String.valueOf(failure.getMessage()),
                        "",
                        switch (kind) {
                            case NOT_ALLOWED -> "Change what the policy states, or let the engine's registry take it.";
                            case DENIED -> "Give credentials that may read the image and its signatures.";
                            case THROTTLED -> "Try again later; the registry limits requests.";
                            case CORRUPT -> "Repair the image or its signature in the registry.";
                            case TOO_LARGE -> "Remove what is too large from the registry.";
                            default -> "Try again when the registry answers.";
                        })),
                unreachable,
                List.of());
    }

    /**
     * The image cannot be fetched by its name.
     *
     * @param message in Kyverno's words, which differ by the kind of signature
     */
    public static Verdict.Rejected invalidImage(ImageSubject image, String message) {
        return rejected(
                message,
                new Reason(
                        "INVALID_IMAGE",
                        "",
                        "the image cannot be fetched by this name",
                        image.image(),
                        "a tag, or a sha256 digest of 64 lower-case digits",
                        "Name the image otherwise."));
    }
}
