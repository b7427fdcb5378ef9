package dev.countersign.policy.read;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes documents from a schema: each holds what must be there, and one value more. */
final class SchemaExamples {
    static final String MARKER = "marker";

    private SchemaExamples() {}

    /** A value without known members, and the way to it. */
    record Leaf(List<Field> way, Schema schema) {
        Field field() {
            return way.get(way.size() - 1);
        }

        boolean hasNoEffect() {
            return way.stream().anyMatch(Field::unused);
        }

        @Override
        public String toString() {
            return String.join(".", way.stream().map(Field::name).toList());
        }
    }

    /** Every leaf below an object. */
    static List<Leaf> leaves(Schema.Node node) {
        List<Leaf> leaves = new ArrayList<>();
        collect(node, List.of(), leaves);
        return leaves;
    }

    private static void collect(Schema schema, List<Field> way, List<Leaf> leaves) {
        if (schema instanceof Schema.Node node) {
            for (Field field : node.fields()) {
                List<Field> further = new ArrayList<>(way);
                further.add(field);
                collect(field.schema(), further, leaves);
            }
        } else if (schema instanceof Schema.ListOf list) {
            collect(list.item(), way, leaves);
        } else if (schema instanceof Schema.MapOf map) {
            collect(map.value(), way, leaves);
        } else {
            leaves.add(new Leaf(way, schema));
        }
    }

    /** An object that holds the leaf with that value. */
    static Value.ObjectValue with(Schema.Node node, Leaf leaf, Value value) {
        return (Value.ObjectValue) build(node, leaf.way(), value);
    }

    /** The same object without the leaf, or with another value where the leaf must be there. */
    static Value.ObjectValue without(Schema.Node node, Leaf leaf) {
        return leaf.field().required()
                ? with(node, leaf, wrapped(leaf.field().schema(), Value.of("other")))
                : (Value.ObjectValue)
                        build(node, leaf.way().subList(0, leaf.way().size() - 1), Value.EMPTY_OBJECT);
    }

    /** A value of a leaf that means something else than its absence. */
    static Value telling(Leaf leaf) {
        return wrapped(leaf.field().schema(), bare(leaf));
    }

    private static Value bare(Leaf leaf) {
        if (leaf.schema() instanceof Schema.Flag) {
            return Value.of(!leaf.field().defaultValue().equals(Optional.of(Value.of(true))));
        }
        if (leaf.schema() instanceof Schema.Whole) {
            return Value.of(7);
        }
        if (leaf.schema() instanceof Schema.RawConditions) {
            return json("{\"all\":[{\"key\":\"marker\",\"operator\":\"Equals\",\"value\":\"x\"}]}");
        }
        if (leaf.schema() instanceof Schema.RawAttestors) {
            return json("{\"entries\":[{\"keys\":{\"publicKeys\":\"marker\"}}]}");
        }
        if (leaf.schema() instanceof Schema.Text text && !text.values().isEmpty()) {
            return Value.of(text.values().get(text.values().size() - 1));
        }
        return Value.of(MARKER);
    }

    private static Value wrapped(Schema schema, Value value) {
        if (schema instanceof Schema.ListOf list) {
            return new Value.ListValue(List.of(wrapped(list.item(), value)));
        }
        if (schema instanceof Schema.MapOf map) {
            return new Value.ObjectValue(Map.of("member", wrapped(map.value(), value)));
        }
        return value;
    }

    private static Value build(Schema schema, List<Field> way, Value end) {
        if (schema instanceof Schema.ListOf list && !way.isEmpty()) {
            return new Value.ListValue(List.of(build(list.item(), way, end)));
        }
        if (schema instanceof Schema.MapOf map && !way.isEmpty()) {
            return new Value.ObjectValue(Map.of("member", build(map.value(), way, end)));
        }
        if (!(schema instanceof Schema.Node node)) {
            return way.isEmpty() && !end.equals(Value.EMPTY_OBJECT) ? end : minimal(schema);
        }
        Map<String, Value> members = new LinkedHashMap<>();
        String next = way.isEmpty() ? "" : way.get(0).name();
        boolean chosen = node.exactlyOne().contains(next);
        for (Field field : node.fields()) {
            if (field.name().equals(next)) {
                boolean last = way.size() == 1 && !end.equals(Value.EMPTY_OBJECT);
                members.put(next, last ? end : build(field.schema(), way.subList(1, way.size()), end));
            } else if (field.required()
                    || !chosen
                            && !node.exactlyOne().isEmpty()
                            && field.name().equals(node.exactlyOne().get(0))) {
                members.put(field.name(), minimal(field.schema()));
            }
        }
        return new Value.ObjectValue(members);
    }

    private static Value minimal(Schema schema) {
        if (schema instanceof Schema.Node) {
            return build(schema, List.of(), Value.EMPTY_OBJECT);
        }
        if (schema instanceof Schema.ListOf list) {
            return new Value.ListValue(List.of(minimal(list.item())));
        }
        return schema instanceof Schema.MapOf ? Value.EMPTY_OBJECT : Value.of("x");
    }

    static Value.ObjectValue json(String text) {
        return (Value.ObjectValue)
                DocumentReader.readJson("test", text.getBytes(StandardCharsets.UTF_8), DocumentLimits.POLICIES)
                        .value()
                        .orElseThrow();
    }

    /** A document of that kind with that spec, as JSON. */
    static byte[] document(String apiVersion, String kind, Value spec) {
        return ("{\"apiVersion\":\"" + apiVersion + "\",\"kind\":\"" + kind
                        + "\",\"metadata\":{\"name\":\"example\"},\"spec\":" + JsonText.inOrder(spec) + "}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
