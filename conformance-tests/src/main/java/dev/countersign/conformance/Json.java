package dev.countersign.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.document.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON of a corpus, which is ours and trusted, as plain values and back. */
final class Json {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    /** @throws CorpusException when it is no JSON */
    static Value read(String text) {
        try {
            return value(MAPPER.readTree(text));
        } catch (IOException e) {
            throw new CorpusException("not JSON: " + e.getMessage(), e);
        }
    }

    /** @throws CorpusException when it is no JSON object */
    static Value.ObjectValue readObject(String text) {
        if (read(text) instanceof Value.ObjectValue object) {
            return object;
        }
        throw new CorpusException("not a JSON object");
    }

    static String write(Value value) {
        try {
            return MAPPER.writeValueAsString(node(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Value value(JsonNode node) {
        if (node.isObject()) {
            Map<String, Value> members = new LinkedHashMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), value(member.getValue())));
            return new Value.ObjectValue(members);
        }
        if (node.isArray()) {
            List<Value> items = new ArrayList<>(node.size());
            node.forEach(item -> items.add(value(item)));
            return new Value.ListValue(items);
        }
        if (node.isTextual()) {
            return Value.of(node.textValue());
        }
        if (node.isBoolean()) {
            return Value.of(node.booleanValue());
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return Value.of(node.longValue());
        }
        if (node.isNumber()) {
            return new Value.FloatValue(node.doubleValue());
        }
        return Value.NULL;
    }

    private static JsonNode node(Value value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value instanceof Value.ObjectValue object) {
            ObjectNode node = nodes.objectNode();
            object.members().forEach((key, member) -> node.set(key, node(member)));
            return node;
        }
        if (value instanceof Value.ListValue list) {
            ArrayNode node = nodes.arrayNode();
            list.items().forEach(item -> node.add(node(item)));
            return node;
        }
        if (value instanceof Value.StringValue text) {
            return nodes.textNode(text.value());
        }
        if (value instanceof Value.BooleanValue truth) {
            return nodes.booleanNode(truth.value());
        }
        if (value instanceof Value.IntegerValue whole) {
            return nodes.numberNode(whole.value());
        }
        if (value instanceof Value.FloatValue number) {
            return nodes.numberNode(number.value());
        }
        return nodes.nullNode();
    }

    /** Whether two values are the same as JSON, where 3 and 3.0 are one number. */
    static boolean same(Value one, Value other) {
        if (one instanceof Value.NumberValue a && other instanceof Value.NumberValue b) {
            return one.equals(other) || Double.compare(a.asDouble() + 0.0, b.asDouble() + 0.0) == 0;
        }
        if (one instanceof Value.ListValue a && other instanceof Value.ListValue b) {
            if (a.items().size() != b.items().size()) {
                return false;
            }
            for (int i = 0; i < a.items().size(); i++) {
                if (!same(a.items().get(i), b.items().get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (one instanceof Value.ObjectValue a && other instanceof Value.ObjectValue b) {
            return a.members().keySet().equals(b.members().keySet())
                    && a.members().entrySet().stream().allMatch(member -> b.get(member.getKey())
                            .map(value -> same(member.getValue(), value))
                            .orElse(false));
        }
        return one.equals(other);
    }
}
