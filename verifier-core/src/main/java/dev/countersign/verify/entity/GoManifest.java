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
    private static final Descriptor NOTHING = new Descriptor("", "", 0, "", Map.of());

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

    private final Library library;
    private Optional<String> fault = Optional.empty();
    private List<Descriptor> layers = List.of();

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
        return layers;
    }

    private void read(JsonObject manifest) throws MalformedEntityException {
        Descriptor config = NOTHING;
        Descriptor subject = NOTHING;
        for (Member member : manifest.members()) {
            JsonValue value = member.value();
            if (member.is("schemaVersion")) {
                number(value, 0, library.versionPath, library.versionType);
            } else if (member.is("mediaType")) {
                text(value, "", "Manifest.mediaType", library.mediaType);
            } else if (member.is("artifactType") && library == Library.IMAGE_SPEC) {
                text(value, "", "Manifest.artifactType", "string");
            } else if (member.is("config")) {
                config = descriptor(value, config, "Manifest.config");
            } else if (member.is("layers")) {
                layers = list(value);
            } else if (member.is("annotations")) {
                texts(value, Map.of(), "Manifest.annotations");
            } else if (member.is("subject")) {
                subject = descriptor(value, subject, "Manifest.subject");
            }
        }
    }

    private List<Descriptor> list(JsonValue value) throws MalformedEntityException {
        if (value instanceof JsonNull) {
            return List.of();
        }
        if (!(value instanceof JsonArray array)) {
            fail(words(value, "Manifest.layers", "[]v1.Descriptor"));
            return layers;
        }
        List<Descriptor> read = new ArrayList<>();
        for (JsonValue element : array.elements()) {
            Descriptor before = read.size() < layers.size() ? layers.get(read.size()) : NOTHING;
            read.add(descriptor(element, before, "Manifest.layers"));
        }
        return read;
    }

    private Descriptor descriptor(JsonValue value, Descriptor before, String field) throws MalformedEntityException {
        if (!(value instanceof JsonObject object)) {
            if (!(value instanceof JsonNull)) {
                fail(words(value, field, "v1.Descriptor"));
            }
            return before;
        }
        String path = "Descriptor." + field.substring(field.indexOf('.') + 1) + ".";
        String mediaType = before.mediaType();
        String digest = before.digest();
        long size = before.size();
        Map<String, String> annotations = before.annotations();
        for (Member member : object.members()) {
            if (member.is("digest")) {
                digest = library == Library.IMAGE_SPEC
                        ? text(member.value(), digest, path + "digest", "digest.Digest")
                        : digest(member.value(), path + "digest");
            } else if (member.is("mediaType")) {
                mediaType = text(member.value(), mediaType, path + "mediaType", library.mediaType);
            } else if (member.is("size")) {
                size = number(member.value(), size, path + "size", "int64");
            } else if (member.is("annotations")) {
                annotations = texts(member.value(), annotations, path + "annotations");
            } else if (member.is("artifactType")) {
                text(member.value(), "", path + "artifactType", "string");
            }
        }
        return new Descriptor(mediaType, digest, size, "", annotations);
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

    private Map<String, String> texts(JsonValue value, Map<String, String> before, String path) {
        if (value instanceof JsonNull) {
            return Map.of();
        }
        if (!(value instanceof JsonObject entries)) {
            fail(words(value, path, "map[string]string"));
            return before;
        }
        Map<String, String> texts = new LinkedHashMap<>(before);
        for (Member entry : entries.members()) {
            texts.put(entry.name(), text(entry.value(), "", path, "string"));
        }
        return texts;
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
