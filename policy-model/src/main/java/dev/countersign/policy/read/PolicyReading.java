package dev.countersign.policy.read;

import dev.countersign.document.Issue;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What was read. A document with an error gives no policy and no exception; there is never half a one. Immutable.
 *
 * @param policies in the order of the sources
 * @param exceptions in the order of the sources
 * @param issues errors and warnings, in the order of the sources
 * @param kyvernoError what Kyverno's own loader says of the sources, word for word, where it refuses something: the first
 *     error that ends its reading of a file, or else the errors of the documents that it passes over, each on a line of its
 *     own. Kyverno takes no PolicyException from a file of policies and says so here; ours reads it
 */
public record PolicyReading(
        List<Policy> policies, List<PolicyException> exceptions, List<Issue> issues, Optional<String> kyvernoError) {
    public PolicyReading {
        policies = List.copyOf(policies);
        exceptions = List.copyOf(exceptions);
        issues = List.copyOf(issues);
    }

    /** Whether any issue is an error. */
    public boolean hasErrors() {
        return issues.stream().anyMatch(issue -> issue.severity() == Issue.Severity.ERROR);
    }

    /**
     * The policies.
     *
     * @throws PolicyReadException where any issue is an error, so that nothing is left out unnoticed
     */
    public List<Policy> orThrow() throws PolicyReadException {
        if (hasErrors()) {
            throw new PolicyReadException(issues.stream()
                    .filter(issue -> issue.severity() == Issue.Severity.ERROR)
                    .toList());
        }
        return policies;
    }

    /** Several readings as one, in that order. */
    public static PolicyReading joined(PolicyReading... readings) {
        return joined(Arrays.asList(readings));
    }

    /** Several readings as one, in that order. */
    public static PolicyReading joined(List<PolicyReading> readings) {
        List<Policy> policies = new ArrayList<>();
        List<PolicyException> exceptions = new ArrayList<>();
        List<Issue> issues = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (PolicyReading reading : readings) {
            policies.addAll(reading.policies());
            exceptions.addAll(reading.exceptions());
            issues.addAll(reading.issues());
            reading.kyvernoError().ifPresent(errors::add);
        }
        return new PolicyReading(
                policies,
                exceptions,
                issues,
                errors.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", errors)));
    }
}
