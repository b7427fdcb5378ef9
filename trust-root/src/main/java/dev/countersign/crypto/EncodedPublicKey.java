package dev.countersign.crypto;

import java.security.PublicKey;

/** A public key by its encoding alone. */
final class EncodedPublicKey implements PublicKey {
    private static final long serialVersionUID = 1L;

    private final String algorithm;
    private final byte[] spki;

    EncodedPublicKey(VerificationKey.Kind kind, byte[] spki) {
        this.algorithm = kind.isEcdsa() ? "EC" : kind == VerificationKey.Kind.ED25519 ? "Ed25519" : kind.name();
        this.spki = spki.clone();
    }

    @Override
    public String getAlgorithm() {
        return algorithm;
    }

    @Override
    public String getFormat() {
        return "X.509";
    }

    @Override
    public byte[] getEncoded() {
        return spki.clone();
    }
}
