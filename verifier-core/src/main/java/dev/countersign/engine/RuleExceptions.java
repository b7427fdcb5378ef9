package dev.countersign.engine;

import dev.countersign.engine.context.RuleContext;
import dev.countersign.engine.match.RequestFacts;
import dev.countersign.engine.match.RuleMatch;
import dev.countersign.expression.condition.ConditionBlock;
import dev.countersign.expression.condition.ConditionException;
import dev.countersign.image.Wildcard;
import dev.countersign.policy.Conditions.AnyAllConditions;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The PolicyExceptions of an installation: objects that rules leave alone (Kyverno spec 2.6). An exception that cannot be decided excepts
 * nothing. Immutable.
 */
final class RuleExceptions {
    private final List<PolicyException> exceptions;

    RuleExceptions(List<PolicyException> exceptions) {
        this.exceptions = List.copyOf(exceptions);
    }

    /**
     * The answer of a rule that an exception keeps from a request; empty when the rule goes on.
     *
     * @param facts with the labels of the namespace, where they are known
     * @param labelsKnown whether they are
     * @param type the type of the answer: Kyverno's differs by phase
     */
    Optional<RuleResponse> skip(
            Policy policy,
            CompiledRule rule,
            RequestFacts facts,
            boolean labelsKnown,
            RuleContext context,
            RuleType type) {
        List<String> keys = new ArrayList<>();
        for (PolicyException exception : exceptions) {
            if (names(exception, policy, rule.rule().name())
                    && (labelsKnown || !CompiledRule.selectsNamespaces(exception.match()))
                    && RuleMatch.matchesException(exception.match(), facts)
                    && holds(exception, context)) {
                String namespace = exception.metadata().namespace();
                keys.add((namespace.isEmpty() ? "" : namespace + "/")
                        + exception.metadata().name());
            }
        }
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RuleResponse(
                rule.rule().name(),
                type,
                RuleStatus.SKIP,
                "rule is skipped due to policy exceptions" + String.join(", ", keys),
                false,
                List.of(),
                List.of(),
                false));
    }

    /** Whether some exception names a rule of a policy, whatever the object. */
    boolean concern(Policy policy, CompiledRule rule) {
        return exceptions.stream()
                .anyMatch(exception -> names(exception, policy, rule.rule().name()));
    }

    private static boolean names(PolicyException exception, Policy policy, String rule) {
        return exception.exceptions().stream()
                .anyMatch(excepted ->
                        excepted.policyName().equals(policy.key()) && Wildcard.matchesAny(excepted.ruleNames(), rule));
    }

    private static boolean holds(PolicyException exception, RuleContext context) {
        if (exception.conditions().isEmpty()) {
            return true;
        }
        AnyAllConditions written = exception.conditions().get();
        // Unlike in preconditions, an empty list is as good as none.
        AnyAllConditions conditions =
                new AnyAllConditions(written.any().filter(list -> !list.isEmpty()), written.all());
        try {
            return ConditionBlock.evaluate(conditions, context.substitutor()).holds();
        } catch (ConditionException e) {
            return false;
        }
    }
}
