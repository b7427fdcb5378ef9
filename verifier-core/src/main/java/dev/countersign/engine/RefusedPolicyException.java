package dev.countersign.engine;

import dev.countersign.document.Issue;
import java.util.List;

/**
 * An engine cannot be built over policies that Kyverno refuses when they are created: it never evaluates such a policy, and a rule of one
 * may speak of no image at all. The message lists every error with its place. {@link dev.countersign.policy.check.PolicyAdmission} tells
 * beforehand; unchecked, because a caller who read the policies with it can be sure.
 */
public final class RefusedPolicyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Issue> issues;

    RefusedPolicyException(List<Issue> issues) {
        super(message(issues));
        this.issues = List.copyOf(issues);
    }

    /** The errors of all refused policies, at least one. */
    public List<Issue> issues() {
        return issues;
    }

    private static String message(List<Issue> issues) {
        StringBuilder message = new StringBuilder("Kyverno refuses these policies:");
        issues.forEach(issue -> message.append("\n  ").append(issue));
        return message.toString();
    }
}
