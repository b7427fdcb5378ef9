package dev.countersign.trust.source;

import dev.countersign.document.JsonText;
import dev.countersign.document.Located;
import dev.countersign.document.Located.LocatedList;
import dev.countersign.document.Located.LocatedObject;
import dev.countersign.document.Located.Member;
import dev.countersign.document.Location;
import dev.countersign.document.Value;
import dev.countersign.trust.TrustRootException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One protobuf message in its JSON form, read as Go's protojson does: a field goes by its lowerCamelCase or its snake_case name, null
 * means unset, unknown and duplicate fields are errors. Immutable.
 */
final class ProtoMessage {
    private static final long MAX_UNSIGNED = 0xFFFF_FFFFL;

    private final Defects defects;
    private final Location at;
    private final String path;
    private final Map<String, Located> fields;

    private ProtoMessage(Defects defects, Location at, String path, Map<String, Located> fields) {
        this.defects = defects;
        this.at = at;
        this.path = path;
        this.fields = fields;
    }

    /**
     * The outermost message.
     *
     * @param known the fields that it may have, in lowerCamelCase
     * @param defects words what is wrong
     */
    static ProtoMessage root(Located value, List<String> known, Defects defects) throws TrustRootException {
        return read(value, "", known, defects);
    }

    private static ProtoMessage read(Located value, String path, List<String> known, Defects defects)
            throws TrustRootException {
        if (!(value instanceof LocatedObject object)) {
            throw defects.defect(
                    value.location(), path, "this is no object", shown(value), "a JSON object", "Correct the value");
        }
        Map<String, Located> fields = new HashMap<>();
        List<String> seen = new ArrayList<>();
        for (Member member : object.members()) {
            String name = known.stream()
                    .filter(field -> member.key().equals(field) || member.key().equals(snake(field)))
                    .findFirst()
                    .orElseThrow(() -> defects.defect(
                            member.keyLocation(),
                            path,
                            "there is no such field",
                            member.key(),
                            String.join(", ", known),
                            "Correct or remove the field"));
            if (seen.contains(name)) {
                throw defects.defect(
                        member.keyLocation(), path, "a field stands twice", member.key(), "each once", "Remove one");
            }
            seen.add(name);
            if (!(member.value().value() instanceof Value.NullValue)) {
                fields.put(name, member.value());
            }
        }
        return new ProtoMessage(defects, value.location(), path, fields);
    }

    private static String snake(String camel) {
        StringBuilder snake = new StringBuilder();
        for (char c : camel.toCharArray()) {
            snake.append(Character.isUpperCase(c) ? "_" : "").append(Character.toLowerCase(c));
        }
        return snake.toString();
    }

    /** The JSON path, empty for the outermost message: {@code tlogs[0]}. */
    String path() {
        return path;
    }

    /** What is wrong with a field, at its place if it is there, else at this message's. */
    TrustRootException defect(String field, String message, String found, String expected, String remedy) {
        Located value = fields.get(field);
        return defects.defect(value == null ? at : value.location(), pathOf(field), message, found, expected, remedy);
    }

    private TrustRootException mistyped(String field, Located value, String expected) {
        return defect(field, "the value is of another type", shown(value), expected, "Correct the value");
    }

    private TrustRootException missing(String field, String expected) {
        return defect(field, "the field is missing", "nothing", expected, "State it");
    }

    private String pathOf(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    /** A text; empty where it is unset. */
    String text(String field) throws TrustRootException {
        Located value = fields.get(field);
        if (value == null) {
            return "";
        }
        if (value.value() instanceof Value.StringValue text) {
            return text.value();
        }
        throw mistyped(field, value, "a text");
    }

    /** Octets, in base64 of either alphabet, padded or not; none where they are unset or empty. */
    Optional<byte[]> bytes(String field) throws TrustRootException {
        String text = text(field);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        boolean url = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
        try {
            return Optional.of((url ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text));
        } catch (IllegalArgumentException e) {
            throw defect(field, "the text is not base64", text, "base64 in one line", "Encode the octets again");
        }
    }

    /** Octets that must be there. */
    byte[] requiredBytes(String field, String expected) throws TrustRootException {
        return bytes(field).orElseThrow(() -> missing(field, expected));
    }

    /**
     * A value of an enumeration as its number in decimal or its name; the zero value's number where it is unset. A text is a name and
     * never a number, as in {@code protojson}: one of digits is in quotation marks, so that it is no number and no name.
     */
    String enumeration(String field) throws TrustRootException {
        Located value = fields.get(field);
        if (value == null) {
            return "0";
        }
        if (value.value() instanceof Value.StringValue name) {
            boolean digits = name.value().chars().allMatch(c -> c >= '0' && c <= '9');
            return digits ? "\"" + name.value() + "\"" : name.value();
        }
        if (value.value() instanceof Value.NumberValue number) {
            double exact = number.asDouble();
            if (exact == (int) exact) {
                return String.format(Locale.ROOT, "%d", (int) exact);
            }
        }
        throw mistyped(field, value, "a name or its number");
    }

    /** A moment; absent where it is unset. */
    Optional<Instant> time(String field) throws TrustRootException {
        if (!fields.containsKey(field)) {
            return Optional.empty();
        }
        String text = text(field);
        return Optional.of(ProtoTime.parse(text)
                .orElseThrow(() -> defect(
                        field,
                        "the text is no time",
                        text,
                        "RFC 3339 like 2025-03-01T12:00:00Z",
                        "Write the time so")));
    }

    /** A message; absent where it is unset. */
    Optional<ProtoMessage> message(String field, String... known) throws TrustRootException {
        Located value = fields.get(field);
        return value == null ? Optional.empty() : Optional.of(read(value, pathOf(field), List.of(known), defects));
    }

    /** A message that must be there. */
    ProtoMessage requiredMessage(String field, String... known) throws TrustRootException {
        return message(field, known).orElseThrow(() -> missing(field, "an object with " + String.join(", ", known)));
    }

    /** A list of messages; empty where it is unset. */
    List<ProtoMessage> messages(String field, int most, List<String> known) throws TrustRootException {
        List<Located> items = items(field, most);
        List<ProtoMessage> messages = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            messages.add(read(items.get(i), pathOf(field) + "[" + i + "]", known, defects));
        }
        return messages;
    }

    /** A list of texts; empty where it is unset. */
    List<String> texts(String field, int most) throws TrustRootException {
        List<Located> items = items(field, most);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (!(items.get(i).value() instanceof Value.StringValue text)) {
                throw defects.defect(
                        items.get(i).location(),
                        pathOf(field) + "[" + i + "]",
                        "the value is of another type",
                        shown(items.get(i)),
                        "a text",
                        "Correct the value");
            }
            texts.add(text.value());
        }
        return texts;
    }

    /** A number of 32 bits without a sign, also as a text of digits; zero where it is unset. */
    long unsigned(String field) throws TrustRootException {
        Located value = fields.get(field);
        if (value == null) {
            return 0;
        }
        double exact = -1;
        if (value.value() instanceof Value.NumberValue number) {
            exact = number.asDouble();
        } else if (value.value() instanceof Value.StringValue text
                && text.value().matches("[0-9]{1,10}")) {
            exact = Long.parseLong(text.value());
        }
        if (exact < 0 || exact > MAX_UNSIGNED || exact != Math.rint(exact)) {
            throw mistyped(field, value, "a whole number from 0 to " + MAX_UNSIGNED);
        }
        return (long) exact;
    }

    private List<Located> items(String field, int most) throws TrustRootException {
        Located value = fields.get(field);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof LocatedList list)) {
            throw mistyped(field, value, "a list");
        }
        if (list.items().size() > most) {
            throw defect(
                    field,
                    "the list is too long",
                    list.items().size() + " items",
                    "at most " + most,
                    "Remove what is not needed");
        }
        return list.items();
    }

    private static String shown(Located value) {
        if (value instanceof LocatedObject) {
            return "an object";
        }
        return value instanceof LocatedList ? "a list" : JsonText.compact(value.value());
    }
}
