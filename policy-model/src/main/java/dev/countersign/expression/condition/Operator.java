package dev.countersign.expression.condition;

import java.util.Optional;

/** The operator of a condition. Source: Kyverno's {@code ConditionOperators}. */
public enum Operator {
    /** Also written {@code Equal}. */
    EQUALS("Equals"),
    /** Also written {@code NotEqual}. */
    NOT_EQUALS("NotEquals"),
    /** Deprecated in favour of the operators with Any and All. */
    IN("In"),
    /** Deprecated in favour of the operators with Any and All. */
    NOT_IN("NotIn"),
    /** Some element of the key is among the values. */
    ANY_IN("AnyIn"),
    /** Every element of the key is among the values. */
    ALL_IN("AllIn"),
    /** Some element of the key is not among the values. */
    ANY_NOT_IN("AnyNotIn"),
    /** No element of the key is among the values. */
    ALL_NOT_IN("AllNotIn"),
    /** Numbers, quantities, durations and versions. */
    GREATER_THAN("GreaterThan"),
    /** Numbers, quantities, durations and versions. */
    GREATER_THAN_OR_EQUALS("GreaterThanOrEquals"),
    /** Numbers, quantities, durations and versions. */
    LESS_THAN("LessThan"),
    /** Numbers, quantities, durations and versions. */
    LESS_THAN_OR_EQUALS("LessThanOrEquals"),
    /** Deprecated: durations only. */
    DURATION_GREATER_THAN("DurationGreaterThan"),
    /** Deprecated: durations only. */
    DURATION_GREATER_THAN_OR_EQUALS("DurationGreaterThanOrEquals"),
    /** Deprecated: durations only. */
    DURATION_LESS_THAN("DurationLessThan"),
    /** Deprecated: durations only. */
    DURATION_LESS_THAN_OR_EQUALS("DurationLessThanOrEquals"),
    /** An ordering operator in unusual upper and lower case: Kyverno finds it, but then it never holds. */
    NEVER("");

    private final String text;

    Operator(String text) {
        this.text = text;
    }

    /** Kyverno's name. */
    public String text() {
        return text;
    }

    /** The operator of that name, if there is one. Upper and lower case do not matter, except as {@link #NEVER} says. */
    public static Optional<Operator> named(String name) {
        String lower = lowerCase(name);
        if (lower.equals("equal")) {
            return Optional.of(EQUALS);
        }
        if (lower.equals("notequal")) {
            return Optional.of(NOT_EQUALS);
        }
        for (Operator operator : values()) {
            if (operator != NEVER && lowerCase(operator.text).equals(lower)) {
                return Optional.of(operator.isOrdering() && !operator.text.equals(name) ? NEVER : operator);
            }
        }
        return Optional.empty();
    }

    private boolean isOrdering() {
        return ordinal() >= GREATER_THAN.ordinal();
    }

    /** Each character by itself, as Go does. */
    private static String lowerCase(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        text.codePoints().map(Character::toLowerCase).forEach(lower::appendCodePoint);
        return lower.toString();
    }
}
