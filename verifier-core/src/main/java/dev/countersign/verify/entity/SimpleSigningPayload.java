package dev.countersign.verify.entity;

import dev.countersign.verify.entity.JsonValue.JsonArray;
import dev.countersign.verify.entity.JsonValue.JsonNull;
import dev.countersign.verify.entity.JsonValue.JsonObject;
import dev.countersign.verify.entity.JsonValue.JsonString;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a cosign signature says: the simple-signing JSON (signature-verification.md 1.3). Only the parts that cosign looks at are
 * here; {@code critical.type} and {@code critical.identity} are checked for their JSON type and not otherwise.
 *
 * @param digest {@code critical.image.docker-manifest-digest}, as written; empty when absent
 * @param annotations the texts in {@code optional}; a value of another type can equal no wanted text
 */
public record SimpleSigningPayload(String digest, Map<String, String> annotations) {

    public SimpleSigningPayload {
        // Not Map.copyOf, in which names of one hash, which anybody can choose, cost the square of their number.
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }

    /**
     * Reads a payload.
     *
     * @throws MalformedEntityException with Go's text when the bytes are no such JSON
     */
    public static SimpleSigningPayload parse(byte[] payload) throws MalformedEntityException {
        return of(GoJson.unmarshal(payload));
    }

    /** The same for JSON that was read already. */
    static SimpleSigningPayload of(JsonValue payload) throws MalformedEntityException {
        Reader reader = new Reader();
        reader.read(payload);
        return new SimpleSigningPayload(reader.digest, reader.annotations);
    }

    /** Go decodes a name that stands twice into the same struct twice, so that the fields of both remain. */
    private static final class Reader {
        private String digest = "";
        private Map<String, String> annotations = new LinkedHashMap<>();

        void read(JsonValue node) throws MalformedEntityException {
            if (node instanceof JsonNull) {
                return;
            }
            if (!(node instanceof JsonObject root)) {
                throw new MalformedEntityException("json: cannot unmarshal " + node.goName()
                        + " into Go value of type payload.SimpleContainerImage");
            }
            for (JsonValue critical : root.fields("critical")) {
                critical(critical);
            }
            for (JsonValue optional : root.fields("optional")) {
                optional(optional);
            }
        }

        private void critical(JsonValue node) throws MalformedEntityException {
            JsonObject critical = object(node, "SimpleContainerImage.critical", "payload.Critical");
            for (JsonValue identity : critical.fields("identity")) {
                for (JsonValue reference : object(identity, "Critical.critical.identity", "payload.Identity")
                        .fields("docker-reference")) {
                    text(reference, "Identity.critical.identity.docker-reference");
                }
            }
            for (JsonValue image : critical.fields("image")) {
                for (JsonValue found : object(image, "Critical.critical.image", "payload.Image")
                        .fields("docker-manifest-digest")) {
                    digest = text(found, "Image.critical.image.docker-manifest-digest", digest);
                }
            }
            for (JsonValue type : critical.fields("type")) {
                text(type, "Critical.critical.type");
            }
        }

        private void optional(JsonValue node) throws MalformedEntityException {
            if (node instanceof JsonNull) {
                annotations = new LinkedHashMap<>();
                return;
            }
            for (JsonValue.Member entry : object(node, "SimpleContainerImage.optional", "map[string]interface {}")
                    .members()) {
                GoNumbers.requireFloat64(entry.value(), "Go struct field SimpleContainerImage.optional");
                if (entry.value() instanceof JsonString text) {
                    annotations.put(entry.name(), text.value());
                } else {
                    annotations.remove(entry.name());
                }
            }
        }

        private static JsonObject object(JsonValue node, String field, String type) throws MalformedEntityException {
            if (node instanceof JsonObject object) {
                return object;
            }
            if (node instanceof JsonNull) {
                return new JsonObject(java.util.List.of());
            }
            throw mismatch(node, field, type);
        }

        private static void text(JsonValue node, String field) throws MalformedEntityException {
            text(node, field, "");
        }

        private static String text(JsonValue node, String field, String before) throws MalformedEntityException {
            if (node instanceof JsonString text) {
                return text.value();
            }
            if (node instanceof JsonNull) {
                return before;
            }
            throw mismatch(node, field, "string");
        }

        private static MalformedEntityException mismatch(JsonValue node, String field, String type) {
            String kind = node instanceof JsonArray ? "array" : node.goName();
            return new MalformedEntityException(
                    "json: cannot unmarshal " + kind + " into Go struct field " + field + " of type " + type);
        }
    }
}
