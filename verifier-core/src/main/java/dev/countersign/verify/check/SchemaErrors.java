package dev.countersign.verify.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects what is wrong with the fields of a log entry, and prints it as go-openapi's composite errors do: a heading per level,
 * and each level's path put before those of the level below. Not thread-safe.
 */
final class SchemaErrors {
    private final List<Node> errors = new ArrayList<>();

    /** One message, or a level below. */
    private static final class Node {
        private String message;
        private final Optional<SchemaErrors> below;

        Node(String message, Optional<SchemaErrors> below) {
            this.message = message;
            this.below = below;
        }
    }

    void required(String path) {
        errors.add(new Node(path + " in body is required", Optional.empty()));
    }

    void enumeration(String path, String values) {
        errors.add(new Node(path + " in body should be one of [" + values + "]", Optional.empty()));
    }

    void message(String message) {
        errors.add(new Node(message, Optional.empty()));
    }

    /** Adds a level, under the path that the level above gives it. */
    void below(String path, SchemaErrors level) {
        if (!level.errors.isEmpty()) {
            level.prefix(path);
            errors.add(new Node("", Optional.of(level)));
        }
    }

    private void prefix(String path) {
        for (Node error : errors) {
            if (error.below.isPresent()) {
                error.below.get().prefix(path);
            } else {
                error.message = path + "." + error.message;
            }
        }
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("validation failure list:");
        write(out);
        return out.toString();
    }

    private void write(StringBuilder out) {
        for (Node error : errors) {
            if (error.below.isPresent()) {
                error.below.get().write(out);
            } else {
                out.append('\n').append(error.message);
            }
        }
    }
}
