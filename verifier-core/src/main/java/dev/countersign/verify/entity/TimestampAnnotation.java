package dev.countersign.verify.entity;

import dev.countersign.verify.entity.JsonValue.JsonNull;
import dev.countersign.verify.entity.JsonValue.JsonObject;
import java.nio.charset.StandardCharsets;

/**
 * An RFC 3161 timestamp as cosign stores it in the annotation {@code dev.sigstore.cosign/rfc3161timestamp}. Nothing of it is checked.
 * Immutable.
 *
 * @param response DER of the TimeStampResp; empty where the annotation holds none
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record TimestampAnnotation(byte[] response) {
    /** The longest annotation, in characters. */
    public static final int MAX_TEXT = 1024 * 1024;

    public TimestampAnnotation {
        response = response.clone();
    }

    @Override
    public byte[] response() {
        return response.clone();
    }

    /**
     * Reads the annotation as Go's {@code encoding/json} reads it. The empty annotation counts as absent and is not to be passed here.
     *
     * @throws MalformedEntityException in Go's words: {@code unmarshaling RFC3161 timestamp bundle: illegal base64 data at input byte
     *     0}
     */
    public static TimestampAnnotation parse(String annotation) throws MalformedEntityException {
        try {
            if (annotation.length() > MAX_TEXT) {
                throw new MalformedEntityException("annotation of " + annotation.length() + " characters");
            }
            JsonValue value = GoJson.unmarshal(annotation.getBytes(StandardCharsets.UTF_8));
            if (value instanceof JsonNull) {
                return new TimestampAnnotation(new byte[0]);
            }
            if (!(value instanceof JsonObject fields)) {
                throw new MalformedEntityException(
                        "json: cannot unmarshal " + value.goName() + " into Go value of type bundle.RFC3161Timestamp");
            }
            byte[] response = new byte[0];
            for (JsonValue field : fields.fields("SignedRFC3161Timestamp")) {
                response = field instanceof JsonNull
                        ? new byte[0]
                        : GoFields.octets(field, "RFC3161Timestamp.SignedRFC3161Timestamp");
            }
            return new TimestampAnnotation(response);
        } catch (MalformedEntityException e) {
            throw new MalformedEntityException("unmarshaling RFC3161 timestamp bundle: " + e.getMessage(), e);
        }
    }
}
