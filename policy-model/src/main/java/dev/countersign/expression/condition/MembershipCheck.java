package dev.countersign.expression.condition;

import dev.countersign.document.Value;
import dev.countersign.document.Value.BooleanValue;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.NumberValue;
import dev.countersign.document.Value.StringValue;
import dev.countersign.expression.pattern.PatternCheck;
import dev.countersign.expression.pattern.PatternOperator;
import dev.countersign.expression.value.GoText;
import dev.countersign.image.Wildcard;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code AnyIn}, {@code AllIn}, {@code AnyNotIn} and {@code AllNotIn}. */
final class MembershipCheck {
    private MembershipCheck() {}

    static boolean holds(Value key, Operator operator, Value value) {
        if (key instanceof ListValue list) {
            List<String> keys = list.items().stream().map(GoText::print).toList();
            return forList(keys, operator, value);
        }
        if (!(key instanceof StringValue || key instanceof NumberValue || key instanceof BooleanValue)) {
            return false;
        }
        boolean wanted = operator == Operator.ANY_IN || operator == Operator.ALL_IN;
        // What is no set of values makes all four operators false.
        return contains(value, GoText.print(key))
                .filter(found -> found == wanted)
                .isPresent();
    }

    /** Whether a single key is among the values; no answer where there are no values. */
    private static Optional<Boolean> contains(Value value, String key) {
        if (value instanceof ListValue list) {
            return Optional.of(list.items().stream().anyMatch(item -> alike(GoText.print(item), key)));
        }
        if (!(value instanceof StringValue text)) {
            return Optional.empty();
        }
        if (Wildcard.matches(text.value(), key)) {
            return Optional.of(true);
        }
        if (PatternOperator.of(text.value()) == PatternOperator.IN_RANGE) {
            return Optional.of(PatternCheck.matches(Value.of(key), value));
        }
        return TextList.orItself(text.value()).map(values -> values.contains(key));
    }

    private static boolean forList(List<String> keys, Operator operator, Value value) {
        if (value instanceof StringValue text) {
            return forText(keys, operator, text.value());
        }
        if (value instanceof ListValue list) {
            List<String> values = list.items().stream().map(GoText::print).toList();
            return among(keys, operator, values);
        }
        boolean single = value instanceof NumberValue || value instanceof BooleanValue;
        boolean any = operator == Operator.ANY_IN || operator == Operator.ANY_NOT_IN;
        return single && any && among(keys, operator, List.of(GoText.print(value)));
    }

    private static boolean forText(List<String> keys, Operator operator, String value) {
        if (keys.equals(List.of(value))) {
            return operator == Operator.ANY_IN || operator == Operator.ALL_IN;
        }
        if (PatternOperator.of(value) == PatternOperator.IN_RANGE) {
            if (operator == Operator.ANY_NOT_IN) {
                // The first hyphen may be a sign; what comes out is then no range any more.
                return keys.stream().anyMatch(in(value.replaceFirst("-", "!-")));
            }
            return quantified(keys, operator, in(value));
        }
        return TextList.orItself(value)
                .filter(values -> among(keys, operator, values))
                .isPresent();
    }

    private static Predicate<String> in(String pattern) {
        return key -> PatternCheck.matches(Value.of(key), Value.of(pattern));
    }

    private static boolean among(List<String> keys, Operator operator, List<String> values) {
        return quantified(keys, operator, key -> values.stream().anyMatch(value -> alike(value, key)));
    }

    private static boolean quantified(List<String> keys, Operator operator, Predicate<String> found) {
        return switch (operator) {
            case ANY_IN -> keys.stream().anyMatch(found);
            case ALL_IN -> keys.stream().allMatch(found);
            case ANY_NOT_IN -> keys.stream().anyMatch(found.negate());
            default -> keys.stream().noneMatch(found);
        };
    }

    /** Either may be a wildcard for the other. */
    static boolean alike(String one, String other) {
        return Wildcard.matches(one, other) || Wildcard.matches(other, one);
    }
}
