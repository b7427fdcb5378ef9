package dev.countersign.policy;

import java.util.List;

/**
 * One item of {@code attestations}. Immutable.
 *
 * @param name variable that holds the predicate; empty when absent
 * @param type predicate type; empty when absent
 * @param predicateType deprecated: the same
 * @param attestors sets, of which all must be satisfied
 * @param conditions all must hold
 */
public record Attestation(
        String name,
        String type,
        String predicateType,
        List<AttestorSet> attestors,
        List<Conditions.AnyAllConditions> conditions) {
    public Attestation {
        attestors = List.copyOf(attestors);
        conditions = List.copyOf(conditions);
    }
}
