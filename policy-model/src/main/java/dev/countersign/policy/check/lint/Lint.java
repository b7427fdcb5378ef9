package dev.countersign.policy.check.lint;

import dev.countersign.policy.Policy;
import java.util.List;

/**
 * Finds one kind of weakness in policies. Pure: the same policy gives the same findings, in the order of the document. Implementations
 * are thread-safe and never throw for a policy that was read.
 */
public interface Lint {

    /** What is looked for. */
    LintRule rule();

    /**
     * What is found in a policy.
     *
     * @param policy as read; whether Kyverno admits it does not matter
     */
    List<LintFinding> check(Policy policy);
}
