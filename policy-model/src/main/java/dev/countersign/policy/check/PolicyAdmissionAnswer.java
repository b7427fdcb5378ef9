package dev.countersign.policy.check;

import dev.countersign.document.Issue;
import java.util.List;
import java.util.Optional;

/**
 * What Kyverno answers when a policy is created. Immutable.
 *
 * @param error Kyverno's text of the refusal; absent: the policy is admitted
 * @param warnings Kyverno's warnings, in its order, repeated as it repeats them
 * @param issues the same for people: one error for each thing that is wrong and one warning for each distinct warning, with
 *     its place
 * @param divergences numbers of {@code docs/divergences.md} that the refusal rests on; empty where Kyverno refuses too
 */
public record PolicyAdmissionAnswer(
        Optional<String> error, List<String> warnings, List<Issue> issues, List<String> divergences) {
    public PolicyAdmissionAnswer {
        warnings = List.copyOf(warnings);
        issues = List.copyOf(issues);
        divergences = List.copyOf(divergences);
    }

    /** Whether Kyverno admits the policy. */
    public boolean admitted() {
        return error.isEmpty();
    }
}
