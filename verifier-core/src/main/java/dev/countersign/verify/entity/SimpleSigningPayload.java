package dev.countersign.verify.entity;

import dev.countersign.verify.entity.GoJson.ListNode;
import dev.countersign.verify.entity.GoJson.Node;
import dev.countersign.verify.entity.GoJson.NullNode;
import dev.countersign.verify.entity.GoJson.ObjectNode;
import dev.countersign.verify.entity.GoJson.TextNode;
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
        annotations = Map.copyOf(annotations);
    }

    /**
     * Reads a payload.
     *
     * @throws GoJsonException with Go's text when the bytes are no such JSON
     */
    public static SimpleSigningPayload parse(byte[] payload) throws GoJsonException {
        Reader reader = new Reader();
        reader.read(GoJson.parse(payload));
        return new SimpleSigningPayload(reader.digest, reader.annotations);
    }

    /** Go decodes a name that stands twice into the same struct twice, so that the fields of both remain. */
    private static final class Reader {
        private String digest = "";
        private Map<String, String> annotations = new LinkedHashMap<>();

        void read(Node node) throws GoJsonException {
            if (node instanceof NullNode) {
                return;
            }
            if (!(node instanceof ObjectNode root)) {
                throw new GoJsonException("json: cannot unmarshal " + node.kind()
                        + " into Go value of type payload.SimpleContainerImage");
            }
            for (Node critical : root.fields("critical")) {
                critical(critical);
            }
            for (Node optional : root.fields("optional")) {
                optional(optional);
            }
        }

        private void critical(Node node) throws GoJsonException {
            ObjectNode critical = object(node, "SimpleContainerImage.critical", "payload.Critical");
            for (Node identity : critical.fields("identity")) {
                for (Node reference : object(identity, "Critical.critical.identity", "payload.Identity")
                        .fields("docker-reference")) {
                    text(reference, "Identity.critical.identity.docker-reference");
                }
            }
            for (Node image : critical.fields("image")) {
                for (Node found : object(image, "Critical.critical.image", "payload.Image")
                        .fields("docker-manifest-digest")) {
                    digest = text(found, "Image.critical.image.docker-manifest-digest", digest);
                }
            }
            for (Node type : critical.fields("type")) {
                text(type, "Critical.critical.type");
            }
        }

        private void optional(Node node) throws GoJsonException {
            if (node instanceof NullNode) {
                annotations = new LinkedHashMap<>();
                return;
            }
            for (GoJson.Entry entry : object(node, "SimpleContainerImage.optional", "map[string]interface {}")
                    .entries()) {
                if (entry.value() instanceof TextNode text) {
                    annotations.put(entry.name(), text.value());
                } else {
                    annotations.remove(entry.name());
                }
            }
        }

        private static ObjectNode object(Node node, String field, String type) throws GoJsonException {
            if (node instanceof ObjectNode object) {
                return object;
            }
            if (node instanceof NullNode) {
                return new ObjectNode(java.util.List.of());
            }
            throw mismatch(node, field, type);
        }

        private static void text(Node node, String field) throws GoJsonException {
            text(node, field, "");
        }

        private static String text(Node node, String field, String before) throws GoJsonException {
            if (node instanceof TextNode text) {
                return text.value();
            }
            if (node instanceof NullNode) {
                return before;
            }
            throw mismatch(node, field, "string");
        }

        private static GoJsonException mismatch(Node node, String field, String type) {
            String kind = node instanceof ListNode ? "array" : node.kind();
            return new GoJsonException(
                    "json: cannot unmarshal " + kind + " into Go struct field " + field + " of type " + type);
        }
    }
}
