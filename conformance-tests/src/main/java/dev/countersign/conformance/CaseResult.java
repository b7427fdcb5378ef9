package dev.countersign.conformance;

import java.util.List;

/**
 * How one case or one line of a table came out. Immutable.
 *
 * @param name {@code area/name}, or {@code tables/<file>:<line>} with lines counted from 1
 * @param outcome the worst difference; {@link Outcome#DIVERGENCE} when our answer carries a listed number at every difference
 * @param divergences the numbers of the list of divergences that our answer carries, sorted
 * @param differences in the order of Kyverno's answer
 * @param unsafe why ours is laxer here: Kyverno refuses or fails something and ours allows it; empty where that is not so
 */
public record CaseResult(
        String name, Outcome outcome, List<String> divergences, List<Difference> differences, List<String> unsafe) {
    public CaseResult {
        divergences = List.copyOf(divergences);
        differences = List.copyOf(differences);
        unsafe = List.copyOf(unsafe);
    }

    /** Whether Kyverno refuses or fails something here that ours allows. */
    public boolean laxer() {
        return !unsafe.isEmpty();
    }
}
