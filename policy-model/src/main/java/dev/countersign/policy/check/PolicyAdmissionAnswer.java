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
 */
public record PolicyAdmissionAnswer(Optional<String> error, List<String> warnings, List<Issue> issues) {
    public PolicyAdmissionAnswer {
        warnings = List.copyOf(warnings);
        issues = List.copyOf(issues);
    }

    /** Whether Kyverno admits the policy. */
    public boolean admitted() {
        return error.isEmpty();
    }
}
