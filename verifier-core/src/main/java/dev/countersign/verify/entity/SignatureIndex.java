package dev.countersign.verify.entity;

import dev.countersign.verify.entity.JsonValue.JsonArray;
import dev.countersign.verify.entity.JsonValue.JsonObject;
import dev.countersign.verify.entity.JsonValue.JsonString;
import java.util.List;
import java.util.Optional;

/**
 * An image index where a signature manifest is expected. The Go registry client takes the first child for linux/amd64, and takes a
 * child without a platform for one (measured 95).
 */
public final class SignatureIndex {
    /** The media types of an index, as the registry must answer them. */
    public static final List<String> MEDIA_TYPES = List.of(
            "application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json");

    private SignatureIndex() {}

    /**
     * The child that counts; nothing of it is proven but by its digest.
     *
     * @param mediaType as the index states it, empty where it does not
     * @param digest as the index states it, which may be no digest at all
     */
    public record Child(String mediaType, String digest) {}

    /**
     * The child for linux/amd64; absent where there is none.
     *
     * @throws MalformedEntityException when the bytes are no index
     */
    public static Optional<Child> child(byte[] index) throws MalformedEntityException {
        if (!(GoJson.unmarshal(index) instanceof JsonObject object)) {
            throw new MalformedEntityException("json: cannot unmarshal into Go value of type v1.IndexManifest");
        }
        Optional<Child> found = Optional.empty();
        for (JsonValue field : object.fields("manifests")) {
            if (field instanceof JsonArray list) {
                found = list.elements().stream()
                        .filter(SignatureIndex::isMeant)
                        .findFirst()
                        .map(child -> new Child(text(child, "mediaType"), text(child, "digest")));
            }
        }
        return found;
    }

    private static boolean isMeant(JsonValue child) {
        if (!(child instanceof JsonObject descriptor)) {
            return false;
        }
        Optional<JsonObject> platform = Optional.empty();
        for (JsonValue field : descriptor.fields("platform")) {
            if (field instanceof JsonObject stated) {
                platform = Optional.of(stated);
            }
        }
        return platform.isEmpty()
                || text(platform.get(), "os").equals("linux")
                        && text(platform.get(), "architecture").equals("amd64");
    }

    private static String text(JsonValue node, String name) {
        String found = "";
        if (node instanceof JsonObject object) {
            for (JsonValue field : object.fields(name)) {
                if (field instanceof JsonString text) {
                    found = text.value();
                }
            }
        }
        return found;
    }
}
