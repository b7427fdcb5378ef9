package dev.countersign.policy.write;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects the members of an object in order. Confined to one thread. */
final class Members {
    private final Map<String, Value> members = new LinkedHashMap<>();

    void put(String name, Value value) {
        members.put(name, value);
    }

    /** A text, unless it is empty. */
    void text(String name, String value) {
        if (!value.isEmpty()) {
            put(name, Value.of(value));
        }
    }

    /** A switch, unless it has its default. */
    void flag(String name, boolean value, boolean defaultValue) {
        if (value != defaultValue) {
            put(name, Value.of(value));
        }
    }

    /** A list, unless it is empty. */
    void list(String name, List<? extends Value> items) {
        if (!items.isEmpty()) {
            put(name, new Value.ListValue(List.copyOf(items)));
        }
    }

    /** Texts by name, sorted, unless there are none. */
    void texts(String name, Map<String, String> texts) {
        if (!texts.isEmpty()) {
            Map<String, Value> values = new TreeMap<>();
            texts.forEach((key, text) -> values.put(key, Value.of(text)));
            put(name, new ObjectValue(values));
        }
    }

    ObjectValue object() {
        return new ObjectValue(members);
    }
}
