package dev.countersign.verify.entity;

import dev.countersign.document.Value;
import dev.countersign.verify.entity.JsonValue.JsonArray;
import dev.countersign.verify.entity.JsonValue.JsonBoolean;
import dev.countersign.verify.entity.JsonValue.JsonNull;
import dev.countersign.verify.entity.JsonValue.JsonNumber;
import dev.countersign.verify.entity.JsonValue.JsonObject;
import dev.countersign.verify.entity.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON into a map as Go does ({@code map[string]any}): every number is a float64, the last of two names counts. Stateless. */
public final class GoMap {
    /** How deep arrays and objects may nest; Go's own bound is 10 000. */
    public static final int MAX_DEPTH = 500;

    private GoMap() {}

    /**
     * The object that a text holds; {@code null} gives an empty one.
     *
     * @throws MalformedEntityException in Go's words
     */
    public static Value.ObjectValue object(byte[] text) throws MalformedEntityException {
        JsonValue root = GoJson.unmarshal(text);
        if (root instanceof JsonNull) {
            return Value.EMPTY_OBJECT;
        }
        if (root instanceof JsonObject object) {
            return object(object, 1);
        }
        throw new MalformedEntityException(
                "json: cannot unmarshal " + root.goName() + " into Go value of type map[string]interface {}");
    }

    private static Value.ObjectValue object(JsonObject object, int depth) throws MalformedEntityException {
        Map<String, Value> members = new LinkedHashMap<>();
        for (JsonValue.Member member : object.members()) {
            members.put(member.name(), value(member.value(), depth));
        }
        return new Value.ObjectValue(members);
    }

    private static Value value(JsonValue value, int depth) throws MalformedEntityException {
        if (depth == MAX_DEPTH) {
            throw new MalformedEntityException("exceeded max depth");
        }
        if (value instanceof JsonObject object) {
            return object(object, depth + 1);
        }
        if (value instanceof JsonArray array) {
            List<Value> items = new ArrayList<>();
            for (JsonValue element : array.elements()) {
                items.add(value(element, depth + 1));
            }
            return new Value.ListValue(items);
        }
        if (value instanceof JsonString text) {
            return Value.of(text.value());
        }
        if (value instanceof JsonBoolean truth) {
            return Value.of(truth.value());
        }
        return value instanceof JsonNumber number ? number(number.literal()) : Value.NULL;
    }

    private static Value number(String literal) throws MalformedEntityException {
        double number = Double.parseDouble(literal);
        if (Double.isInfinite(number)) {
            throw new MalformedEntityException(
                    "json: cannot unmarshal number " + literal + " into Go value of type float64");
        }
        return new Value.FloatValue(number);
    }
}
