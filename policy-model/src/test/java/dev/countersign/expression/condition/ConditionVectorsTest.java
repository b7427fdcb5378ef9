package dev.countersign.expression.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.document.TestVectors;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.expression.Floats;
import dev.countersign.expression.pattern.PatternCheck;
import dev.countersign.expression.pattern.PatternOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys, values and patterns with the answers of Kyverno 1.19.1. */
class ConditionVectorsTest {
    private static final List<String> NAMES = List.of(
            "Equals",
            "NotEquals",
            "Equal",
            "NotEqual",
            "In",
            "AnyIn",
            "AllIn",
            "NotIn",
            "AnyNotIn",
            "AllNotIn",
            "GreaterThan",
            "GreaterThanOrEquals",
            "LessThan",
            "LessThanOrEquals",
            "DurationGreaterThan",
            "DurationGreaterThanOrEquals",
            "DurationLessThan",
            "DurationLessThanOrEquals");

    static List<ObjectValue> conditions() {
        return TestVectors.read(ConditionVectorsTest.class, "conditions.jsonl");
    }

    static List<ObjectValue> patterns() {
        return TestVectors.read(ConditionVectorsTest.class, "pattern.jsonl");
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void operators_hold_as_in_kyverno(ObjectValue vector) throws ConditionException {
        ObjectValue question = vector.object("in").orElseThrow();
        boolean wholeKey = question.list("int64").contains(Value.of("key"));
        boolean wholeValue = question.list("int64").contains(Value.of("value"));
        Value key = side(question, "key", wholeKey);
        Value value = side(question, "value", wholeValue);
        Optional<String> name = question.text("operator");
        if (name.isPresent()) {
            Optional<Operator> operator = Operator.named(name.get());
            String found =
                    operator.isEmpty() ? "unknown" : String.valueOf(ConditionCheck.holds(key, operator.get(), value));
            assertThat(found).isEqualTo(vector.text("out").orElseThrow());
            return;
        }
        List<Value> holding = new ArrayList<>();
        for (String one : NAMES) {
            Operator operator = Operator.named(one).orElseThrow();
            if (vector.list("panics").contains(Value.of(one))) {
                assertThatThrownBy(() -> ConditionCheck.holds(key, operator, value))
                        .isInstanceOf(ConditionException.class);
            } else if (ConditionCheck.holds(key, operator, value)) {
                holding.add(Value.of(one));
            }
        }
        assertThat(new ListValue(holding)).isEqualTo(vector.get("out").orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void patterns_match_as_in_kyverno(ObjectValue vector) {
        ObjectValue question = vector.object("in").orElseThrow();
        Optional<String> operatorOf = question.text("operatorOf");
        Value out = vector.get("out").orElseThrow();
        if (operatorOf.isPresent()) {
            assertThat(Value.of(PatternOperator.of(operatorOf.get()).text())).isEqualTo(out);
        } else {
            boolean whole = question.get("int64").isPresent();
            boolean found = PatternCheck.matches(side(question, "value", whole), side(question, "pattern", whole));
            assertThat(Value.of(found)).isEqualTo(out);
        }
    }

    private static Value side(ObjectValue question, String name, boolean whole) {
        Value value = question.get(name).orElseThrow();
        return whole ? value : Floats.of(value);
    }
}
