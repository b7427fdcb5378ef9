package dev.countersign.policy.read;

import dev.countersign.document.Issue;
import java.util.List;

/** Policies could not be read. The message lists every error with its place. */
public final class PolicyReadException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Issue> issues;

    /** The errors, at least one. */
    public PolicyReadException(List<Issue> issues) {
        super(message(issues));
        this.issues = List.copyOf(issues);
    }

    /** The errors, at least one. */
    public List<Issue> issues() {
        return issues;
    }

    private static String message(List<Issue> issues) {
        StringBuilder message = new StringBuilder("policies cannot be read:");
        issues.forEach(issue -> message.append("\n  ").append(issue));
        return message.toString();
    }
}
