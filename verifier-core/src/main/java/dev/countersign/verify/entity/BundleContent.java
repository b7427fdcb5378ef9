package dev.countersign.verify.entity;

import java.util.List;

/** What a Sigstore bundle's signature is over. Nothing of it is checked. Immutable. */
public sealed interface BundleContent {

    /** The signature's bytes; none where there is none. */
    byte[] signature();

    /**
     * A DSSE envelope.
     *
     * @param payloadType of the payload; {@code application/vnd.in-toto+json} for statements
     * @param payload never empty
     * @param signatures as many as there are; a bundle should have one
     */
    @SuppressWarnings("ArrayRecordComponent") // copied in and out
    record Envelope(String payloadType, byte[] payload, List<EnvelopeSignature> signatures) implements BundleContent {
        public Envelope {
            payload = payload.clone();
            signatures = List.copyOf(signatures);
        }

        @Override
        public byte[] payload() {
            return payload.clone();
        }

        @Override
        public byte[] signature() {
            return signatures.isEmpty() ? new byte[0] : signatures.get(0).signature();
        }
    }

    /**
     * A signature of an envelope.
     *
     * @param keyId which key it says to be by; empty where it says nothing
     * @param signature its bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // copied in and out
    record EnvelopeSignature(String keyId, byte[] signature) {
        public EnvelopeSignature {
            signature = signature.clone();
        }

        @Override
        public byte[] signature() {
            return signature.clone();
        }
    }

    /**
     * A signature over the image's manifest itself.
     *
     * @param algorithm what {@code digest} is said to be made with: {@code SHA2_256}; empty where the number is unknown
     * @param digest what is said to be signed
     * @param signature its bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // copied in and out
    record MessageSignature(String algorithm, byte[] digest, byte[] signature) implements BundleContent {
        public MessageSignature {
            digest = digest.clone();
            signature = signature.clone();
        }

        @Override
        public byte[] digest() {
            return digest.clone();
        }

        @Override
        public byte[] signature() {
            return signature.clone();
        }
    }

    /** Something that cannot be verified: why, in sigstore-go's words. */
    record Incomplete(String message) implements BundleContent {
        @Override
        public byte[] signature() {
            return new byte[0];
        }
    }
}
