package dev.countersign.policy.read;

import dev.countersign.document.GoText;
import dev.countersign.document.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Kyverno's own types look like as JSON: their order of members, and what they leave out. */
final class GoJson {
    private GoJson() {}

    /** A checked value as Kyverno would write it. */
    static Value of(Value value, Schema schema) {
        if (schema instanceof Schema.Node node) {
            return value instanceof Value.ObjectValue object ? object(object, node) : value;
        }
        if (schema instanceof Schema.ListOf list) {
            return value instanceof Value.ListValue items ? list(items, list.item()) : value;
        }
        if (schema instanceof Schema.RawConditions) {
            return value instanceof Value.ListValue items
                    ? list(items, ConditionsSchema.LOOSE_CONDITION)
                    : of(value, ConditionsSchema.LOOSE);
        }
        if (schema instanceof Schema.MapOf map && value instanceof Value.ObjectValue object) {
            Map<String, Value> written = new LinkedHashMap<>();
            object.members().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey(GoText.BY_BYTES))
                    .forEach(member -> written.put(member.getKey(), of(member.getValue(), map.value())));
            return new Value.ObjectValue(written);
        }
        return sorted(value);
    }

    /** An object with known members as Kyverno would write it. */
    static Value.ObjectValue object(Value.ObjectValue object, Schema.Node schema) {
        Map<String, Value> written = new LinkedHashMap<>();
        for (Field field : schema.fields()) {
            Optional<Value> value = object.get(field.name());
            if (value.isPresent()
                    ? field.written() != Field.Written.UNLESS_EMPTY || !isEmpty(value.get())
                    : field.written() == Field.Written.ALWAYS) {
                written.put(
                        field.name(),
                        value.map(found -> of(found, field.schema())).orElseGet(() -> zero(field.schema())));
            }
        }
        return new Value.ObjectValue(written);
    }

    private static Value list(Value.ListValue items, Schema item) {
        List<Value> written = new ArrayList<>(items.items().size());
        items.items().forEach(value -> written.add(of(value, item)));
        return new Value.ListValue(written);
    }

    /** Go's zero value. */
    private static Value zero(Schema schema) {
        if (schema instanceof Schema.Text) {
            return Value.of("");
        }
        if (schema instanceof Schema.Flag) {
            return Value.of(false);
        }
        return schema instanceof Schema.Node node ? object(Value.EMPTY_OBJECT, node) : Value.NULL;
    }

    private static boolean isEmpty(Value value) {
        return value instanceof Value.StringValue text && text.value().isEmpty()
                || value instanceof Value.BooleanValue flag && !flag.value()
                || value instanceof Value.ListValue list && list.items().isEmpty()
                || value instanceof Value.ObjectValue object && object.members().isEmpty();
    }

    /** Any JSON with the members of all objects sorted, as Go writes its maps. */
    static Value sorted(Value value) {
        if (value instanceof Value.ListValue list) {
            return new Value.ListValue(list.items().stream().map(GoJson::sorted).toList());
        }
        if (value instanceof Value.ObjectValue object) {
            Map<String, Value> members = new LinkedHashMap<>();
            object.members().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey(GoText.BY_BYTES))
                    .forEach(member -> members.put(member.getKey(), sorted(member.getValue())));
            return new Value.ObjectValue(members);
        }
        return value;
    }
}
