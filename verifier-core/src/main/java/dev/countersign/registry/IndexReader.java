package dev.countersign.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads image indexes, and of other manifests what tells whom they refer to. */
final class IndexReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private IndexReader() {}

    /** Not an index; the message says why and names no place. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    /**
     * What a manifest says of itself. A manifest that is no JSON, or odd in any of these, says nothing there: a registry
     * serves it all the same.
     *
     * @param mediaType empty when absent
     * @param artifactType its own or, where it has none, its configuration's media type
     * @param subject the digest that it refers to, as stated
     * @param annotations as stated
     * @param children the manifests of an index
     */
    record Outline(
            String mediaType,
            String artifactType,
            Optional<String> subject,
            Map<String, String> annotations,
            List<Descriptor> children) {
        static final Outline EMPTY = new Outline("", "", Optional.empty(), Map.of(), List.of());
    }

    /** The descriptors of an index, in its order. */
    static List<Descriptor> descriptors(ByteBuffer index) throws MalformedException {
        JsonNode tree;
        try {
            tree = parse(index);
        } catch (JsonProcessingException e) {
            throw new MalformedException(complaint(index));
        }
        if (!tree.isObject()) {
            throw new MalformedException("an index is a JSON object");
        }
        return descriptors(tree.path("manifests"));
    }

    static Outline outline(ByteBuffer manifest) {
        JsonNode tree;
        try {
            tree = parse(manifest);
        } catch (JsonProcessingException e) {
            return Outline.EMPTY;
        }
        String own = tree.path("artifactType").asText("");
        String subject = tree.path("subject").path("digest").asText("");
        List<Descriptor> children;
        try {
            children = descriptors(tree.path("manifests"));
        } catch (MalformedException e) {
            children = List.of();
        }
        return new Outline(
                tree.path("mediaType").asText(""),
                own.isEmpty() ? tree.path("config").path("mediaType").asText("") : own,
                subject.isEmpty() ? Optional.empty() : Optional.of(subject),
                texts(tree.path("annotations")),
                children);
    }

    private static JsonNode parse(ByteBuffer bytes) throws JsonProcessingException {
        return JSON.readTree(StandardCharsets.UTF_8.decode(bytes.duplicate()).toString());
    }

    private static List<Descriptor> descriptors(JsonNode manifests) throws MalformedException {
        if (manifests.isMissingNode() || manifests.isNull()) {
            return List.of();
        }
        if (!manifests.isArray()) {
            throw new MalformedException("manifests is not a list");
        }
        List<Descriptor> out = new ArrayList<>(manifests.size());
        for (JsonNode entry : manifests) {
            JsonNode size = entry.path("size");
            if (!entry.isObject() || !isText(entry, "mediaType", "digest", "artifactType")) {
                throw new MalformedException("manifests[" + out.size() + "] is not a descriptor");
            }
            if (!size.isMissingNode() && !(size.isIntegralNumber() && size.canConvertToLong())) {
                throw new MalformedException("manifests[" + out.size() + "].size is not a whole number");
            }
            out.add(new Descriptor(
                    entry.path("mediaType").asText(""),
                    entry.path("digest").asText(""),
                    size.asLong(0),
                    entry.path("artifactType").asText(""),
                    texts(entry.path("annotations"))));
        }
        return List.copyOf(out);
    }

    private static boolean isText(JsonNode entry, String... names) {
        for (String name : names) {
            JsonNode value = entry.path(name);
            if (!value.isMissingNode() && !value.isNull() && !value.isTextual()) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> out = new HashMap<>();
        object.properties().forEach(e -> {
            if (e.getValue().isTextual()) {
                out.put(e.getKey(), e.getValue().asText());
            }
        });
        return out;
    }

    /** Go's words for the two commonest kinds of text that is no JSON. */
    private static String complaint(ByteBuffer bytes) {
        String text =
                StandardCharsets.UTF_8.decode(bytes.duplicate()).toString().strip();
        if (text.isEmpty() || text.startsWith("{") || text.startsWith("[")) {
            return "unexpected end of JSON input, or text that is no JSON";
        }
        return "invalid character '" + Failures.printable(text.substring(0, text.offsetByCodePoints(0, 1)))
                + "' looking for beginning of value";
    }
}
