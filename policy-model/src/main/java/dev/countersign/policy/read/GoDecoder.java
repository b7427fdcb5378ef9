package dev.countersign.policy.read;

import dev.countersign.document.GoText;
import dev.countersign.document.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON as Go's encoding/json reads it into Kyverno's types: unknown members are passed over, no default is filled
 * in, and the first value of a wrong kind gives Go's own words. Confined to one thread.
 */
final class GoDecoder {
    private final List<String> path = new ArrayList<>();

    private GoDecoder() {}

    /** The attestor set that a nested {@code attestor} says, with its known members. */
    static Value.ObjectValue attestorSet(Value raw) throws JsonMismatchException {
        return raw instanceof Value.NullValue ? Value.EMPTY_OBJECT : decode(raw, AttestorsSchema.SET);
    }

    /** The known members of a value. */
    static Value.ObjectValue decode(Value value, Schema.Node schema) throws JsonMismatchException {
        GoDecoder decoder = new GoDecoder();
        if (value instanceof Value.ObjectValue object) {
            return decoder.object(object, schema);
        }
        throw decoder.mismatch(value, schema, "");
    }

    private Value value(Value value, Schema schema, String struct) throws JsonMismatchException {
        if (schema instanceof Schema.Node node && value instanceof Value.ObjectValue object) {
            return object(object, node);
        }
        if (schema instanceof Schema.ListOf list && value instanceof Value.ListValue items) {
            List<Value> read = new ArrayList<>(items.items().size());
            for (Value item : items.items()) {
                read.add(item instanceof Value.NullValue ? zero(list.item()) : value(item, list.item(), struct));
            }
            return new Value.ListValue(read);
        }
        if (schema instanceof Schema.MapOf map && value instanceof Value.ObjectValue object) {
            Map<String, Value> read = new LinkedHashMap<>();
            for (Map.Entry<String, Value> member : sorted(object)) {
                Value found = member.getValue();
                read.put(
                        member.getKey(),
                        found instanceof Value.NullValue ? zero(map.value()) : value(found, map.value(), struct));
            }
            return new Value.ObjectValue(read);
        }
        if (schema instanceof Schema.RawConditions) {
            return conditions(value);
        }
        if (schema instanceof Schema.Text && value instanceof Value.StringValue
                || schema instanceof Schema.Flag && value instanceof Value.BooleanValue
                || schema instanceof Schema.Whole && value instanceof Value.IntegerValue
                || schema instanceof Schema.Anything
                || schema instanceof Schema.RawAttestors) {
            return value;
        }
        throw mismatch(value, schema, struct);
    }

    private Value.ObjectValue object(Value.ObjectValue object, Schema.Node schema) throws JsonMismatchException {
        Map<String, Value> read = new LinkedHashMap<>();
        for (Map.Entry<String, Value> member : sorted(object)) {
            Field field = GoMembers.field(schema, member.getKey()).orElse(null);
            if (field == null) {
                continue;
            }
            if (member.getValue() instanceof Value.NullValue) {
                // A null clears a pointer, a list or a map, and leaves a text or a flag as it was.
                if (!(field.schema() instanceof Schema.Text || field.schema() instanceof Schema.Flag)) {
                    read.remove(field.name());
                }
                continue;
            }
            path.add(field.name());
            read.put(field.name(), value(member.getValue(), field.schema(), schema.goType()));
            path.remove(path.size() - 1);
        }
        return new Value.ObjectValue(read);
    }

    /** Conditions: a list of them is tried first; why neither form fits is lost. */
    private static Value conditions(Value value) throws JsonMismatchException {
        GoDecoder decoder = new GoDecoder();
        try {
            return decoder.value(
                    value,
                    value instanceof Value.ListValue
                            ? new Schema.ListOf(ConditionsSchema.LOOSE_CONDITION)
                            : ConditionsSchema.LOOSE,
                    "");
        } catch (JsonMismatchException neither) {
            throw new JsonMismatchException("failed to unmarshal Conditions");
        }
    }

    private static Value zero(Schema schema) {
        if (schema instanceof Schema.Text) {
            return Value.of("");
        }
        if (schema instanceof Schema.ListOf) {
            return new Value.ListValue(List.of());
        }
        return schema instanceof Schema.Node ? Value.EMPTY_OBJECT : Value.NULL;
    }

    private static List<Map.Entry<String, Value>> sorted(Value.ObjectValue object) {
        return object.members().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(GoText.BY_BYTES))
                .toList();
    }

    private JsonMismatchException mismatch(Value value, Schema schema, String struct) {
        String found = GoWords.decoderType(value);
        if (schema instanceof Schema.Whole && value instanceof Value.NumberValue number) {
            found += " " + GoWords.number(number);
        }
        String where = path.isEmpty() ? "Go value" : "Go struct field " + struct + "." + String.join(".", path);
        return new JsonMismatchException(
                "json: cannot unmarshal " + found + " into " + where + " of type " + type(schema));
    }

    private static String type(Schema schema) {
        if (schema instanceof Schema.ListOf list) {
            return "[]" + type(list.item());
        }
        if (schema instanceof Schema.MapOf map) {
            return "map[string]" + type(map.value());
        }
        if (schema instanceof Schema.Whole) {
            return "int";
        }
        if (schema instanceof Schema.Flag) {
            return "bool";
        }
        return schema instanceof Schema.Node node ? "v1." + node.goType() : "string";
    }
}
