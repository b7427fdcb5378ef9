package dev.countersign.verify.entity;

import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.StandardBase64;
import dev.countersign.verify.entity.JsonValue.JsonArray;
import dev.countersign.verify.entity.JsonValue.JsonNull;
import dev.countersign.verify.entity.JsonValue.JsonNumber;
import dev.countersign.verify.entity.JsonValue.JsonObject;
import dev.countersign.verify.entity.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes typed fields out of a JSON object as Go's {@code encoding/json} fills a struct: names in any case, the last of several
 * counts, {@code null} changes nothing, another type is an error in Go's words. Stateless.
 */
final class GoFields {
    private GoFields() {}

    /** The object that a whole text is; a {@code null} leaves the struct empty. */
    static JsonObject struct(JsonValue root, String type) throws MalformedEntityException {
        if (root instanceof JsonNull) {
            return new JsonObject(List.of());
        }
        if (root instanceof JsonObject object) {
            return object;
        }
        throw new MalformedEntityException(
                "json: cannot unmarshal " + root.goName() + " into Go value of type " + type);
    }

    /**
     * The objects of a field, which Go lays over each other: all members, in order.
     *
     * @param path the struct and its field, as Go names it
     */
    static JsonObject object(JsonObject in, String name, String path, String type) throws MalformedEntityException {
        List<JsonValue.Member> members = new ArrayList<>();
        for (JsonValue field : in.fields(name)) {
            if (field instanceof JsonObject object) {
                members.addAll(object.members());
            } else if (!(field instanceof JsonNull)) {
                throw mismatch(field.goName(), path, type);
            }
        }
        return new JsonObject(members);
    }

    /** A text; empty where absent. */
    static String text(JsonObject in, String name, String path) throws MalformedEntityException {
        String found = "";
        for (JsonValue field : in.fields(name)) {
            if (field instanceof JsonString text) {
                found = text.value();
            } else if (!(field instanceof JsonNull)) {
                throw mismatch(field.goName(), path, "string");
            }
        }
        return found;
    }

    /** A whole number of 64 bits; 0 where absent. */
    static long number(JsonObject in, String name, String path) throws MalformedEntityException {
        long found = 0;
        for (JsonValue field : in.fields(name)) {
            if (field instanceof JsonNumber number) {
                try {
                    found = Long.parseLong(number.literal());
                } catch (NumberFormatException e) {
                    throw new MalformedEntityException(
                            "json: cannot unmarshal number " + number.literal() + " into Go struct field " + path
                                    + " of type int64",
                            e);
                }
            } else if (!(field instanceof JsonNull)) {
                throw mismatch(field.goName(), path, "int64");
            }
        }
        return found;
    }

    /** A moment. */
    static Optional<GoMoment> moment(JsonObject in, String name) throws MalformedEntityException {
        Optional<GoMoment> found = Optional.empty();
        for (JsonValue field : in.fields(name)) {
            if (field instanceof JsonString text) {
                found = Optional.of(GoMoment.rfc3339(text.value()));
            } else if (field instanceof JsonNull) {
                found = Optional.empty();
            } else {
                throw new MalformedEntityException("Time.UnmarshalJSON: input is not a JSON string");
            }
        }
        return found;
    }

    /** Texts; none where absent. */
    static List<String> texts(JsonObject in, String name, String path) throws MalformedEntityException {
        List<String> found = new ArrayList<>();
        for (JsonValue item : items(in, name, path, "[]string")) {
            if (item instanceof JsonString text) {
                found.add(text.value());
            } else if (item instanceof JsonNull) {
                found.add("");
            } else {
                throw mismatch(item.goName(), path, "string");
            }
        }
        return found;
    }

    /** Octets that stand as base64; none where absent. */
    static List<byte[]> octets(JsonObject in, String name, String path) throws MalformedEntityException {
        List<byte[]> found = new ArrayList<>();
        for (JsonValue item : items(in, name, path, "[][]uint8")) {
            found.add(item instanceof JsonNull ? new byte[0] : octets(item, path));
        }
        return found;
    }

    static byte[] octets(JsonValue item, String path) throws MalformedEntityException {
        if (item instanceof JsonArray array) {
            return octets(array, path);
        }
        if (!(item instanceof JsonString text)) {
            throw mismatch(item.goName(), path, "[]uint8");
        }
        try {
            return StandardBase64.octets(text.value());
        } catch (CryptographyException e) {
            throw new MalformedEntityException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Octets as numbers, which Go takes too. */
    private static byte[] octets(JsonArray array, String path) throws MalformedEntityException {
        byte[] octets = new byte[array.elements().size()];
        for (int i = 0; i < octets.length; i++) {
            JsonValue element = array.elements().get(i);
            if (element instanceof JsonNumber number) {
                octets[i] = octet(number.literal(), path);
            } else if (!(element instanceof JsonNull)) {
                throw mismatch(element.goName(), path, "uint8");
            }
        }
        return octets;
    }

    private static byte octet(String literal, String path) throws MalformedEntityException {
        try {
            int octet = Integer.parseInt(literal);
            if (octet >= 0 && octet <= 255) {
                return (byte) octet;
            }
        } catch (NumberFormatException e) {
            // told below, as an octet out of range is
        }
        throw mismatch("number " + literal, path, "uint8");
    }

    private static List<JsonValue> items(JsonObject in, String name, String path, String type)
            throws MalformedEntityException {
        List<JsonValue> found = List.of();
        for (JsonValue field : in.fields(name)) {
            if (field instanceof JsonArray array) {
                found = array.elements();
            } else if (field instanceof JsonNull) {
                found = List.of();
            } else {
                throw mismatch(field.goName(), path, type);
            }
        }
        return found;
    }

    private static MalformedEntityException mismatch(String found, String path, String type) {
        return new MalformedEntityException(
                "json: cannot unmarshal " + found + " into Go struct field " + path + " of type " + type);
    }
}
