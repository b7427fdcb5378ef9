package dev.countersign.engine;

import dev.countersign.admission.PatchOperation;
import dev.countersign.policy.Policy;
import java.util.List;

/**
 * What one policy says in one phase. Immutable.
 *
 * @param policy who says it
 * @param rules in the order in which the rules answered; empty when none did
 * @param patches of the verify phase: digests, without annotations
 * @param metadata of the verify phase: what the annotations will say of each image
 */
public record PolicyResponse(
        Policy policy, List<RuleResponse> rules, List<PatchOperation> patches, ImageVerificationMetadata metadata) {
    public PolicyResponse {
        rules = List.copyOf(rules);
        patches = List.copyOf(patches);
    }

    /** The same response, each of its rules resting on one more divergence. */
    PolicyResponse resting(String divergence) {
        return new PolicyResponse(
                policy, rules.stream().map(rule -> rule.resting(divergence)).toList(), patches, metadata);
    }
}
