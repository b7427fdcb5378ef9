package dev.countersign.policy.read;

import dev.countersign.document.Value;
import java.util.Optional;

/**
 * A known member of an object. Immutable.
 *
 * @param name its key
 * @param schema what may stand there
 * @param required whether it must be written
 * @param defaultValue what an absent one means, where the CustomResourceDefinition says so
 * @param deprecated what to write instead, where it is deprecated
 * @param written when Kyverno writes it into its own JSON
 * @param unused whether it has no effect on image verification, so that the model does not carry it
 */
record Field(
        String name,
        Schema schema,
        boolean required,
        Optional<Value> defaultValue,
        Optional<String> deprecated,
        Written written,
        boolean unused) {

    /** When Go writes a member: its {@code omitempty} and its pointers. */
    enum Written {
        /** Unless it is an empty text, list or map, or false. */
        UNLESS_EMPTY,
        /** Whenever the document has it. */
        IF_PRESENT,
        /** Always; an absent one as Go's zero value. */
        ALWAYS
    }

    static Field of(String name, Schema schema) {
        boolean pointer = !(schema instanceof Schema.Text
                || schema instanceof Schema.Flag
                || schema instanceof Schema.ListOf
                || schema instanceof Schema.MapOf);
        return new Field(
                name,
                schema,
                false,
                Optional.empty(),
                Optional.empty(),
                pointer ? Written.IF_PRESENT : Written.UNLESS_EMPTY,
                false);
    }

    Field mandatory() {
        return new Field(name, schema, true, defaultValue, deprecated, written, unused);
    }

    Field orElse(Value value) {
        return new Field(name, schema, required, Optional.of(value), deprecated, written, unused);
    }

    Field deprecated(String remedy) {
        return new Field(name, schema, required, defaultValue, Optional.of(remedy), written, unused);
    }

    Field always() {
        return new Field(name, schema, required, defaultValue, deprecated, Written.ALWAYS, unused);
    }

    Field ifPresent() {
        return new Field(name, schema, required, defaultValue, deprecated, Written.IF_PRESENT, unused);
    }

    Field withoutEffect() {
        return new Field(name, schema, required, defaultValue, deprecated, written, true);
    }
}
