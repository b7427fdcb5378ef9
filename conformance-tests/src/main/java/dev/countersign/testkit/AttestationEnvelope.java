package dev.countersign.testkit;

import dev.countersign.registry.Digest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A DSSE envelope around an in-toto statement, as cosign attaches it to an image: what is said, and signatures over it. Immutable; a test
 * makes damaged ones with other parts.
 *
 * @param payloadType the media type that the envelope states and the signatures cover
 * @param statement the payload
 * @param signatures members of {@code signatures}, as JSON
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record AttestationEnvelope(String payloadType, byte[] statement, List<String> signatures) {
    /** The payload type of in-toto statements. */
    public static final String IN_TOTO = "application/vnd.in-toto+json";

    public AttestationEnvelope {
        statement = statement.clone();
        signatures = List.copyOf(signatures);
    }

    @Override
    public byte[] statement() {
        return statement.clone();
    }

    /** An envelope that nobody has signed yet. */
    public static AttestationEnvelope of(byte[] statement) {
        return new AttestationEnvelope(IN_TOTO, statement, List.of());
    }

    /**
     * The statement that cosign writes of an image.
     *
     * @param image the digest that it speaks of
     * @param predicateType what kind of thing is said
     * @param predicate what is said, as JSON
     */
    public static byte[] statement(Digest image, String predicateType, String predicate) {
        String json = "{\"_type\":\"https://in-toto.io/Statement/v0.1\",\"predicateType\":" + Texts.json(predicateType)
                + ",\"subject\":[{\"name\":\"image\",\"digest\":{\"sha256\":\"" + image.hex() + "\"}}],\"predicate\":"
                + predicate + "}";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** The same with one more signature. */
    public AttestationEnvelope signedBy(SigningKey key) {
        return signedBy(key, "");
    }

    /** The same with one more signature, by a key of that name. */
    public AttestationEnvelope signedBy(SigningKey key, String keyId) {
        List<String> more = new ArrayList<>(signatures);
        more.add("{\"keyid\":" + Texts.json(keyId) + ",\"sig\":\"" + Texts.base64(key.sign(signedBytes())) + "\"}");
        return new AttestationEnvelope(payloadType, statement, more);
    }

    /** What a signature is over: the pre-authentication encoding. */
    public byte[] signedBytes() {
        byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        encoded.writeBytes(("DSSEv1 " + type.length + " ").getBytes(StandardCharsets.UTF_8));
        encoded.writeBytes(type);
        encoded.writeBytes((" " + statement.length + " ").getBytes(StandardCharsets.UTF_8));
        encoded.writeBytes(statement);
        return encoded.toByteArray();
    }

    /** The envelope as JSON. */
    public byte[] json() {
        return json("");
    }

    /** The envelope as JSON, with further members before its own: {@code "optional":{},}. */
    public byte[] json(String members) {
        String json = "{" + members + "\"payloadType\":" + Texts.json(payloadType) + ",\"payload\":\""
                + Texts.base64(statement) + "\",\"signatures\":[" + String.join(",", signatures) + "]}";
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
