package dev.countersign.policy.read;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What may stand at one place of a document: our own words for what Kyverno's CustomResourceDefinition demands. */
sealed interface Schema {

    /** Any JSON; the schema does not look inside. */
    record Anything() implements Schema {}

    /**
     * Preconditions or deny conditions. The CustomResourceDefinition lets any JSON pass here; Kyverno's own types then
     * demand a list of conditions or an object with {@code any} and {@code all}.
     */
    record RawConditions() implements Schema {}

    /** A nested attestor set: any JSON for the CustomResourceDefinition, read by Kyverno's own types when it is used. */
    record RawAttestors() implements Schema {}

    /**
     * A text.
     *
     * @param values the only texts allowed, in the order in which Kyverno names them; empty: any
     * @param discouraged allowed texts that have a better spelling, with what to write instead
     * @param maxLength in code points
     */
    record Text(List<String> values, Map<String, String> discouraged, OptionalInt maxLength) implements Schema {
        public Text {
            values = List.copyOf(values);
            discouraged = Map.copyOf(discouraged);
        }
    }

    /**
     * A whole number.
     *
     * @param minimum the least allowed
     * @param format {@code int32}, or empty
     */
    record Whole(OptionalLong minimum, String format) implements Schema {}

    /** {@code true} or {@code false}. */
    record Flag() implements Schema {}

    /** A list. */
    record ListOf(Schema item) implements Schema {}

    /** An object with members of any name. */
    record MapOf(Schema value) implements Schema {}

    /**
     * An object with known members.
     *
     * @param goType the name of Kyverno's type, which Go's errors show
     * @param fields in the order of Kyverno's own types, which is the order of its dumps
     * @param exactlyOne of these fields exactly one stands; empty: no such rule
     * @param notBoth of these fields one may stand at most; empty: no such rule
     */
    record Node(String goType, List<Field> fields, List<String> exactlyOne, List<String> notBoth) implements Schema {
        public Node {
            fields = List.copyOf(fields);
            exactlyOne = List.copyOf(exactlyOne);
            notBoth = List.copyOf(notBoth);
        }

        /** This object, where exactly one of these fields must stand. */
        Node exactlyOneOf(String... names) {
            return new Node(goType, fields, List.of(names), notBoth);
        }

        /** This object, where not all of these fields may stand. */
        Node without(String... names) {
            List<String> removed = List.of(names);
            return new Node(
                    goType,
                    fields.stream()
                            .filter(field -> !removed.contains(field.name()))
                            .toList(),
                    exactlyOne,
                    notBoth);
        }

        /** This object, where these two fields may not stand together. */
        Node notBothOf(String one, String other) {
            return new Node(goType, fields, exactlyOne, List.of(one, other));
        }
    }

    /** Any JSON. */
    static Schema any() {
        return new Anything();
    }

    /** Any text. */
    static Text text() {
        return new Text(List.of(), Map.of(), OptionalInt.empty());
    }

    /** One of these texts. */
    static Text oneOf(String... values) {
        return new Text(List.of(values), Map.of(), OptionalInt.empty());
    }

    /** A list of texts. */
    static ListOf texts() {
        return new ListOf(text());
    }

    /** An object whose members are texts. */
    static MapOf textMap() {
        return new MapOf(text());
    }

    /** {@code true} or {@code false}. */
    static Flag flag() {
        return new Flag();
    }

    /** An object with these members. */
    static Node object(String goType, Field... fields) {
        return new Node(goType, List.of(fields), List.of(), List.of());
    }

    /** A member. */
    static Field field(String name, Schema schema) {
        return Field.of(name, schema);
    }
}
