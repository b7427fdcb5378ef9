package dev.countersign.verify.entity;

import dev.countersign.verify.entity.JsonValue.JsonNull;
import dev.countersign.verify.entity.JsonValue.JsonObject;
import dev.countersign.verify.entity.JsonValue.JsonString;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The manifest that the payload of a notation signature names (signature-verification.md 7.2). Nothing in it is proven. Immutable.
 *
 * @param mediaType as stated; empty when absent
 * @param digest as stated
 * @param size in bytes, as stated
 * @param annotations what the signer added
 */
public record TargetArtifact(String mediaType, String digest, long size, Map<String, String> annotations) {
    private static final String FIELD = "Payload.targetArtifact";

    public TargetArtifact {
        // Not Map.copyOf, in which names of one hash, which anybody can choose, cost the square of their number.
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }

    /**
     * Reads a payload; members that it does not know are passed over.
     *
     * @throws MalformedEntityException in Go's words
     */
    public static TargetArtifact parse(byte[] payload) throws MalformedEntityException {
        JsonObject root = GoFields.struct(GoJson.unmarshal(payload), "envelope.Payload");
        JsonObject target = GoFields.object(root, "targetArtifact", FIELD, "v1.Descriptor");
        JsonObject annotations = GoFields.object(target, "annotations", FIELD + ".annotations", "map[string]string");
        Map<String, String> texts = new HashMap<>();
        for (JsonValue.Member member : annotations.members()) {
            if (member.value() instanceof JsonString text) {
                texts.put(member.name(), text.value());
            } else if (!(member.value() instanceof JsonNull)) {
                throw new MalformedEntityException("json: cannot unmarshal "
                        + member.value().goName() + " into Go struct field " + FIELD + ".annotations of type string");
            }
        }
        return new TargetArtifact(
                GoFields.text(target, "mediaType", FIELD + ".mediaType"),
                GoFields.text(target, "digest", FIELD + ".digest"),
                GoFields.number(target, "size", FIELD + ".size"),
                texts);
    }

    /** Digest, size and media type, for people. */
    public String describe() {
        return digest + " of " + size + " bytes, " + (mediaType.isEmpty() ? "without a media type" : mediaType);
    }
}
