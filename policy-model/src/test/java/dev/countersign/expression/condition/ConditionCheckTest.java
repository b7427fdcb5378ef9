package dev.countersign.expression.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.document.Value;
import dev.countersign.document.Value.FloatValue;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.expression.pattern.PatternCheck;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConditionCheckTest {
    private static final List<Value> ODD_VALUES = List.of(
            Value.NULL,
            Value.of(true),
            Value.of(Long.MIN_VALUE),
            new FloatValue(Double.NaN),
            new FloatValue(Double.POSITIVE_INFINITY),
            new FloatValue(1e300),
            Value.of(""),
            Value.of("0"),
            Value.of("NaN"),
            Value.of("1e2147483647"),
            Value.of("9".repeat(20_000)),
            Value.of("-9223372036854775808ns"),
            Value.of("1-"),
            Value.of("-1--1"),
            Value.of("!-5"),
            Value.of("[[[["),
            Value.of("*".repeat(200)),
            Value.of("99999999999999999999.0.0"),
            Value.of("\uD800"),
            new ListValue(List.of()),
            new ListValue(List.of(Value.NULL, new ListValue(List.of(Value.of(1))))),
            new ObjectValue(Map.of("a", Value.NULL)));

    @Test
    void no_value_makes_an_operator_or_a_pattern_crash() {
        for (Value key : ODD_VALUES) {
            for (Value value : ODD_VALUES) {
                PatternCheck.matches(key, value);
                for (Operator operator : Operator.values()) {
                    try {
                        ConditionCheck.holds(key, operator, value);
                    } catch (ConditionException e) {
                        assertThat(operator).isIn(Operator.IN, Operator.NOT_IN);
                    }
                }
            }
        }
    }

    @Test
    void the_deprecated_operators_refuse_a_list_with_anything_but_texts() {
        Value key = new ListValue(List.of(Value.of("a"), Value.of(1)));

        assertThatThrownBy(() -> ConditionCheck.holds(key, Operator.IN, Value.of("a")))
                .isInstanceOf(ConditionException.class)
                .hasMessageContaining("AnyIn");
    }

    @Test
    void an_ordering_operator_in_other_letters_exists_but_never_holds() throws ConditionException {
        Operator misspelt = Operator.named("greaterthan").orElseThrow();

        assertThat(ConditionCheck.holds(Value.of(2), misspelt, Value.of(1))).isFalse();
        assertThat(Operator.named("EQUALS")).contains(Operator.EQUALS);
        assertThat(Operator.named("Greater")).isEmpty();
        assertThat(Operator.named("")).isEmpty();
    }

    @Test
    void a_null_key_neither_equals_nor_differs() throws ConditionException {
        assertThat(ConditionCheck.holds(Value.NULL, Operator.EQUALS, Value.NULL))
                .isFalse();
        assertThat(ConditionCheck.holds(Value.NULL, Operator.NOT_EQUALS, Value.of("x")))
                .isFalse();
    }

    @Test
    void not_a_number_is_in_no_order() throws ConditionException {
        Value nan = new FloatValue(Double.NaN);
        for (Operator operator : List.of(
                Operator.GREATER_THAN,
                Operator.GREATER_THAN_OR_EQUALS,
                Operator.LESS_THAN,
                Operator.LESS_THAN_OR_EQUALS,
                Operator.EQUALS)) {
            assertThat(ConditionCheck.holds(nan, operator, nan)).isFalse();
        }
    }
}
