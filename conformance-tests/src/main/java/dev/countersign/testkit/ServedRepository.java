package dev.countersign.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.registry.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One repository that a server in the process serves, from a layout or from what was pushed. Thread-safe. */
final class ServedRepository {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A manifest under a name that it may not deserve. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Stored(String mediaType, String digest, byte[] bytes) {}

    private final Optional<Path> layout;
    private final Map<String, Stored> manifests = new LinkedHashMap<>();
    private final Map<String, String> tags = new HashMap<>();
    private final Map<String, byte[]> blobs = new HashMap<>();

    private ServedRepository(Optional<Path> layout) {
        this.layout = layout;
    }

    static ServedRepository empty() {
        return new ServedRepository(Optional.empty());
    }

    /** @throws IOException when the layout has no index or lists what it does not hold */
    static ServedRepository of(Path layout) throws IOException {
        ServedRepository out = new ServedRepository(Optional.of(layout));
        JsonNode index = JSON.readTree(layout.resolve("index.json").toFile());
        for (JsonNode entry : index.path("manifests")) {
            String digest = entry.path("digest").asText("");
            byte[] bytes = out.file(digest).orElseThrow(() -> new IOException(layout + ": no blob for " + digest));
            out.list(entry.path("mediaType").asText(""), digest, bytes);
            String tag = entry.path("annotations")
                    .path("org.opencontainers.image.ref.name")
                    .asText("");
            if (!tag.isEmpty()) {
                out.tags.put(tag, digest);
            }
        }
        return out;
    }

    synchronized void tag(String tag, Digest digest) {
        tags.put(tag, digest.text());
    }

    synchronized void put(String mediaType, Digest digest, byte[] manifest) {
        blobs.put(digest.text(), manifest.clone());
        manifests.put(digest.text(), new Stored(mediaType, digest.text(), manifest.clone()));
    }

    synchronized void put(Digest digest, byte[] blob) {
        blobs.put(digest.text(), blob.clone());
    }

    synchronized Optional<Stored> manifest(String reference) {
        return Optional.ofNullable(manifests.get(tags.getOrDefault(reference, reference)));
    }

    synchronized Optional<byte[]> blob(String digest) throws IOException {
        byte[] pushed = blobs.get(digest);
        return pushed != null ? Optional.of(pushed.clone()) : file(digest);
    }

    /** The answer of the referrers API. */
    synchronized byte[] referrers(String subject) {
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        index.put("schemaVersion", 2).put("mediaType", RegistryHandler.INDEX);
        ArrayNode list = index.putArray("manifests");
        for (Stored stored : manifests.values()) {
            JsonNode manifest = parse(stored.bytes());
            if (!subject.equals(manifest.path("subject").path("digest").asText(""))) {
                continue;
            }
            ObjectNode entry = list.addObject()
                    .put("mediaType", stored.mediaType())
                    .put("digest", stored.digest())
                    .put("size", stored.bytes().length);
            String own = manifest.path("artifactType").asText("");
            String type =
                    own.isEmpty() ? manifest.path("config").path("mediaType").asText("") : own;
            if (!type.isEmpty()) {
                entry.put("artifactType", type);
            }
            if (manifest.path("annotations").isObject()) {
                entry.set("annotations", manifest.path("annotations"));
            }
        }
        return index.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void list(String stated, String digest, byte[] bytes) throws IOException {
        if (manifests.containsKey(digest)) {
            return;
        }
        JsonNode manifest = parse(bytes);
        for (JsonNode child : manifest.path("manifests")) {
            String name = child.path("digest").asText("");
            Optional<byte[]> content = name.equals(digest) ? Optional.empty() : file(name);
            if (content.isPresent()) {
                list(child.path("mediaType").asText(""), name, content.get());
            }
        }
        String type = stated.isEmpty() ? manifest.path("mediaType").asText("") : stated;
        manifests.put(digest, new Stored(type, digest, bytes));
    }

    private Optional<byte[]> file(String digest) throws IOException {
        Optional<Digest> name = Digest.parse(digest);
        if (layout.isEmpty() || name.isEmpty()) {
            return Optional.empty();
        }
        Path file = layout.get()
                .resolve("blobs")
                .resolve("sha256")
                .resolve(name.get().hex());
        return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    private static JsonNode parse(byte[] manifest) {
        try {
            return JSON.readTree(new String(manifest, StandardCharsets.UTF_8));
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }
}
