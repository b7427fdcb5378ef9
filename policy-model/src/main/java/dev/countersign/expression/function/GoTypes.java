package dev.countersign.expression.function;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Go knows of the values of one search and JSON does not: which empty object is an expression reference, which list
 * is not a {@code []interface{}}, and which list was sorted where it lies. Values are known here by their identity, so
 * that each of them is an ordinary value wherever nobody asks. Used by one thread.
 */
public final class GoTypes {
    private final Map<Value, Expression> references = new IdentityHashMap<>(0);
    private final Map<Value, Boolean> objectLists = new IdentityHashMap<>(0);
    private final Map<Value, Boolean> ints = new IdentityHashMap<>(0);
    private final Map<Value, List<Value>> sorted = new IdentityHashMap<>(0);

    /** A value that stands for an expression; as JSON it is an empty object. */
    public ObjectValue reference(Expression expression) {
        ObjectValue reference = new ObjectValue(Map.of());
        references.put(reference, expression);
        return reference;
    }

    /** The expression that a value stands for. */
    public @Nullable Expression expression(Value value) {
        return references.isEmpty() ? null : references.get(value);
    }

    /** A list of Go's type {@code []map[string]interface{}}, which many functions do not take for a list. */
    public ListValue objectList(List<? extends Value> objects) {
        ListValue list = new ListValue(List.copyOf(objects));
        objectLists.put(list, true);
        return list;
    }

    /** A value as an object of Go's type {@code map[string]interface{}}. */
    public @Nullable ObjectValue object(Value value) {
        return value instanceof ObjectValue object && expression(value) == null ? object : null;
    }

    /** A value as a list of Go's type {@code []interface{}}. */
    public @Nullable ListValue list(Value value) {
        return value instanceof ListValue list && !isObjectList(value) ? list : null;
    }

    /** Whether a value is a list that {@link #objectList} made. */
    public boolean isObjectList(Value value) {
        return !objectLists.isEmpty() && objectLists.containsKey(value);
    }

    /** A whole number of Go's type int, which equals no int64. */
    Value.IntegerValue integer(long number) {
        Value.IntegerValue integer = Value.of(number);
        ints.put(integer, true);
        return integer;
    }

    /** Whether a value is a number that {@link #integer} made. */
    boolean isInt(Value value) {
        return !ints.isEmpty() && ints.containsKey(value);
    }

    /** The items of a list in their present order. */
    List<Value> items(ListValue list) {
        return sorted.isEmpty() ? list.items() : sorted.getOrDefault(list, list.items());
    }

    /** Changes the order of a list for everybody who holds it. */
    void sort(ListValue list, List<Value> items) {
        sorted.put(list, items);
    }

    boolean hasSorted() {
        return !sorted.isEmpty();
    }
}
