package dev.countersign.document.proto;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A field of a protobuf message. Immutable.
 *
 * @param name in JSON: lowerCamelCase as a rule
 * @param protoName in the message's definition, which JSON may use too: snake_case as a rule
 * @param kind what it holds
 * @param repeated whether it is a list
 * @param message the schema of its messages, where it holds messages
 * @param names the numbers of an enumeration by name
 * @param oneof the full name of the group of fields of which only one may be set; empty: none
 */
public record ProtoField(
        String name,
        String protoName,
        Kind kind,
        boolean repeated,
        Optional<ProtoSchema> message,
        Map<String, Integer> names,
        String oneof) {

    /** What a field holds. */
    public enum Kind {
        /** A text. */
        STRING,
        /** Octets, in base64 of either alphabet. */
        BYTES,
        /** A whole number of 64 bits with sign. */
        INT64,
        /** A name or its number. */
        ENUM,
        /** A message. */
        MESSAGE;

        String goName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ProtoField {
        names = Map.copyOf(names);
    }

    private static ProtoField of(String name, Kind kind, boolean repeated, Optional<ProtoSchema> message) {
        return new ProtoField(name, snake(name), kind, repeated, message, Map.of(), "");
    }

    /** A text. */
    public static ProtoField text(String name) {
        return of(name, Kind.STRING, false, Optional.empty());
    }

    /** Octets. */
    public static ProtoField bytes(String name) {
        return of(name, Kind.BYTES, false, Optional.empty());
    }

    /** A list of octets. */
    public static ProtoField bytesList(String name) {
        return of(name, Kind.BYTES, true, Optional.empty());
    }

    /** A whole number. */
    public static ProtoField integer(String name) {
        return of(name, Kind.INT64, false, Optional.empty());
    }

    /** A value of an enumeration. */
    public static ProtoField enumeration(String name, Map<String, Integer> names) {
        return new ProtoField(name, snake(name), Kind.ENUM, false, Optional.empty(), names, "");
    }

    /** A message. */
    public static ProtoField message(String name, ProtoSchema schema) {
        return of(name, Kind.MESSAGE, false, Optional.of(schema));
    }

    /** A list of messages. */
    public static ProtoField messages(String name, ProtoSchema schema) {
        return of(name, Kind.MESSAGE, true, Optional.of(schema));
    }

    /** The same field with another name in the message's definition. */
    public ProtoField alias(String other) {
        return new ProtoField(name, other, kind, repeated, message, names, oneof);
    }

    /** The same field in a group of which only one may be set. */
    public ProtoField in(String group) {
        return new ProtoField(name, protoName, kind, repeated, message, names, group);
    }

    private static String snake(String camel) {
        StringBuilder snake = new StringBuilder();
        for (char c : camel.toCharArray()) {
            snake.append(Character.isUpperCase(c) ? "_" : "").append(Character.toLowerCase(c));
        }
        return snake.toString();
    }
}
