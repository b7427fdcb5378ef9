package dev.countersign.verify.entity;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A DSSE envelope: a payload of a stated type and signatures over both (the DSSE protocol, version 1). Nothing in it is proven, and
 * nothing is decided about its type. Immutable.
 *
 * @param payloadType media type of the payload
 * @param payload the bytes of the payload
 * @param signatures in the order of the envelope
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record DsseEnvelope(String payloadType, byte[] payload, List<Signature> signatures) {
    /** The payload type of in-toto statements. */
    public static final String IN_TOTO = "application/vnd.in-toto+json";

    /**
     * One signature of an envelope.
     *
     * @param keyId what the signer calls the key; empty where it says nothing
     * @param signature the signature's bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // copied in and out
    public record Signature(String keyId, byte[] signature) {
        public Signature {
            signature = signature.clone();
        }

        @Override
        public byte[] signature() {
            return signature.clone();
        }
    }

    public DsseEnvelope {
        payload = payload.clone();
        signatures = List.copyOf(signatures);
    }

    @Override
    public byte[] payload() {
        return payload.clone();
    }

    /** What is signed: the pre-authentication encoding of type and payload. */
    public byte[] signedBytes() {
        return pae(payloadType, payload);
    }

    /** The pre-authentication encoding. Lengths are counted in bytes, of the type in UTF-8. */
    public static byte[] pae(String payloadType, byte[] payload) {
        byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream encoded = new ByteArrayOutputStream(payload.length + type.length + 48);
        encoded.writeBytes(ascii("DSSEv1 " + type.length + " "));
        encoded.writeBytes(type);
        encoded.writeBytes(ascii(" " + payload.length + " "));
        encoded.writeBytes(payload);
        return encoded.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
