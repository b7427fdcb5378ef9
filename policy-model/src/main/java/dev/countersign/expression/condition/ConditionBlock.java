package dev.countersign.expression.condition;

import dev.countersign.document.Value;
import dev.countersign.expression.substitution.Substitution;
import dev.countersign.expression.substitution.SubstitutionException;
import dev.countersign.policy.Conditions;
import dev.countersign.policy.Conditions.AnyAllConditions;
import dev.countersign.policy.Conditions.Condition;
import dev.countersign.policy.Conditions.ConditionList;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Evaluates conditions in Kyverno's order, so that an error behind the deciding condition does not show. Stateless and
 * thread-safe.
 */
public final class ConditionBlock {
    private ConditionBlock() {}

    /** Key and value of a condition, as Kyverno holds them before it replaces their variables. */
    record Prepared(
            Value key, Set<String> keyData, String operator, Value value, Set<String> valueData, String message) {
        static Prepared of(Condition condition) {
            return new Prepared(
                    PolicyNumbers.of(condition.key().orElse(Value.NULL)),
                    Set.of(),
                    condition.operator(),
                    PolicyNumbers.of(condition.value().orElse(Value.NULL)),
                    Set.of(),
                    condition.message());
        }
    }

    /**
     * Preconditions and deny conditions. An {@code any} that is present but empty is false.
     *
     * @throws ConditionException with Kyverno's text
     */
    public static ConditionResult evaluate(Conditions conditions, Substitution substitution) throws ConditionException {
        if (conditions instanceof AnyAllConditions block) {
            boolean hasAny = block.any().isPresent();
            return evaluate(
                    hasAny,
                    block.any().orElse(List.of()).stream().map(Prepared::of).toList(),
                    block.all().orElse(List.of()).stream().map(Prepared::of).toList(),
                    substitution);
        }
        List<String> messages = new ArrayList<>();
        for (Condition condition : ((ConditionList) conditions).conditions()) {
            if (!holds(Prepared.of(condition), substitution)) {
                return new ConditionResult(false, condition.message());
            }
            messages.add(condition.message());
        }
        return new ConditionResult(true, joined(messages, ";"));
    }

    /** One any/all object; at least one of {@code any}, if it has any, and every one of {@code all}. */
    static ConditionResult evaluate(boolean hasAny, List<Prepared> any, List<Prepared> all, Substitution substitution)
            throws ConditionException {
        List<String> met = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        boolean anyHolds = !hasAny;
        for (Prepared condition : any) {
            anyHolds = holds(condition, substitution);
            (anyHolds ? met : failed).add(condition.message());
            if (anyHolds) {
                break;
            }
        }
        boolean allHold = true;
        for (Prepared condition : all) {
            allHold = holds(condition, substitution);
            (allHold ? met : failed).add(condition.message());
            if (!allHold) {
                break;
            }
        }
        boolean holds = anyHolds && allHold;
        return new ConditionResult(holds, joined(holds ? met : failed, "; "));
    }

    static String joined(List<String> messages, String separator) {
        return String.join(
                separator, messages.stream().filter(text -> !text.isEmpty()).toList());
    }

    private static boolean holds(Prepared condition, Substitution substitution) throws ConditionException {
        Value key = substituted(condition.key(), condition.keyData(), "key", substitution);
        Value value = substituted(condition.value(), condition.valueData(), "value", substitution);
        Operator operator = Operator.named(condition.operator())
                // So prints Go an error that is not there.
                .orElseThrow(
                        () -> new ConditionException("failed to create handler for condition operator: %!w(<nil>)"));
        return ConditionCheck.holds(key, operator, value);
    }

    private static Value substituted(Value value, Set<String> data, String side, Substitution substitution)
            throws ConditionException {
        try {
            return substitution.substitute(value, data).value();
        } catch (SubstitutionException e) {
            throw new ConditionException(
                    "failed to substitute variables in condition " + side + ": " + e.getMessage(), e);
        }
    }
}
