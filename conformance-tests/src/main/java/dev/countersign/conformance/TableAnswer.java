package dev.countersign.conformance;

import dev.countersign.document.Value;

/** Our answer to one line of a table. Immutable. */
sealed interface TableAnswer {

    /** A result. */
    record Out(Value value) implements TableAnswer {}

    /** An error with its text. */
    record Failed(String message) implements TableAnswer {}

    /** Nothing of ours answers such a question yet. */
    record NotBuilt() implements TableAnswer {}

    /** An answer of true or false. */
    static TableAnswer of(boolean value) {
        return new Out(Value.of(value));
    }

    /** An answer that is a text. */
    static TableAnswer of(String value) {
        return new Out(Value.of(value));
    }
}
