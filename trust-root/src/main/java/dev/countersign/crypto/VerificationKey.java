package dev.countersign.crypto;

import java.security.PublicKey;

/** A public key, parsed and checked once. Immutable and thread-safe; equal by its SubjectPublicKeyInfo. */
public final class VerificationKey {
    private final PublicKey key;
    private final byte[] spki;
    private final String id;

    VerificationKey(PublicKey key, byte[] spki, String id) {
        this.key = key;
        this.spki = spki.clone();
        this.id = id;
    }

    /** Lower-case hexadecimal SHA-256 of the SubjectPublicKeyInfo: the id of a log with this key. */
    public String id() {
        return id;
    }

    /** The DER of the SubjectPublicKeyInfo. */
    public byte[] spki() {
        return spki.clone();
    }

    /** The key as Java knows it. */
    public PublicKey publicKey() {
        return key;
    }
}
