package dev.countersign.policy;

import java.util.List;
import java.util.OptionalInt;

/**
 * A set of attestors. Immutable.
 *
 * @param count how many of the entries must be satisfied, at least 1; absent: all of them
 * @param entries in order
 */
public record AttestorSet(OptionalInt count, List<Attestor> entries) {
    public AttestorSet {
        entries = List.copyOf(entries);
    }
}
