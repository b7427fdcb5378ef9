package dev.countersign.expression.pattern;

import dev.countersign.document.Value;
import dev.countersign.document.Value.BooleanValue;
import dev.countersign.document.Value.FloatValue;
import dev.countersign.document.Value.IntegerValue;
import dev.countersign.document.Value.NullValue;
import dev.countersign.document.Value.NumberValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.document.Value.StringValue;
import dev.countersign.expression.value.GoDuration;
import dev.countersign.expression.value.GoNumber;
import dev.countersign.expression.value.GoText;
import dev.countersign.expression.value.Quantity;
import dev.countersign.image.Wildcard;
import java.util.Optional;

/**
 * Whether a value fits a pattern: a value of the same kind, or a text such as {@code >=1 & <10 | none} with operators,
 * ranges and wildcards, over durations, quantities and texts. Source: Kyverno's {@code pattern.Validate}. Stateless and
 * thread-safe.
 */
public final class PatternCheck {
    private PatternCheck() {}

    /** Whether the value fits. */
    public static boolean matches(Value value, Value pattern) {
        if (pattern instanceof StringValue text) {
            return matchesText(value, text.value());
        }
        if (pattern instanceof BooleanValue) {
            return pattern.equals(value);
        }
        if (pattern instanceof IntegerValue wanted) {
            return matchesInteger(value, wanted.value());
        }
        if (pattern instanceof FloatValue wanted) {
            return matchesFloat(value, wanted.value());
        }
        if (pattern instanceof NullValue) {
            return isNothing(value);
        }
        return pattern instanceof ObjectValue && value instanceof ObjectValue;
    }

    private static boolean matchesInteger(Value value, long wanted) {
        if (value instanceof IntegerValue found) {
            return found.value() == wanted;
        }
        if (value instanceof FloatValue found) {
            return GoNumber.isWhole(found.value()) && GoNumber.toLong(found.value()) == wanted;
        }
        return value instanceof StringValue text
                && GoNumber.readInt(text.value())
                        .filter(found -> found == wanted)
                        .isPresent();
    }

    private static boolean matchesFloat(Value value, double wanted) {
        if (value instanceof IntegerValue found) {
            return GoNumber.isWhole(wanted) && GoNumber.toLong(wanted) == found.value();
        }
        if (value instanceof FloatValue found) {
            return found.value() == wanted;
        }
        return value instanceof StringValue text
                && GoNumber.readFloat(text.value())
                        .filter(found -> found == wanted)
                        .isPresent();
    }

    private static boolean isNothing(Value value) {
        if (value instanceof NumberValue number) {
            return number.asDouble() == 0;
        }
        return value instanceof NullValue || value.equals(Value.of("")) || value.equals(Value.of(false));
    }

    private static boolean matchesText(Value value, String pattern) {
        if (value.equals(Value.of(pattern))) {
            return true;
        }
        for (String alternative : pattern.split("\\|", -1)) {
            if (matchesAll(value, trim(alternative))) {
                return true;
            }
        }
        return false;
    }

    private static boolean matchesAll(Value value, String patterns) {
        for (String pattern : patterns.split("&", -1)) {
            if (!matchesOne(value, trim(pattern))) {
                return false;
            }
        }
        return true;
    }

    private static boolean matchesOne(Value value, String pattern) {
        PatternOperator operator = PatternOperator.of(pattern);
        switch (operator) {
            case IN_RANGE -> {
                PatternOperator.Ends ends = PatternOperator.Ends.of(operator, pattern);
                return matches(value, ends.low(), PatternOperator.AT_LEAST)
                        && matches(value, ends.high(), PatternOperator.AT_MOST);
            }
            case NOT_IN_RANGE -> {
                PatternOperator.Ends ends = PatternOperator.Ends.of(operator, pattern);
                return matches(value, ends.low(), PatternOperator.LESS)
                        || matches(value, ends.high(), PatternOperator.MORE);
            }
            default -> {
                String operand = pattern.substring(operator.text().length());
                return matches(value, GoText.trimSpace(operand), operator);
            }
        }
    }

    private static boolean matches(Value value, String operand, PatternOperator operator) {
        Optional<Integer> comparison = durations(value, operand).or(() -> quantities(value, operand));
        return comparison.isPresent() ? holds(comparison.get(), operator) : matchesWildcard(value, operand, operator);
    }

    private static Optional<Integer> durations(Value value, String operand) {
        return GoDuration.read(operand)
                .flatMap(wanted -> text(value).flatMap(GoDuration::read).map(found -> found.compareTo(wanted)));
    }

    private static Optional<Integer> quantities(Value value, String operand) {
        return Quantity.read(operand)
                .flatMap(wanted -> text(value).flatMap(Quantity::read).map(found -> found.compareTo(wanted)));
    }

    private static boolean holds(int found, PatternOperator operator) {
        return switch (operator) {
            case EQUAL -> found == 0;
            case NOT_EQUAL -> found != 0;
            case MORE -> found > 0;
            case LESS -> found < 0;
            case AT_LEAST -> found >= 0;
            case AT_MOST -> found <= 0;
            case IN_RANGE, NOT_IN_RANGE -> false;
        };
    }

    private static boolean matchesWildcard(Value value, String operand, PatternOperator operator) {
        if (operator != PatternOperator.EQUAL && operator != PatternOperator.NOT_EQUAL) {
            return false;
        }
        String text;
        if (value instanceof FloatValue number) {
            text = GoNumber.scientific(number.value());
        } else if (value instanceof IntegerValue || value instanceof BooleanValue || value instanceof StringValue) {
            text = GoText.print(value);
        } else {
            return false;
        }
        return Wildcard.matches(operand, text) == (operator == PatternOperator.EQUAL);
    }

    /** What of a value is read as a duration or quantity: numbers with six digits after the point, nothing as zero. */
    private static Optional<String> text(Value value) {
        if (value instanceof FloatValue number) {
            return Optional.of(GoNumber.fixed(number.value()));
        }
        if (value instanceof NullValue) {
            return Optional.of("0");
        }
        return value instanceof StringValue || value instanceof IntegerValue
                ? Optional.of(GoText.print(value))
                : Optional.empty();
    }

    private static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) == ' ') {
            start++;
        }
        while (end > start && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(start, end);
    }
}
