package dev.countersign.verify.entity;

import dev.countersign.document.GoText;
import dev.countersign.registry.Descriptor;
import dev.countersign.verify.entity.JsonValue.JsonArray;
import dev.countersign.verify.entity.JsonValue.JsonNull;
import dev.countersign.verify.entity.JsonValue.JsonNumber;
import dev.countersign.verify.entity.JsonValue.JsonObject;
import dev.countersign.verify.entity.JsonValue.JsonString;
import dev.countersign.verify.entity.JsonValue.Member;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A manifest as a Go library reads it, with Go's {@code encoding/json}: a value of another type than its field's spoils the manifest, the
 * first one is told. A list that stands twice is laid over the first.
 * Fields of a descriptor that decide nothing here (platform, URLs, data) are not looked at. Not thread-safe; made for one manifest.
 */
final class GoManifest {
    /** Whose types the manifest is read into. */
    private enum Library {
        /** go-containerregistry: a digest that is none ends the reading. */
        CONTAINER_REGISTRY("types.MediaType", "Manifest.schemaVersion", "int64"),
        /** The OCI's image-spec: a digest is any text. */
        IMAGE_SPEC("string", "Manifest.Versioned.schemaVersion", "int");

        private final String mediaType;
        private final String versionPath;
        private final String versionType;

        Library(String mediaType, String versionPath, String versionType) {
            this.mediaType = mediaType;
            this.versionPath = versionPath;
            this.versionType = versionType;
        }
    }

    /** A descriptor while it is read: what stands twice is laid over it in place, since copies would cost the square of the manifest's size. */
    private static final class Draft {
        private String mediaType = "";
        private String digest = "";
        private long size;
        private Map<String, String> annotations = new LinkedHashMap<>();

        Descriptor read() {
            return new Descriptor(mediaType, digest, size, "", annotations);
        }
    }

    private final Library library;
    private Optional<String> fault = Optional.empty();
    private List<Draft> layers = List.of();

    private GoManifest(Library library) {
        this.library = library;
    }

    /**
     * The layers of an image, in order, by go-containerregistry; whatever follows the manifest counts for nothing.
     *
     * @throws MalformedEntityException in its words: {@code wrong number of hex digits for sha256: abc}
     */
    static List<Descriptor> layersOfImage(byte[] manifest) throws MalformedEntityException {
        return new GoManifest(Library.CONTAINER_REGISTRY).read(GoJson.decodeFirst(manifest));
    }

    /**
     * The layers of an artifact, in order, by the OCI's own types.
     *
     * @throws MalformedEntityException in Go's words
     */
    static List<Descriptor> layersOfArtifact(byte[] manifest) throws MalformedEntityException {
        return new GoManifest(Library.IMAGE_SPEC).read(GoJson.unmarshal(manifest));
    }

    private List<Descriptor> read(JsonValue manifest) throws MalformedEntityException {
        read(GoFields.struct(manifest, "v1.Manifest"));
        if (fault.isPresent()) {
            throw new MalformedEntityException(fault.get());
        }
        return layers.stream().map(Draft::read).toList();
    }

    private void read(JsonObject manifest) throws MalformedEntityException {
        Draft config = new Draft();
        Draft subject = new Draft();
        for (Member member : manifest.members()) {
            JsonValue value = member.value();
            if (member.is("schemaVersion")) {
                number(value, 0, library.versionPath, library.versionType);
            } else if (member.is("mediaType")) {
                text(value, "", "Manifest.mediaType", library.mediaType);
            } else if (member.is("artifactType") && library == Library.IMAGE_SPEC) {
                text(value, "", "Manifest.artifactType", "string");
            } else if (member.is("config")) {
                descriptor(value, config, "Manifest.config");
            } else if (member.is("layers")) {
                layers = list(value);
            } else if (member.is("annotations")) {
                texts(value, new LinkedHashMap<>(), "Manifest.annotations");
            } else if (member.is("subject")) {
                descriptor(value, subject, "Manifest.subject");
            }
        }
    }

    private List<Draft> list(JsonValue value) throws MalformedEntityException {
        if (value instanceof JsonNull) {
            return List.of();
        }
        if (!(value instanceof JsonArray array)) {
            fail(words(value, "Manifest.layers", "[]v1.Descriptor"));
            return layers;
        }
        List<Draft> read = new ArrayList<>();
        for (JsonValue element : array.elements()) {
            Draft draft = read.size() < layers.size() ? layers.get(read.size()) : new Draft();
            descriptor(element, draft, "Manifest.layers");
            read.add(draft);
        }
        return read;
    }

    private void descriptor(JsonValue value, Draft draft, String field) throws MalformedEntityException {
        if (!(value instanceof JsonObject object)) {
            if (!(value instanceof JsonNull)) {
                fail(words(value, field, "v1.Descriptor"));
            }
            return;
        }
        String path = "Descriptor." + field.substring(field.indexOf('.') + 1) + ".";
        for (Member member : object.members()) {
            if (member.is("digest")) {
                draft.digest = library == Library.IMAGE_SPEC
                        ? text(member.value(), draft.digest, path + "digest", "digest.Digest")
                        : digest(member.value(), path + "digest");
            } else if (member.is("mediaType")) {
                draft.mediaType = text(member.value(), draft.mediaType, path + "mediaType", library.mediaType);
            } else if (member.is("size")) {
                draft.size = number(member.value(), draft.size, path + "size", "int64");
            } else if (member.is("annotations")) {
                draft.annotations = texts(member.value(), draft.annotations, path + "annotations");
            } else if (member.is("artifactType")) {
                text(member.value(), "", path + "artifactType", "string");
            }
        }
    }

    private static String digest(JsonValue value, String path) throws MalformedEntityException {
        if (value instanceof JsonNull) {
            return digest("");
        }
        if (!(value instanceof JsonString text)) {
            throw new MalformedEntityException(words(value, path, "string"));
        }
        return digest(text.value());
    }

    private static String digest(String digest) throws MalformedEntityException {
        int colon = digest.indexOf(':');
        if (colon <= 0 || colon == digest.length() - 1) {
            throw new MalformedEntityException("cannot parse hash: " + GoText.quote(digest));
        }
        String algorithm = digest.substring(0, colon);
        String hex = digest.substring(colon + 1);
        for (byte octet : hex.getBytes(StandardCharsets.UTF_8)) {
            if ("0123456789abcdef".indexOf(octet & 0xff) < 0) {
                // Go shows the octet as if it were Latin-1.
                throw new MalformedEntityException("found non-hex character in hash: " + (char) (octet & 0xff));
            }
        }
        if (!algorithm.equals("sha256")) {
            throw new MalformedEntityException("unsupported hash: " + GoText.quote(algorithm));
        }
        if (hex.length() != 64) {
            throw new MalformedEntityException("wrong number of hex digits for sha256: " + hex);
        }
        return digest;
    }

    private String text(JsonValue value, String before, String path, String type) {
        if (value instanceof JsonString text) {
            return text.value();
        }
        if (!(value instanceof JsonNull)) {
            fail(words(value, path, type));
        }
        return before;
    }

    private long number(JsonValue value, long before, String path, String type) {
        if (value instanceof JsonNumber number) {
            try {
                return Long.parseLong(number.literal());
            } catch (NumberFormatException e) {
                fail("json: cannot unmarshal number " + number.literal() + " into Go struct field " + path + " of type "
                        + type);
            }
        } else if (!(value instanceof JsonNull)) {
            fail(words(value, path, type));
        }
        return before;
    }

    /** Lays texts over those before, in place. */
    private Map<String, String> texts(JsonValue value, Map<String, String> before, String path) {
        if (value instanceof JsonNull) {
            return new LinkedHashMap<>();
        }
        if (value instanceof JsonObject entries) {
            for (Member entry : entries.members()) {
                before.put(entry.name(), text(entry.value(), "", path, "string"));
            }
        } else {
            fail(words(value, path, "map[string]string"));
        }
        return before;
    }

    private static String words(JsonValue value, String path, String type) {
        return "json: cannot unmarshal " + value.goName() + " into Go struct field " + path + " of type " + type;
    }

    private void fail(String message) {
        if (fault.isEmpty()) {
            fault = Optional.of(message);
        }
    }
}
