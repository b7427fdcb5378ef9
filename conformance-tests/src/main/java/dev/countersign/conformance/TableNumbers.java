package dev.countersign.conformance;

import dev.countersign.document.Value;
import dev.countersign.document.Value.FloatValue;
import dev.countersign.document.Value.IntegerValue;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import java.util.LinkedHashMap;
import java.util.Map;

/** Numbers of tables: floats, unless a line says that Kyverno had int64. */
final class TableNumbers {
    private TableNumbers() {}

    static Value floats(Value value) {
        if (value instanceof IntegerValue number) {
            return new FloatValue(number.asDouble());
        }
        if (value instanceof ListValue list) {
            return new ListValue(list.items().stream().map(TableNumbers::floats).toList());
        }
        if (value instanceof ObjectValue object) {
            Map<String, Value> members = new LinkedHashMap<>();
            object.members().forEach((key, member) -> members.put(key, floats(member)));
            return new ObjectValue(members);
        }
        return value;
    }
}
