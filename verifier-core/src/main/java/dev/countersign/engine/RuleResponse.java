package dev.countersign.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * What one rule says. Immutable.
 *
 * @param rule the rule's name
 * @param type kind of response
 * @param status what it says
 * @param message in Kyverno's words
 * @param warn whether it becomes a warning of the admission
 * @param images verdicts behind it
 * @param divergences numbers of {@code docs/divergences.md} that it rests on
 * @param blocks whether it blocks the admission whatever {@code failurePolicy} and {@code failureAction} say: something that
 *     the policy states could not be taken into account
 */
public record RuleResponse(
        String rule,
        RuleType type,
        RuleStatus status,
        String message,
        boolean warn,
        List<ImageResult> images,
        List<String> divergences,
        boolean blocks) {
    public RuleResponse {
        images = List.copyOf(images);
        divergences = List.copyOf(divergences);
    }

    /** The same response, resting on one more divergence. */
    RuleResponse resting(String divergence) {
        List<String> more = new ArrayList<>(divergences);
        more.add(divergence);
        return new RuleResponse(rule, type, status, message, warn, images, more, blocks);
    }
}
