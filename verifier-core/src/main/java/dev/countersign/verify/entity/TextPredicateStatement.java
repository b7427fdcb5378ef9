package dev.countersign.verify.entity;

import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.StandardBase64;
import dev.countersign.document.Value;
import dev.countersign.verify.entity.InTotoStatement.Subject;
import dev.countersign.verify.entity.JsonValue.JsonArray;
import dev.countersign.verify.entity.JsonValue.JsonNull;
import dev.countersign.verify.entity.JsonValue.JsonObject;
import dev.countersign.verify.entity.JsonValue.JsonString;
import dev.countersign.verify.entity.JsonValue.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads statements whose predicate is a text, which Protocol Buffers cannot hold, as cosign does: by Go's {@code encoding/json}, into the
 * struct of the message, whose names are taken in any case. Of a name that stands twice the last counts.
 */
final class TextPredicateStatement {
    private static final String NO_PREDICATE = "could not parse statement, could not find predicate";

    private TextPredicateStatement() {}

    static InTotoStatement read(JsonValue value) throws MalformedEntityException {
        if (value instanceof JsonNull) {
            throw new MalformedEntityException(NO_PREDICATE);
        }
        if (!(value instanceof JsonObject statement)) {
            throw new MalformedEntityException(
                    "json: cannot unmarshal " + value.goName() + " into Go value of type map[string]interface {}");
        }
        GoValues.of(statement);
        JsonValue predicate = statement.get("predicate").orElseThrow(() -> new MalformedEntityException(NO_PREDICATE));
        if (!(predicate instanceof JsonString text)) {
            throw new MalformedEntityException("could not parse predicate with type " + goType(predicate));
        }
        List<Optional<Subject>> subjects = new ArrayList<>();
        for (JsonValue field : statement.fields("subject")) {
            subjects.clear();
            if (field instanceof JsonArray list) {
                for (JsonValue element : list.elements()) {
                    subjects.add(element instanceof JsonNull ? Optional.empty() : Optional.of(subject(element)));
                }
            } else if (!(field instanceof JsonNull)) {
                throw mismatch(field, "Statement.subject", "[]*v1.ResourceDescriptor");
            }
        }
        return new InTotoStatement(
                text(statement, "_type", "Statement._type"),
                text(statement, "predicate_type", "Statement.predicate_type"),
                subjects,
                Value.of(text.value()));
    }

    private static String goType(JsonValue value) {
        return switch (value.goName()) {
            case "null" -> "<nil>";
            case "number" -> "float64";
            case "array" -> "[]interface {}";
            case "object" -> "map[string]interface {}";
            default -> value.goName();
        };
    }

    private static Subject subject(JsonValue value) throws MalformedEntityException {
        if (!(value instanceof JsonObject subject)) {
            throw mismatch(value, "Statement.subject", "v1.ResourceDescriptor");
        }
        for (String name : List.of("uri", "download_location", "media_type")) {
            text(subject, name, "ResourceDescriptor.subject." + name);
        }
        content(subject);
        Map<String, String> digests = new HashMap<>();
        for (JsonValue field : subject.fields("digest")) {
            if (field instanceof JsonObject map) {
                for (Member member : map.members()) {
                    if (member.value() instanceof JsonString digest) {
                        digests.put(member.name(), digest.value());
                    } else if (member.value() instanceof JsonNull) {
                        digests.put(member.name(), "");
                    } else {
                        throw mismatch(member.value(), "ResourceDescriptor.subject.digest", "string");
                    }
                }
            } else if (field instanceof JsonNull) {
                digests.clear();
            } else {
                throw mismatch(field, "ResourceDescriptor.subject.digest", "map[string]string");
            }
        }
        Value annotations = Value.EMPTY_OBJECT;
        for (JsonValue field : subject.fields("annotations")) {
            annotations = GoValues.ofDistinct(field);
        }
        if (!(annotations instanceof Value.ObjectValue) && !annotations.equals(Value.NULL)) {
            throw new MalformedEntityException("unexpected annotations");
        }
        return new Subject(
                text(subject, "name", "ResourceDescriptor.subject.name"),
                digests,
                annotations instanceof Value.ObjectValue found ? found : Value.EMPTY_OBJECT);
    }

    private static void content(JsonObject subject) throws MalformedEntityException {
        for (JsonValue field : subject.fields("content")) {
            if (field instanceof JsonString base64) {
                try {
                    StandardBase64.octets(base64.value());
                } catch (CryptographyException e) {
                    throw new MalformedEntityException(String.valueOf(e.getMessage()), e);
                }
            } else if (!(field instanceof JsonNull)) {
                throw mismatch(field, "ResourceDescriptor.subject.content", "[]uint8");
            }
        }
    }

    private static String text(JsonObject object, String name, String field) throws MalformedEntityException {
        String text = "";
        for (JsonValue value : object.fields(name)) {
            if (value instanceof JsonString found) {
                text = found.value();
            } else if (!(value instanceof JsonNull)) {
                throw mismatch(value, field, "string");
            }
        }
        return text;
    }

    private static MalformedEntityException mismatch(JsonValue value, String field, String type) {
        return new MalformedEntityException(
                "json: cannot unmarshal " + value.goName() + " into Go struct field " + field + " of type " + type);
    }
}
