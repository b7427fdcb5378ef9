package dev.countersign.expression;

import dev.countersign.document.Value;
import dev.countersign.document.Value.FloatValue;
import dev.countersign.document.Value.IntegerValue;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import java.util.LinkedHashMap;
import java.util.Map;

/** Numbers of test vectors, which are Go's float64 unless a vector says otherwise. */
public final class Floats {
    private Floats() {}

    /** The value with every number as a float. */
    public static Value of(Value value) {
        if (value instanceof IntegerValue number) {
            return new FloatValue(number.asDouble());
        }
        if (value instanceof ListValue list) {
            return new ListValue(list.items().stream().map(Floats::of).toList());
        }
        if (value instanceof ObjectValue object) {
            Map<String, Value> members = new LinkedHashMap<>();
            object.members().forEach((key, member) -> members.put(key, of(member)));
            return new ObjectValue(members);
        }
        return value;
    }
}
