package dev.countersign.verify.entity;

/** What a Sigstore bundle's signature is over. Nothing of it is checked. Immutable. */
public sealed interface BundleContent {

    /** The signature's bytes; none where there is none. */
    byte[] signature();

    /** A DSSE envelope, whose payload is never empty. */
    record Envelope(DsseEnvelope envelope) implements BundleContent {
        @Override
        public byte[] signature() {
            return envelope.signatures().isEmpty()
                    ? new byte[0]
                    : envelope.signatures().get(0).signature();
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
