package dev.countersign.conformance;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.NullValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.document.Value.StringValue;
import dev.countersign.expression.condition.AttestationConditions;
import dev.countersign.expression.condition.ConditionBlock;
import dev.countersign.expression.condition.ConditionException;
import dev.countersign.expression.condition.ConditionResult;
import dev.countersign.expression.substitution.Substitution;
import dev.countersign.policy.Conditions;
import dev.countersign.policy.Conditions.AnyAllConditions;
import dev.countersign.policy.Conditions.Condition;
import dev.countersign.policy.Conditions.ConditionList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code condition-lists.jsonl}: preconditions and attestation conditions with their messages. */
final class ConditionListTable implements TableRunner {
    @Override
    public String file() {
        return "condition-lists.jsonl";
    }

    @Override
    public TableAnswer answer(ObjectValue question) {
        Value conditions = question.get("conditions").orElse(Value.NULL);
        Substitution substitution =
                SubstitutionTable.substitutor(question.get("context").orElse(Value.EMPTY_OBJECT));
        try {
            ConditionResult result;
            if (question.text("kind").equals(Optional.of("attestation"))) {
                result = AttestationConditions.evaluate(attestation(conditions), substitution);
            } else {
                result = ConditionBlock.evaluate(preconditions(conditions), substitution);
            }
            return new TableAnswer.Out(
                    new ObjectValue(Map.of("result", Value.of(result.holds()), "message", Value.of(result.message()))));
        } catch (ConditionException | Unreadable e) {
            return new TableAnswer.Failed(String.valueOf(e.getMessage()));
        }
    }

    /** Conditions that Go's JSON reader refuses. */
    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }

        static Unreadable json(Value found, String place) {
            String kind = found instanceof StringValue
                    ? "string"
                    : found instanceof ListValue
                            ? "array"
                            : found instanceof ObjectValue
                                    ? "object"
                                    : found instanceof Value.BooleanValue ? "bool" : "number";
            return new Unreadable("json: cannot unmarshal " + kind + " into " + place);
        }
    }

    private static Conditions preconditions(Value value) throws Unreadable {
        try {
            return value instanceof ListValue list ? new ConditionList(conditions(list, "")) : block(value);
        } catch (Unreadable e) {
            throw new Unreadable("failed to unmarshal Conditions");
        }
    }

    private static List<AnyAllConditions> attestation(Value value) throws Unreadable {
        List<AnyAllConditions> blocks = new ArrayList<>();
        for (Value item : value instanceof ListValue list ? list.items() : List.<Value>of()) {
            blocks.add(block(item));
        }
        return blocks;
    }

    private static AnyAllConditions block(Value value) throws Unreadable {
        if (value instanceof NullValue) {
            return new AnyAllConditions(Optional.empty(), Optional.empty());
        }
        if (!(value instanceof ObjectValue object)) {
            throw Unreadable.json(value, "Go value of type v1.AnyAllConditions");
        }
        return new AnyAllConditions(list(object, "any"), list(object, "all"));
    }

    private static Optional<List<Condition>> list(ObjectValue block, String name) throws Unreadable {
        Value value = member(block, name).orElse(Value.NULL);
        if (value instanceof NullValue) {
            return Optional.empty();
        }
        if (value instanceof ListValue list) {
            return Optional.of(conditions(list, "AnyAllConditions." + name));
        }
        throw Unreadable.json(value, "Go struct field AnyAllConditions." + name + " of type []v1.Condition");
    }

    private static List<Condition> conditions(ListValue list, String place) throws Unreadable {
        List<Condition> conditions = new ArrayList<>();
        for (Value item : list.items()) {
            if (!(item instanceof ObjectValue) && !(item instanceof NullValue)) {
                throw Unreadable.json(item, "Go struct field " + place + " of type v1.Condition");
            }
            ObjectValue condition = item instanceof ObjectValue object ? object : Value.EMPTY_OBJECT;
            conditions.add(new Condition(
                    member(condition, "key"),
                    text(condition, "operator", place),
                    member(condition, "value"),
                    text(condition, "message", place)));
        }
        return conditions;
    }

    private static String text(ObjectValue condition, String name, String place) throws Unreadable {
        Value value = member(condition, name).orElse(Value.NULL);
        if (value instanceof StringValue text) {
            return text.value();
        }
        if (value instanceof NullValue) {
            return "";
        }
        throw Unreadable.json(value, "Go struct field " + place + "." + name + " of type string");
    }

    /** Go finds members whatever their upper and lower case. */
    private static Optional<Value> member(ObjectValue object, String name) {
        return object.get(name).or(() -> object.members().entrySet().stream()
                .filter(member -> member.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst());
    }
}
