package dev.countersign.cli;

import dev.countersign.engine.PolicyResponse;
import dev.countersign.engine.RuleResponse;
import dev.countersign.engine.RuleStatus;
import dev.countersign.policy.Policy;
import java.util.List;

/**
 * What one policy said about one object in one phase. Immutable.
 *
 * @param resource {@code namespace/Kind/name}
 * @param response what the policy said
 * @param auditWarns whether a failure counts as a warning because the policy only audits
 * @param divergences numbers that the way of evaluation rests on, besides those of the rules
 */
record AppliedPolicy(String resource, PolicyResponse response, boolean auditWarns, List<String> divergences) {
    private static final String SCORED = "policies.kyverno.io/scored";

    AppliedPolicy {
        divergences = List.copyOf(divergences);
    }

    Policy policy() {
        return response.policy();
    }

    List<RuleResponse> rules() {
        return response.rules();
    }

    /** Whether a failure of this policy counts as a warning. */
    boolean failuresWarn() {
        return auditWarns || "false".equals(policy().metadata().annotations().get(SCORED));
    }

    /** The rules that failed, in order. */
    List<RuleResponse> failed() {
        return rules().stream().filter(rule -> rule.status() == RuleStatus.FAIL).toList();
    }
}
