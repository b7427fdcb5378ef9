package dev.countersign.policy.read;

import dev.countersign.document.Issue;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyException;
import java.util.List;
import java.util.Optional;

/**
 * What one document says. Immutable.
 *
 * @param policy where it is one without errors
 * @param exception where it is one without errors
 * @param issues what is wrong with it
 * @param kyvernoError what Kyverno's loader says of it
 * @param fatal whether that error ends Kyverno's reading of the whole file
 */
record DocumentOutcome(
        Optional<Policy> policy,
        Optional<PolicyException> exception,
        List<Issue> issues,
        Optional<String> kyvernoError,
        boolean fatal) {
    DocumentOutcome {
        issues = List.copyOf(issues);
    }

    /** A document without anything of use. */
    static DocumentOutcome nothing(List<Issue> issues, String kyvernoError, boolean fatal) {
        return new DocumentOutcome(
                Optional.empty(),
                Optional.empty(),
                issues,
                kyvernoError.isEmpty() ? Optional.empty() : Optional.of(kyvernoError),
                fatal);
    }
}
