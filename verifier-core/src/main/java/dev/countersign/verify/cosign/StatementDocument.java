package dev.countersign.verify.cosign;

import dev.countersign.document.Value;
import dev.countersign.verify.Statement;
import dev.countersign.verify.entity.GoJson;
import dev.countersign.verify.entity.GoValues;
import dev.countersign.verify.entity.InTotoStatement;
import dev.countersign.verify.entity.JsonValue;
import dev.countersign.verify.entity.JsonValue.JsonArray;
import dev.countersign.verify.entity.JsonValue.JsonNull;
import dev.countersign.verify.entity.JsonValue.JsonObject;
import dev.countersign.verify.entity.JsonValue.JsonString;
import dev.countersign.verify.entity.JsonValue.Member;
import dev.countersign.verify.entity.MalformedEntityException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A statement as Kyverno shows it to conditions (Kyverno spec 8.5): read by Go's {@code encoding/json} into a struct of {@code _type},
 * {@code predicateType}, {@code subject} (name and digest only) and {@code predicate}, and written again with {@code type} beside.
 */
final class StatementDocument {
    /** The statement type for which Kyverno parses the predicate's {@code Data}; cosign writes it as a predicate type only (Q21). */
    private static final String CUSTOM = "https://cosign.sigstore.dev/attestation/v1";

    private StatementDocument() {}

    /**
     * Reads a statement that is signed.
     *
     * @throws MalformedEntityException in Kyverno's words
     */
    static Statement of(byte[] statement) throws MalformedEntityException {
        JsonValue json = GoJson.unmarshal(statement, InTotoStatement.LIMITS);
        String type = "";
        String predicateType = "";
        Value subject = Value.NULL;
        Value predicate = Value.NULL;
        for (Member member : members(json, "", "in_toto.Statement")) {
            if (member.is("_type")) {
                type = text(member.value(), "Statement._type", type);
            } else if (member.is("predicateType")) {
                predicateType = text(member.value(), "Statement.predicateType", predicateType);
            } else if (member.is("subject")) {
                subject = subjects(member.value());
            } else if (member.is("predicate")) {
                predicate = GoValues.of(member.value());
            }
        }
        Map<String, Value> document = new LinkedHashMap<>();
        document.put("_type", Value.of(type));
        document.put("predicateType", Value.of(predicateType));
        document.put("subject", subject);
        document.put("predicate", type.equals(CUSTOM) ? custom(predicate) : predicate);
        document.put("type", Value.of(predicateType));
        return new Statement(predicateType, new Value.ObjectValue(document));
    }

    private static Value subjects(JsonValue value) throws MalformedEntityException {
        if (value instanceof JsonNull) {
            return Value.NULL;
        }
        if (!(value instanceof JsonArray list)) {
            throw mismatch(value, "Statement.subject", "[]in_toto.Subject");
        }
        List<Value> subjects = new ArrayList<>();
        for (JsonValue element : list.elements()) {
            String name = "";
            Value digest = Value.NULL;
            for (Member member : members(element, "Statement.subject", "in_toto.Subject")) {
                if (member.is("name")) {
                    name = text(member.value(), "Subject.subject.name", name);
                } else if (member.is("digest")) {
                    digest = digests(member.value());
                }
            }
            subjects.add(new Value.ObjectValue(Map.of("name", Value.of(name), "digest", digest)));
        }
        return new Value.ListValue(subjects);
    }

    private static Value digests(JsonValue value) throws MalformedEntityException {
        if (value instanceof JsonNull) {
            return Value.NULL;
        }
        Map<String, Value> digests = new LinkedHashMap<>();
        for (Member member : members(value, "Subject.subject.digest", "common.DigestSet")) {
            digests.put(member.name(), Value.of(text(member.value(), "Subject.subject.digest", "")));
        }
        return new Value.ObjectValue(digests);
    }

    private static Value custom(Value predicate) throws MalformedEntityException {
        if (!(predicate instanceof Value.ObjectValue object)) {
            throw new MalformedEntityException("failed to decode CosignCustomProvenanceV01");
        }
        Optional<Value> data = object.get("Data").filter(found -> !(found instanceof Value.NullValue));
        if (data.isEmpty()) {
            throw new MalformedEntityException("missing predicate in CosignCustomProvenanceV01");
        }
        return data.get() instanceof Value.StringValue text ? object.with("Data", parsed(text)) : predicate;
    }

    /** The object that a text holds, or the text. */
    private static Value parsed(Value.StringValue text) {
        try {
            Value value = GoValues.of(
                    GoJson.unmarshal(text.value().getBytes(StandardCharsets.UTF_8), InTotoStatement.LIMITS));
            if (value instanceof Value.NullValue) {
                return Value.EMPTY_OBJECT;
            }
            return value instanceof Value.ObjectValue ? value : text;
        } catch (MalformedEntityException e) {
            return text;
        }
    }

    private static List<Member> members(JsonValue value, String field, String type) throws MalformedEntityException {
        if (value instanceof JsonObject object) {
            return object.members();
        }
        if (value instanceof JsonNull) {
            return List.of();
        }
        throw field.isEmpty()
                ? new MalformedEntityException(
                        "json: cannot unmarshal " + value.goName() + " into Go value of type " + type)
                : mismatch(value, field, type);
    }

    private static String text(JsonValue value, String field, String before) throws MalformedEntityException {
        if (value instanceof JsonString text) {
            return text.value();
        }
        if (value instanceof JsonNull) {
            return before;
        }
        throw mismatch(value, field, "string");
    }

    private static MalformedEntityException mismatch(JsonValue value, String field, String type) {
        return new MalformedEntityException(
                "json: cannot unmarshal " + value.goName() + " into Go struct field " + field + " of type " + type);
    }
}
