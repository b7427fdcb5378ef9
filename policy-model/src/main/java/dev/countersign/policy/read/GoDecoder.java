package dev.countersign.policy.read;

import dev.countersign.document.Value;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a nested attestor set as Go's encoding/json reads it into Kyverno's types: unknown members are passed over, no
 * default is filled in, and the first value of a wrong kind gives Go's own words. Confined to one thread.
 */
final class GoDecoder {
    private static final Map<Schema, String> TYPES = types();

    private final List<String> path = new ArrayList<>();

    private GoDecoder() {}

    /** A value does not fit the type; the message is Go's. */
    static final class MismatchException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String text;

        MismatchException(String text) {
            super(text, null, false, false);
            this.text = text;
        }

        /** Go's words. */
        String text() {
            return text;
        }
    }

    private static Map<Schema, String> types() {
        Map<Schema, String> types = new IdentityHashMap<>();
        types.put(AttestorsSchema.SET, "AttestorSet");
        types.put(AttestorsSchema.ATTESTOR, "Attestor");
        types.put(AttestorsSchema.KEYS, "StaticKeyAttestor");
        types.put(AttestorsSchema.CERTIFICATES, "CertificateAttestor");
        types.put(AttestorsSchema.KEYLESS, "KeylessAttestor");
        types.put(AttestorsSchema.SECRET, "SecretReference");
        types.put(AttestorsSchema.REKOR, "Rekor");
        types.put(AttestorsSchema.CTLOG, "CTLog");
        return types;
    }

    /** The set with its known members. */
    static Value.ObjectValue attestorSet(Value raw) throws MismatchException {
        return raw instanceof Value.NullValue
                ? Value.EMPTY_OBJECT
                : (Value.ObjectValue) new GoDecoder().decode(raw, AttestorsSchema.SET, "");
    }

    private Value decode(Value value, Schema schema, String struct) throws MismatchException {
        if (schema instanceof Schema.Node node && value instanceof Value.ObjectValue object) {
            return object(object, node);
        }
        if (schema instanceof Schema.ListOf list && value instanceof Value.ListValue items) {
            List<Value> read = new ArrayList<>(items.items().size());
            for (Value item : items.items()) {
                read.add(item instanceof Value.NullValue ? Value.EMPTY_OBJECT : decode(item, list.item(), struct));
            }
            return new Value.ListValue(read);
        }
        if (schema instanceof Schema.MapOf map && value instanceof Value.ObjectValue object) {
            Map<String, Value> read = new LinkedHashMap<>();
            for (Map.Entry<String, Value> member : sorted(object)) {
                Value found = member.getValue();
                read.put(
                        member.getKey(),
                        found instanceof Value.NullValue ? Value.of("") : decode(found, map.value(), struct));
            }
            return new Value.ObjectValue(read);
        }
        if (schema instanceof Schema.Text && value instanceof Value.StringValue
                || schema instanceof Schema.Flag && value instanceof Value.BooleanValue
                || schema instanceof Schema.Whole && value instanceof Value.IntegerValue
                || schema instanceof Schema.RawAttestors) {
            return value;
        }
        throw mismatch(value, schema, struct);
    }

    private Value.ObjectValue object(Value.ObjectValue object, Schema.Node schema) throws MismatchException {
        String struct = TYPES.getOrDefault(schema, "");
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
            read.put(field.name(), decode(member.getValue(), field.schema(), struct));
            path.remove(path.size() - 1);
        }
        return new Value.ObjectValue(read);
    }

    private static List<Map.Entry<String, Value>> sorted(Value.ObjectValue object) {
        return object.members().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(GoJson.BY_BYTES))
                .toList();
    }

    private MismatchException mismatch(Value value, Schema schema, String struct) {
        String found = GoText.decoderType(value);
        if (schema instanceof Schema.Whole && value instanceof Value.NumberValue number) {
            found += " " + GoText.number(number);
        }
        String where = path.isEmpty() ? "Go value" : "Go struct field " + struct + "." + String.join(".", path);
        return new MismatchException("json: cannot unmarshal " + found + " into " + where + " of type " + type(schema));
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
        return schema instanceof Schema.Node ? "v1." + TYPES.getOrDefault(schema, "") : "string";
    }
}
