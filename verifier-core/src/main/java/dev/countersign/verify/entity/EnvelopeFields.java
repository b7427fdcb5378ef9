package dev.countersign.verify.entity;

import dev.countersign.verify.entity.JsonValue.JsonArray;
import dev.countersign.verify.entity.JsonValue.JsonNull;
import dev.countersign.verify.entity.JsonValue.JsonObject;
import dev.countersign.verify.entity.JsonValue.JsonString;
import dev.countersign.verify.entity.JsonValue.Member;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of a DSSE envelope as text, as Go's {@code encoding/json} reads them: names in any case, the last of several counts, null
 * leaves a field as it is, unknown names are skipped.
 */
public record EnvelopeFields(String payloadType, String payload, List<Signature> signatures) {
    private static final String NO_BASE64 = "unable to base64 decode payload (is payload in the right format?)";

    /** A signature as it stands. */
    public record Signature(String keyId, String sig) {}

    public EnvelopeFields {
        signatures = List.copyOf(signatures);
    }

    /**
     * Reads them.
     *
     * @throws MalformedEntityException in Go's words: {@code json: cannot unmarshal array into Go value of type dsse.Envelope}
     */
    public static EnvelopeFields read(JsonValue json) throws MalformedEntityException {
        if (json instanceof JsonNull) {
            return new EnvelopeFields("", "", List.of());
        }
        if (!(json instanceof JsonObject envelope)) {
            throw new MalformedEntityException(
                    "json: cannot unmarshal " + json.goName() + " into Go value of type dsse.Envelope");
        }
        String payloadType = "";
        String payload = "";
        List<Signature> signatures = new ArrayList<>();
        for (Member member : envelope.members()) {
            if (member.is("payloadType")) {
                payloadType = text(member.value(), "Envelope.payloadType", payloadType);
            } else if (member.is("payload")) {
                payload = text(member.value(), "Envelope.payload", payload);
            } else if (member.is("signatures")) {
                signatures.clear();
                signatures.addAll(signatures(member.value()));
            }
        }
        return new EnvelopeFields(payloadType, payload, signatures);
    }

    /**
     * The envelope that they say.
     *
     * @throws MalformedEntityException {@code unable to base64 decode payload (is payload in the right format?)}
     */
    public DsseEnvelope decoded() throws MalformedEntityException {
        byte[] octets = octets(payload);
        List<DsseEnvelope.Signature> decoded = new ArrayList<>();
        for (Signature signature : signatures) {
            decoded.add(new DsseEnvelope.Signature(signature.keyId(), octets(signature.sig())));
        }
        return new DsseEnvelope(payloadType, octets, decoded);
    }

    private static byte[] octets(String base64) throws MalformedEntityException {
        return EitherBase64.padded(base64).orElseThrow(() -> new MalformedEntityException(NO_BASE64));
    }

    private static List<Signature> signatures(JsonValue value) throws MalformedEntityException {
        if (value instanceof JsonNull) {
            return List.of();
        }
        if (!(value instanceof JsonArray list)) {
            throw mismatch(value, "Envelope.signatures", "[]dsse.Signature");
        }
        List<Signature> signatures = new ArrayList<>();
        for (JsonValue element : list.elements()) {
            signatures.add(signature(element));
        }
        return signatures;
    }

    private static Signature signature(JsonValue value) throws MalformedEntityException {
        String keyId = "";
        String sig = "";
        if (value instanceof JsonObject signature) {
            for (Member member : signature.members()) {
                if (member.is("keyid")) {
                    keyId = text(member.value(), "Signature.signatures.keyid", keyId);
                } else if (member.is("sig")) {
                    sig = text(member.value(), "Signature.signatures.sig", sig);
                }
            }
        } else if (!(value instanceof JsonNull)) {
            throw mismatch(value, "Envelope.signatures", "dsse.Signature");
        }
        return new Signature(keyId, sig);
    }

    private static String text(JsonValue value, String field, String before) throws MalformedEntityException {
        if (value instanceof JsonString text) {
            return text.value();
        }
        if (value instanceof JsonNull) {
            return before;
        }
        throw mismatch(value, field, "string");
    }

    private static MalformedEntityException mismatch(JsonValue value, String field, String type) {
        return new MalformedEntityException(
                "json: cannot unmarshal " + value.goName() + " into Go struct field " + field + " of type " + type);
    }
}
