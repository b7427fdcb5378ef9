package dev.countersign.verify.entity;

import java.util.List;
import java.util.Optional;

/** A JSON value as it stands in its text: duplicate names and the digits of numbers are kept. Immutable. */
public sealed interface JsonValue {

    /** {@code null}. */
    record JsonNull() implements JsonValue {}

    /** {@code true} or {@code false}. */
    record JsonBoolean(boolean value) implements JsonValue {}

    /** A number, as written. */
    record JsonNumber(String literal) implements JsonValue {}

    /** A text. */
    record JsonString(String value) implements JsonValue {}

    /** An array. */
    record JsonArray(List<JsonValue> elements) implements JsonValue {
        public JsonArray {
            elements = List.copyOf(elements);
        }
    }

    /** An object. */
    record JsonObject(List<Member> members) implements JsonValue {
        public JsonObject {
            members = List.copyOf(members);
        }

        /** The value of the last member of exactly that name, as a Go map keeps it. */
        public Optional<JsonValue> get(String name) {
            for (int i = members.size() - 1; i >= 0; i--) {
                if (members.get(i).name().equals(name)) {
                    return Optional.of(members.get(i).value());
                }
            }
            return Optional.empty();
        }

        /** Every value whose name is that one in any case, in order: Go decodes each into the same field of a struct. */
        public List<JsonValue> fields(String name) {
            return members.stream()
                    .filter(member -> member.is(name))
                    .map(Member::value)
                    .toList();
        }

        /** The text of the last member of exactly that name, where it is one. */
        public Optional<String> text(String name) {
            return get(name).filter(JsonString.class::isInstance).map(value -> ((JsonString) value).value());
        }

        /** The object of the last member of exactly that name, where it is one. */
        public Optional<JsonObject> object(String name) {
            return get(name).filter(JsonObject.class::isInstance).map(JsonObject.class::cast);
        }

        /** The elements of the array of the last member of exactly that name, where it is one. */
        public Optional<List<JsonValue>> array(String name) {
            return get(name).filter(JsonArray.class::isInstance).map(value -> ((JsonArray) value).elements());
        }
    }

    /** A member of an object. */
    record Member(String name, JsonValue value) {
        /**
         * Whether Go decodes the member into the field of that name: the case of letters does not count, by Unicode's simple folding, which
         * keeps the Turkish i's apart from the others.
         */
        public boolean is(String field) {
            return name.equalsIgnoreCase(field) && name.indexOf('\u0130') < 0 && name.indexOf('\u0131') < 0;
        }
    }

    /** What Go's error messages call the value: {@code object}, {@code number}. */
    default String goName() {
        if (this instanceof JsonNull) {
            return "null";
        }
        if (this instanceof JsonBoolean) {
            return "bool";
        }
        if (this instanceof JsonNumber) {
            return "number";
        }
        if (this instanceof JsonString) {
            return "string";
        }
        return this instanceof JsonArray ? "array" : "object";
    }
}
