package dev.countersign.engine;

import java.util.List;

/**
 * Why conditions refuse an image.
 *
 * @param text in Kyverno's words, where it has any
 * @param divergences numbers of {@code docs/divergences.md} that it rests on
 */
record Refusal(String text, List<String> divergences) {
    /** The number of the divergence: the name of an attestation stands for what that attestation says of that image. */
    static final String OWN_PREDICATE = "D13";

    /** The number of the divergence: a predicate does not write over what the policy knows. */
    static final String SHADOWED_VARIABLE = "D14";

    Refusal {
        divergences = List.copyOf(divergences);
    }

    /** One in which Kyverno agrees. */
    static Refusal of(String text) {
        return new Refusal(text, List.of());
    }
}
