package dev.countersign.admission;

import dev.countersign.document.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Applies the operations {@code add} and {@code replace} of a JSON patch (RFC 6902). Only what an operation touches is copied, once for
 * all operations. Stateless and thread-safe.
 */
public final class JsonPatch {

    /** A part of the document that an operation has touched. Parts within that are still values have not been touched. */
    private sealed interface Part {
        record Members(Map<String, Object> members) implements Part {}

        record Items(List<Object> items) implements Part {}
    }

    /** A longer pointer is refused; no object under admission nests as deeply. */
    private static final int MAX_POINTER_TOKENS = 500;

    private JsonPatch() {}

    /**
     * The object with the patch applied, one operation after the other.
     *
     * @throws JsonPatchException when an operation is of another kind, its path is no JSON pointer or leads nowhere, or the document is
     *     no object any more
     */
    public static Value.ObjectValue apply(Value.ObjectValue object, List<PatchOperation> patch)
            throws JsonPatchException {
        Object root = object;
        for (PatchOperation operation : patch) {
            root = applied(root, operation);
        }
        if (value(root) instanceof Value.ObjectValue patched) {
            return patched;
        }
        throw new JsonPatchException("the patched document is no object");
    }

    private static Object applied(Object root, PatchOperation operation) throws JsonPatchException {
        boolean add = operation.op().equals("add");
        if (!add && !operation.op().equals("replace")) {
            throw new JsonPatchException("Unexpected kind: " + operation.op());
        }
        List<String> tokens = tokens(operation.path());
        if (tokens.isEmpty()) {
            return operation.value();
        }
        Optional<Part> top = opened(root);
        Optional<Part> parent = top;
        for (String token : tokens.subList(0, tokens.size() - 1)) {
            parent = parent.flatMap(part -> child(part, token));
        }
        String last = tokens.get(tokens.size() - 1);
        if (top.isEmpty() || parent.isEmpty()) {
            throw new JsonPatchException(
                    add
                            ? "add operation does not apply: doc is missing path: \"" + operation.path()
                                    + "\": missing value"
                            : "replace operation does not apply: doc is missing path: " + operation.path()
                                    + ": missing value");
        }
        if (!put(parent.get(), last, operation.value(), add)) {
            throw new JsonPatchException(
                    add
                            ? "error in add for path: '" + operation.path() + "': invalid index"
                            : "replace operation does not apply: doc is missing key: " + operation.path()
                                    + ": missing value");
        }
        return top.get();
    }

    private static boolean put(Part parent, String token, Value value, boolean add) {
        if (parent instanceof Part.Members object) {
            if (!add && !object.members().containsKey(token)) {
                return false;
            }
            object.members().put(token, value);
            return true;
        }
        List<Object> items = ((Part.Items) parent).items();
        if (add && token.equals("-")) {
            items.add(value);
            return true;
        }
        int index = index(token, add ? items.size() : items.size() - 1);
        if (index < 0) {
            return false;
        }
        if (add) {
            items.add(index, value);
        } else {
            items.set(index, value);
        }
        return true;
    }

    /** The object or list under a token, opened for changes in place. */
    private static Optional<Part> child(Part parent, String token) {
        if (parent instanceof Part.Members object) {
            Optional<Part> child =
                    Optional.ofNullable(object.members().get(token)).flatMap(JsonPatch::opened);
            child.ifPresent(part -> object.members().put(token, part));
            return child;
        }
        List<Object> items = ((Part.Items) parent).items();
        int index = index(token, items.size() - 1);
        if (index < 0) {
            return Optional.empty();
        }
        Optional<Part> child = opened(items.get(index));
        child.ifPresent(part -> items.set(index, part));
        return child;
    }

    private static Optional<Part> opened(Object value) {
        if (value instanceof Part part) {
            return Optional.of(part);
        }
        if (value instanceof Value.ObjectValue object) {
            return Optional.of(new Part.Members(new LinkedHashMap<>(object.members())));
        }
        return value instanceof Value.ListValue list
                ? Optional.of(new Part.Items(new ArrayList<>(list.items())))
                : Optional.empty();
    }

    /** Nests as deeply as the pointers of the patch did. */
    private static Value value(Object value) {
        if (value instanceof Part.Members object) {
            Map<String, Value> members = new LinkedHashMap<>();
            object.members().forEach((key, member) -> members.put(key, value(member)));
            return new Value.ObjectValue(members);
        }
        if (value instanceof Part.Items list) {
            return new Value.ListValue(
                    list.items().stream().map(JsonPatch::value).toList());
        }
        return (Value) value;
    }

    /** The index that a token names, or -1 when it is none up to {@code last}. */
    private static int index(String token, int last) {
        boolean wellFormed = !token.isEmpty()
                && token.length() <= 9
                && token.chars().allMatch(digit -> digit >= '0' && digit <= '9')
                && (token.length() == 1 || token.charAt(0) != '0');
        int index = wellFormed ? Integer.parseInt(token) : -1;
        return index <= last ? index : -1;
    }

    private static List<String> tokens(String pointer) throws JsonPatchException {
        if (pointer.isEmpty()) {
            return List.of();
        }
        if (pointer.charAt(0) != '/') {
            throw new JsonPatchException("the path is no JSON pointer: " + pointer);
        }
        List<String> tokens = new ArrayList<>();
        int from = 1;
        for (int slash = pointer.indexOf('/', from); slash >= 0; slash = pointer.indexOf('/', from)) {
            tokens.add(unescaped(pointer.substring(from, slash)));
            from = slash + 1;
        }
        tokens.add(unescaped(pointer.substring(from)));
        if (tokens.size() > MAX_POINTER_TOKENS) {
            throw new JsonPatchException("the path has more than " + MAX_POINTER_TOKENS + " segments");
        }
        return tokens;
    }

    private static String unescaped(String token) {
        return token.replace("~1", "/").replace("~0", "~");
    }
}
