package dev.countersign.conformance;

import dev.countersign.admission.PatchOperation;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Applies the operations {@code add} and {@code replace} of a JSON patch (RFC 6902), which is all that a webhook answers here. */
final class JsonPatch {
    private JsonPatch() {}

    /** @throws IllegalArgumentException when an operation does not fit the object */
    static Value apply(Value object, List<PatchOperation> patch) {
        Value changed = object;
        for (PatchOperation operation : patch) {
            changed = set(changed, operation, operation.path());
        }
        return changed;
    }

    private static Value set(Value at, PatchOperation operation, String rest) {
        if (rest.isEmpty()) {
            return operation.value();
        }
        if (!rest.startsWith("/")) {
            throw misfit(operation);
        }
        int end = rest.indexOf('/', 1);
        String name = (end < 0 ? rest.substring(1) : rest.substring(1, end))
                .replace("~1", "/")
                .replace("~0", "~");
        String below = end < 0 ? "" : rest.substring(end);
        boolean here = below.isEmpty();
        if (at instanceof ObjectValue object) {
            if (!object.members().containsKey(name) && (!here || operation.op().equals("replace"))) {
                throw misfit(operation);
            }
            Value member = object.members().getOrDefault(name, Value.NULL);
            return object.with(name, here ? operation.value() : set(member, operation, below));
        }
        if (at instanceof ListValue list) {
            return new ListValue(item(list.items(), name, below, operation));
        }
        throw misfit(operation);
    }

    private static List<Value> item(List<Value> items, String name, String below, PatchOperation operation) {
        List<Value> changed = new ArrayList<>(items);
        boolean add = below.isEmpty() && operation.op().equals("add");
        int index = name.equals("-") ? items.size() : name.matches("0|[1-9]\\d{0,8}") ? Integer.parseInt(name) : -1;
        if (index < 0 || index > items.size() || !add && index == items.size()) {
            throw misfit(operation);
        }
        if (add) {
            changed.add(index, operation.value());
        } else {
            changed.set(index, below.isEmpty() ? operation.value() : set(items.get(index), operation, below));
        }
        return changed;
    }

    private static IllegalArgumentException misfit(PatchOperation operation) {
        return new IllegalArgumentException("patch does not fit: " + operation.op() + " " + operation.path());
    }

    /** The operation as JSON. */
    static Value json(PatchOperation operation) {
        return new ObjectValue(Map.of(
                "op", Value.of(operation.op()),
                "path", Value.of(operation.path()),
                "value", operation.value()));
    }
}
