package dev.countersign.conformance;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.expression.condition.ConditionCheck;
import dev.countersign.expression.condition.ConditionException;
import dev.countersign.expression.condition.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code conditions.jsonl}: which operators hold for a key and a value, or whether one does. */
final class ConditionTable implements TableRunner {
    private static final List<String> OPERATORS = List.of(
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

    @Override
    public String file() {
        return "conditions.jsonl";
    }

    @Override
    public TableAnswer answer(ObjectValue question) {
        Value key = side(question, "key");
        Value value = side(question, "value");
        Optional<String> name = question.text("operator");
        if (name.isPresent()) {
            Optional<Operator> operator = Operator.named(name.get());
            return TableAnswer.of(operator.isEmpty() ? "unknown" : String.valueOf(holds(key, operator.get(), value)));
        }
        List<String> holding = new ArrayList<>();
        for (String one : OPERATORS) {
            if (Operator.named(one)
                    .filter(operator -> holds(key, operator, value))
                    .isPresent()) {
                holding.add(one);
            }
        }
        return new TableAnswer.Out(Value.ofTexts(holding));
    }

    private static Value side(ObjectValue question, String name) {
        Value value = question.get(name).orElse(Value.NULL);
        boolean whole = question.get("int64").orElse(Value.NULL) instanceof ListValue sides
                && sides.items().contains(Value.of(name));
        return whole ? value : TableNumbers.floats(value);
    }

    private static boolean holds(Value key, Operator operator, Value value) {
        try {
            return ConditionCheck.holds(key, operator, value);
        } catch (ConditionException kyvernoCrashes) {
            return false;
        }
    }
}
