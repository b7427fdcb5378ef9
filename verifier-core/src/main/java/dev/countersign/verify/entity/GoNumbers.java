package dev.countersign.verify.entity;

import dev.countersign.verify.entity.JsonValue.JsonArray;
import dev.countersign.verify.entity.JsonValue.JsonNumber;
import dev.countersign.verify.entity.JsonValue.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;

/** Numbers of any JSON, which Go's {@code encoding/json} reads as float64 wherever no other type is asked for. Stateless. */
final class GoNumbers {
    private GoNumbers() {}

    /**
     * Makes sure that float64 holds every number in a value, on any level. Nesting is followed on the heap, so that no text can exhaust
     * the stack.
     *
     * @param into what Go calls the place that the value is read into: {@code Go struct field Statement.predicate}
     * @throws MalformedEntityException in Go's words for the first number that is too large
     */
    static void requireFloat64(JsonValue value, String into) throws MalformedEntityException {
        Deque<JsonValue> open = new ArrayDeque<>();
        open.push(value);
        while (!open.isEmpty()) {
            JsonValue next = open.pop();
            if (next instanceof JsonNumber number) {
                requireFloat64(number.literal(), into);
            } else if (next instanceof JsonArray array) {
                for (int i = array.elements().size() - 1; i >= 0; i--) {
                    open.push(array.elements().get(i));
                }
            } else if (next instanceof JsonObject object) {
                for (int i = object.members().size() - 1; i >= 0; i--) {
                    open.push(object.members().get(i).value());
                }
            }
        }
    }

    private static void requireFloat64(String literal, String into) throws MalformedEntityException {
        if (Double.isInfinite(Double.parseDouble(literal))) {
            throw new MalformedEntityException(
                    "json: cannot unmarshal number " + literal + " into " + into + " of type float64");
        }
    }
}
