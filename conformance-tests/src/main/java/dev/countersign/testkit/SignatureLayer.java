package dev.countersign.testkit;

import dev.countersign.registry.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * One signature in cosign's own layout, as a layer of a signature manifest: what is signed, and the annotations that hold the
 * signature and its proofs. Immutable; a test makes damaged ones with {@link #with} and {@link #without}.
 *
 * @param payload the signed bytes
 * @param annotations of the layer's descriptor
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record SignatureLayer(byte[] payload, Map<String, String> annotations) {
    /** Holds the signature in base64. */
    public static final String SIGNATURE = "dev.cosignproject.cosign/signature";

    /** Holds the signer's certificate as PEM. */
    public static final String CERTIFICATE = "dev.sigstore.cosign/certificate";

    /** Holds the issuers' certificates as PEM. */
    public static final String CHAIN = "dev.sigstore.cosign/chain";

    /** Holds the Rekor entry with the log's promise, as JSON. */
    public static final String BUNDLE = "dev.sigstore.cosign/bundle";

    /** Holds an RFC 3161 timestamp over the signature, as JSON. */
    public static final String TIMESTAMP = "dev.sigstore.cosign/rfc3161timestamp";

    public SignatureLayer {
        payload = payload.clone();
        annotations = Map.copyOf(annotations);
    }

    @Override
    public byte[] payload() {
        return payload.clone();
    }

    /** The same layer with another annotation, or another value of it. */
    public SignatureLayer with(String annotation, String value) {
        Map<String, String> more = new LinkedHashMap<>(annotations);
        more.put(annotation, value);
        return new SignatureLayer(payload, more);
    }

    /** The same layer without an annotation. */
    public SignatureLayer without(String annotation) {
        Map<String, String> fewer = new LinkedHashMap<>(annotations);
        fewer.remove(annotation);
        return new SignatureLayer(payload, fewer);
    }

    /** The same layer with a timestamp of its signature, as {@code cosign sign --timestamp-server-url} adds it. */
    public SignatureLayer stamped(VirtualTimestampAuthority authority, Instant at) {
        byte[] signature = Base64.getDecoder().decode(annotations.getOrDefault(SIGNATURE, ""));
        return stamped(authority.stamp(signature.length == 0 ? payload : signature, at));
    }

    /** The same layer with that TimeStampResp. */
    public SignatureLayer stamped(byte[] response) {
        return with(TIMESTAMP, "{\"SignedRFC3161Timestamp\":\"" + Texts.base64(response) + "\"}");
    }

    /** The same annotations over another payload. */
    public SignatureLayer over(byte[] another) {
        return new SignatureLayer(another, annotations);
    }

    /**
     * The simple-signing payload that cosign signs.
     *
     * @param image the digest that it speaks of
     * @param optional what else it says: {@code cosign sign -a key=value}
     */
    public static byte[] payloadOf(Digest image, Map<String, String> optional) {
        StringBuilder says = new StringBuilder();
        new TreeMap<>(optional).forEach((name, value) -> says.append(says.isEmpty() ? "{" : ",")
                .append(Texts.json(name))
                .append(":")
                .append(Texts.json(value)));
        String json = "{\"critical\":{\"identity\":{\"docker-reference\":\"\"},\"image\":{\"docker-manifest-digest\":\""
                + image.text() + "\"},\"type\":\"cosign container image signature\"},\"optional\":"
                + (says.isEmpty() ? "null" : says + "}") + "}";
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
