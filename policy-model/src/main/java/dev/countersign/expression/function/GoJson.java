package dev.countersign.expression.function;

import dev.countersign.document.JsonReading;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Go's ways with JSON. Stateless and thread-safe. */
public final class GoJson {
    private GoJson() {}

    /**
     * The value as Go's {@code json.Unmarshal} makes it: every number a float64. Recursive: for values that a reader has
     * bounded.
     */
    public static Value floats(Value value) {
        if (value instanceof Value.IntegerValue number) {
            return new Value.FloatValue(number.value());
        }
        if (value instanceof ListValue list) {
            List<Value> items = new ArrayList<>(list.items().size());
            list.items().forEach(item -> items.add(floats(item)));
            return new ListValue(items);
        }
        if (value instanceof ObjectValue object) {
            Map<String, Value> members = new LinkedHashMap<>();
            object.members().forEach((key, member) -> members.put(key, floats(member)));
            return new ObjectValue(members);
        }
        return value;
    }

    /** Why a text is no JSON: Go's text, or ours where a bound of ours refuses it. */
    public static String error(JsonReading reading) {
        return reading.goError()
                .orElseGet(() -> reading.issues().isEmpty()
                        ? "the text is not JSON"
                        : reading.issues().get(0).message());
    }
}
