package dev.countersign.verify.entity;

import dev.countersign.document.Value;
import dev.countersign.verify.entity.InTotoStatement.Subject;
import dev.countersign.verify.entity.JsonValue.JsonArray;
import dev.countersign.verify.entity.JsonValue.JsonNull;
import dev.countersign.verify.entity.JsonValue.JsonObject;
import dev.countersign.verify.entity.JsonValue.JsonString;
import dev.countersign.verify.entity.JsonValue.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads statements by the rules of Protocol Buffers' JSON mapping, as Go's {@code protojson} applies them. */
final class ProtoStatement {
    /** Both names of each field: the JSON name and the one in the message. */
    private static final Map<String, String> STATEMENT = Map.of(
            "_type", "type",
            "type", "type",
            "predicateType", "predicateType",
            "predicate_type", "predicateType",
            "subject", "subject",
            "predicate", "predicate");

    private static final Map<String, String> SUBJECT = Map.of(
            "name", "name",
            "uri", "uri",
            "digest", "digest",
            "content", "content",
            "downloadLocation", "downloadLocation",
            "download_location", "downloadLocation",
            "mediaType", "mediaType",
            "media_type", "mediaType",
            "annotations", "annotations");

    private ProtoStatement() {}

    static InTotoStatement read(JsonValue value) throws MalformedEntityException {
        Map<String, JsonValue> fields = fields(value, STATEMENT);
        List<Optional<Subject>> subjects = new ArrayList<>();
        JsonValue subject = fields.get("subject");
        if (subject instanceof JsonArray list) {
            for (JsonValue element : list.elements()) {
                subjects.add(Optional.of(subject(element)));
            }
        } else if (subject != null) {
            throw unexpected("subject");
        }
        return new InTotoStatement(
                text(fields, "type"), text(fields, "predicateType"), subjects, struct(fields, "predicate"));
    }

    private static Subject subject(JsonValue value) throws MalformedEntityException {
        Map<String, JsonValue> fields = fields(value, SUBJECT);
        for (String name : List.of("uri", "downloadLocation", "mediaType")) {
            text(fields, name);
        }
        if (EitherBase64.lenient(text(fields, "content")).isEmpty()) {
            throw unexpected("content");
        }
        return new Subject(
                text(fields, "name"),
                digests(fields),
                struct(fields, "annotations") instanceof Value.ObjectValue annotations
                        ? annotations
                        : Value.EMPTY_OBJECT);
    }

    private static Map<String, String> digests(Map<String, JsonValue> fields) throws MalformedEntityException {
        JsonValue field = fields.get("digest");
        if (field == null) {
            return Map.of();
        }
        if (!(field instanceof JsonObject map)) {
            throw unexpected("digest");
        }
        Map<String, String> digests = new HashMap<>();
        for (Member member : map.members()) {
            if (!(member.value() instanceof JsonString digest) || digests.put(member.name(), digest.value()) != null) {
                throw unexpected("digest " + member.name());
            }
        }
        return digests;
    }

    /** The fields of a message, those that are null left out. */
    private static Map<String, JsonValue> fields(JsonValue value, Map<String, String> names)
            throws MalformedEntityException {
        if (!(value instanceof JsonObject message)) {
            throw unexpected(value.goName());
        }
        Map<String, JsonValue> fields = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (Member member : message.members()) {
            String field = names.get(member.name());
            if (field == null || !seen.add(field)) {
                throw unexpected("name " + member.name());
            }
            if (!(member.value() instanceof JsonNull)) {
                fields.put(field, member.value());
            }
        }
        return fields;
    }

    private static String text(Map<String, JsonValue> fields, String name) throws MalformedEntityException {
        JsonValue value = fields.get(name);
        if (value == null) {
            return "";
        }
        if (value instanceof JsonString text) {
            return text.value();
        }
        throw unexpected(name);
    }

    /** A {@code google.protobuf.Struct}: an object in which no name stands twice; null when absent. */
    private static Value struct(Map<String, JsonValue> fields, String name) throws MalformedEntityException {
        JsonValue value = fields.get(name);
        if (value == null) {
            return Value.NULL;
        }
        if (!(value instanceof JsonObject)) {
            throw unexpected(name);
        }
        return GoValues.ofDistinct(value);
    }

    private static MalformedEntityException unexpected(String what) {
        return new MalformedEntityException("unexpected " + what);
    }
}
