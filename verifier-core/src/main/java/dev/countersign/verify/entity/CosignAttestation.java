package dev.countersign.verify.entity;

import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.StandardBase64;
import dev.countersign.verify.entity.JsonValue.JsonObject;
import dev.countersign.verify.entity.JsonValue.JsonString;
import java.util.Optional;

/**
 * An attestation in cosign's own layout: a layer whose payload is a DSSE envelope around an in-toto statement
 * (signature-verification.md 2.7). Nothing in it is proven. Immutable.
 *
 * @param envelope what is signed, and the signatures
 * @param layer the layer that holds the envelope, with everything that proves the signer
 * @param payloadFault why the payload is no base64 of the standard alphabet, in Go's words, where it is none: its signature can be
 *     verified, but cosign reads no statement from it
 * @param around what Kyverno reads in the envelope outside of the signed payload
 */
public record CosignAttestation(
        DsseEnvelope envelope, CosignSignature layer, Optional<String> payloadFault, Around around)
        implements SignedEntity {
    /** Our bounds on an envelope, which is read before its signature is verified. */
    public static final GoJson.Limits LIMITS = new GoJson.Limits(400, 100_000);

    /**
     * What stands in the envelope beside type, payload and signatures, where anybody may have written it. Kyverno takes the envelope
     * for the payload of a signature too, and finds a digest and annotations there; and it reads the statement from the member named
     * exactly {@code payload}, while the signature is over the last one of that name in any case.
     *
     * @param payload which member is named exactly so
     * @param claim the digest and the annotations; absent where a signature's payload cannot be read from it
     * @param claimFault why it cannot, in Go's words; empty where it can
     */
    public record Around(ExactPayload payload, Optional<SimpleSigningPayload> claim, String claimFault) {}

    /** What the member named exactly {@code payload} holds. */
    public enum ExactPayload {
        /** The signed payload. */
        SIGNED,
        /** Another value than the signed payload. */
        OTHER,
        /** There is none: the signed payload's name is written in another case. */
        ABSENT
    }

    @Override
    public byte[] payload() {
        return envelope.signedBytes();
    }

    @Override
    public String foundAt() {
        return layer.foundAt();
    }

    /**
     * Reads the envelope of a layer.
     *
     * @throws MalformedEntityException in cosign's words and order: {@code invalid payloadType X on envelope. Expected
     *     application/vnd.in-toto+json}, {@code no signature found}
     */
    public static CosignAttestation parse(CosignSignature layer) throws MalformedEntityException {
        JsonValue json = GoJson.unmarshal(layer.payload(), LIMITS);
        EnvelopeFields fields = EnvelopeFields.read(json);
        if (!fields.payloadType().equals(DsseEnvelope.IN_TOTO)) {
            throw new MalformedEntityException(
                    "invalid payloadType " + fields.payloadType() + " on envelope. Expected " + DsseEnvelope.IN_TOTO);
        }
        if (fields.signatures().isEmpty()) {
            throw new MalformedEntityException("no signature found");
        }
        return new CosignAttestation(fields.decoded(), layer, fault(fields.payload()), around(json, fields.payload()));
    }

    private static Optional<String> fault(String payload) {
        try {
            StandardBase64.octets(payload);
            return Optional.empty();
        } catch (CryptographyException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Around around(JsonValue json, String signed) {
        Optional<JsonValue> exact = json instanceof JsonObject object ? object.get("payload") : Optional.empty();
        ExactPayload payload = exact.isEmpty()
                ? ExactPayload.ABSENT
                : exact.get().equals(new JsonString(signed)) ? ExactPayload.SIGNED : ExactPayload.OTHER;
        try {
            return new Around(payload, Optional.of(SimpleSigningPayload.of(json)), "");
        } catch (MalformedEntityException e) {
            return new Around(payload, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }
}
