package dev.countersign.expression.condition;

import dev.countersign.document.Value;

/**
 * Whether a condition holds, over values whose variables are replaced already. Values are as Go holds them: a whole number
 * and a float are different things (see {@link Value}). Stateless and thread-safe.
 */
public final class ConditionCheck {
    private ConditionCheck() {}

    /**
     * Whether the key stands to the value as the operator says. What cannot be compared does not hold.
     *
     * @throws ConditionException where Kyverno crashes
     */
    public static boolean holds(Value key, Operator operator, Value value) throws ConditionException {
        return switch (operator) {
            case EQUALS -> EqualityCheck.equal(key, value);
            case NOT_EQUALS -> EqualityCheck.differ(key, value);
            case IN -> LegacyMembershipCheck.holds(key, false, value);
            case NOT_IN -> LegacyMembershipCheck.holds(key, true, value);
            case ANY_IN, ALL_IN, ANY_NOT_IN, ALL_NOT_IN -> MembershipCheck.holds(key, operator, value);
            case GREATER_THAN ->
                OrderCheck.compare(key, value).filter(sign -> sign > 0).isPresent();
            case GREATER_THAN_OR_EQUALS ->
                OrderCheck.compare(key, value).filter(sign -> sign >= 0).isPresent();
            case LESS_THAN ->
                OrderCheck.compare(key, value).filter(sign -> sign < 0).isPresent();
            case LESS_THAN_OR_EQUALS ->
                OrderCheck.compare(key, value).filter(sign -> sign <= 0).isPresent();
            case DURATION_GREATER_THAN ->
                OrderCheck.compareDurations(key, value).filter(sign -> sign > 0).isPresent();
            case DURATION_GREATER_THAN_OR_EQUALS ->
                OrderCheck.compareDurations(key, value)
                        .filter(sign -> sign >= 0)
                        .isPresent();
            case DURATION_LESS_THAN ->
                OrderCheck.compareDurations(key, value).filter(sign -> sign < 0).isPresent();
            case DURATION_LESS_THAN_OR_EQUALS ->
                OrderCheck.compareDurations(key, value)
                        .filter(sign -> sign <= 0)
                        .isPresent();
            case NEVER -> false;
        };
    }
}
