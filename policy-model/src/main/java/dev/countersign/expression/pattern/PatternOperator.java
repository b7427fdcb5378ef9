package dev.countersign.expression.pattern;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a pattern's text begins with, or is. Source: Kyverno's {@code GetOperatorFromStringPattern}. */
public enum PatternOperator {
    /** {@code x}. */
    EQUAL(""),
    /** {@code >=5}. */
    AT_LEAST(">="),
    /** {@code <=5}. */
    AT_MOST("<="),
    /** {@code >5}. */
    MORE(">"),
    /** {@code <5}. */
    LESS("<"),
    /** {@code !x}. */
    NOT_EQUAL("!"),
    /** {@code 1-10}: both ends are inside. */
    IN_RANGE("-"),
    /** {@code 1!-10}. */
    NOT_IN_RANGE("!-");

    private static final String BOUND = "([-|+]?[0-9]++(?:\\.[0-9]++)?[A-Za-z]*+)";
    private static final Pattern RANGE = Pattern.compile(BOUND + "-" + BOUND);
    private static final Pattern OUTSIDE = Pattern.compile(BOUND + "!-" + BOUND);

    private final String text;

    PatternOperator(String text) {
        this.text = text;
    }

    /** Kyverno's text of the operator. */
    public String text() {
        return text;
    }

    /** The operator of a pattern. */
    public static PatternOperator of(String pattern) {
        if (pattern.length() < 2) {
            return EQUAL;
        }
        for (PatternOperator operator : values()) {
            if (operator.isPrefix() && pattern.startsWith(operator.text)) {
                return operator;
            }
        }
        if (OUTSIDE.matcher(pattern).matches()) {
            return NOT_IN_RANGE;
        }
        return RANGE.matcher(pattern).matches() ? IN_RANGE : EQUAL;
    }

    private boolean isPrefix() {
        return this != EQUAL && this != IN_RANGE && this != NOT_IN_RANGE;
    }

    /** The two ends of a range. */
    record Ends(String low, String high) {
        static Ends of(PatternOperator operator, String pattern) {
            Matcher matcher = (operator == NOT_IN_RANGE ? OUTSIDE : RANGE).matcher(pattern);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("not a range: " + pattern);
            }
            return new Ends(matcher.group(1), matcher.group(2));
        }
    }
}
