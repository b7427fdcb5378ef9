package dev.countersign.expression.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.document.TestVectors;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.expression.Floats;
import dev.countersign.expression.function.FunctionContext;
import dev.countersign.expression.substitution.ContextVariables;
import dev.countersign.expression.substitution.Substitution;
import dev.countersign.expression.substitution.Substitutor;
import dev.countersign.policy.Conditions;
import dev.countersign.policy.Conditions.AnyAllConditions;
import dev.countersign.policy.Conditions.Condition;
import dev.countersign.policy.Conditions.ConditionList;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Preconditions and attestation conditions with the answers of Kyverno 1.19.1. */
class ConditionListVectorsTest {
    static List<ObjectValue> lists() {
        return TestVectors.read(ConditionListVectorsTest.class, "condition-lists.jsonl");
    }

    @ParameterizedTest
    @MethodSource("lists")
    void conditions_come_to_kyverno_s_result_message_or_error(ObjectValue vector) throws ConditionException {
        ObjectValue question = vector.object("in").orElseThrow();
        if (vector.text("error").isPresent()) {
            assertThatThrownBy(() -> evaluate(question))
                    .isInstanceOf(ConditionException.class)
                    .hasMessage(vector.text("error").get());
        } else {
            ConditionResult result = evaluate(question);
            ObjectValue out = vector.object("out").orElseThrow();
            assertThat(Value.of(result.holds())).isEqualTo(out.get("result").orElseThrow());
            assertThat(result.message()).isEqualTo(out.text("message").orElseThrow());
        }
    }

    private static ConditionResult evaluate(ObjectValue question) throws ConditionException {
        Value context = Floats.of(question.get("context").orElse(Value.EMPTY_OBJECT));
        FunctionContext functions =
                FunctionContext.of(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), RandomGenerator.getDefault());
        Substitution substitution = new Substitutor(new ContextVariables(context, functions));
        List<Value> items = question.list("conditions");
        if (question.text("kind").equals(Optional.of("attestation"))) {
            return AttestationConditions.evaluate(
                    items.stream().map(ConditionListVectorsTest::block).toList(), substitution);
        }
        Conditions conditions = question.object("conditions").isPresent()
                ? block(question.object("conditions").get())
                : new ConditionList(conditions(items));
        return ConditionBlock.evaluate(conditions, substitution);
    }

    private static AnyAllConditions block(Value value) {
        ObjectValue object = object(value);
        return new AnyAllConditions(list(object, "any"), list(object, "all"));
    }

    private static Optional<List<Condition>> list(ObjectValue block, String name) {
        return block.get(name)
                .or(() -> block.get(name.toUpperCase(Locale.ROOT)))
                .filter(value -> !value.equals(Value.NULL))
                .map(value -> conditions(((Value.ListValue) value).items()));
    }

    private static List<Condition> conditions(List<Value> items) {
        return items.stream()
                .map(ConditionListVectorsTest::object)
                .map(condition -> new Condition(
                        condition.get("key"),
                        condition.text("operator").orElse(""),
                        condition.get("value"),
                        condition.text("message").orElse("")))
                .toList();
    }

    private static ObjectValue object(Value value) {
        return value instanceof ObjectValue object ? object : new ObjectValue(Map.of());
    }
}
