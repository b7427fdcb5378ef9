package dev.countersign.policy.check;

import dev.countersign.document.GoText;
import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import java.util.List;

/**
 * An error about one field, as Kubernetes words it. Immutable.
 *
 * @param path which field
 * @param kind {@code Invalid value}, {@code Forbidden}, {@code Required value} or {@code Too long}
 * @param found what stands there, as Go prints it; empty where the kind quotes nothing
 * @param detail what is wrong; may be empty
 */
record FieldError(String path, String kind, String found, String detail) {

    /** A value that {@code json} shows. */
    static FieldError invalid(String path, String json, String detail) {
        return new FieldError(path, "Invalid value", json, detail);
    }

    /** A value of the document, whose members stand in Kyverno's order. */
    static FieldError invalid(String path, Value value, String detail) {
        return invalid(path, JsonText.inOrder(value), detail);
    }

    static FieldError invalidText(String path, String value, String detail) {
        return new FieldError(path, "Invalid value", GoText.quote(value), detail);
    }

    static FieldError forbidden(String path, String detail) {
        return new FieldError(path, "Forbidden", "", detail);
    }

    static FieldError required(String path, String detail) {
        return new FieldError(path, "Required value", "", detail);
    }

    String text() {
        return path + ": " + body();
    }

    /** The text without the path. */
    String body() {
        StringBuilder text = new StringBuilder(kind);
        if (!found.isEmpty()) {
            text.append(": ").append(found);
        }
        if (!detail.isEmpty()) {
            text.append(": ").append(detail);
        }
        return text.toString();
    }

    /** Kubernetes' aggregate: one error is bare, several stand in brackets, the same one only once. */
    static String aggregate(List<FieldError> errors) {
        List<String> distinct = errors.stream().map(FieldError::text).distinct().toList();
        return distinct.size() == 1 ? distinct.get(0) : "[" + String.join(", ", distinct) + "]";
    }
}
