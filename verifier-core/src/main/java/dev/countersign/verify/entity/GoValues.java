package dev.countersign.verify.entity;

import dev.countersign.document.Value;
import dev.countersign.verify.entity.JsonValue.JsonArray;
import dev.countersign.verify.entity.JsonValue.JsonBoolean;
import dev.countersign.verify.entity.JsonValue.JsonNull;
import dev.countersign.verify.entity.JsonValue.JsonNumber;
import dev.countersign.verify.entity.JsonValue.JsonObject;
import dev.countersign.verify.entity.JsonValue.JsonString;
import dev.countersign.verify.entity.JsonValue.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as values of the expression language: what Go's {@code encoding/json} makes of a text without a type, so that every number is a
 * float64. Follows nesting by recursion: the reader of the text bounds it.
 */
public final class GoValues {
    private final boolean distinct;

    private GoValues(boolean distinct) {
        this.distinct = distinct;
    }

    /**
     * The value; of members with the same name the last counts.
     *
     * @throws MalformedEntityException in Go's words for a number beyond float64
     */
    public static Value of(JsonValue json) throws MalformedEntityException {
        return new GoValues(false).value(json);
    }

    /**
     * The value, in which no name may stand twice in one object.
     *
     * @throws MalformedEntityException for a repeated name, or a number beyond float64
     */
    public static Value ofDistinct(JsonValue json) throws MalformedEntityException {
        return new GoValues(true).value(json);
    }

    private Value value(JsonValue json) throws MalformedEntityException {
        if (json instanceof JsonNull) {
            return Value.NULL;
        }
        if (json instanceof JsonBoolean truth) {
            return Value.of(truth.value());
        }
        if (json instanceof JsonString text) {
            return Value.of(text.value());
        }
        if (json instanceof JsonNumber number) {
            double value = Double.parseDouble(number.literal());
            if (Double.isInfinite(value)) {
                throw new MalformedEntityException(
                        "json: cannot unmarshal number " + number.literal() + " into Go value of type float64");
            }
            return new Value.FloatValue(value);
        }
        if (json instanceof JsonArray array) {
            List<Value> items = new ArrayList<>(array.elements().size());
            for (JsonValue element : array.elements()) {
                items.add(value(element));
            }
            return new Value.ListValue(items);
        }
        Map<String, Value> members = new LinkedHashMap<>();
        for (Member member : ((JsonObject) json).members()) {
            if (members.put(member.name(), value(member.value())) != null && distinct) {
                throw new MalformedEntityException("repeated name in an object");
            }
        }
        return new Value.ObjectValue(members);
    }
}
