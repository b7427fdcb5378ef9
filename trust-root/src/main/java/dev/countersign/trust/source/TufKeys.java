package dev.countersign.trust.source;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.VerificationKey;
import dev.sigstore.tuf.encryption.Verifier;
import dev.sigstore.tuf.model.Key;
import java.util.HexFormat;
import java.util.OptionalInt;

/**
 * Verifies signatures of TUF metadata by our own cryptography: sigstore-java's would install a security provider for the whole process.
 * A key that cannot be read has signed nothing.
 */
final class TufKeys {
    private static final int MAX_KEY_TEXT = 32 * 1024;

    /** A DER SubjectPublicKeyInfo for Ed25519, up to the key. */
    private static final byte[] ED25519_SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    private final Cryptography cryptography;

    TufKeys(Cryptography cryptography) {
        this.cryptography = cryptography;
    }

    Verifier verifier(Key key) {
        String text = key.getKeyVal().getOrDefault("public", "");
        VerificationKey known;
        try {
            known = parse(key.getKeyType(), text);
        } catch (CryptographyException e) {
            return (message, signature) -> false;
        }
        return (message, signature) -> verifies(known, message, signature);
    }

    private static VerificationKey parse(String type, String text) throws CryptographyException {
        if (text.length() > MAX_KEY_TEXT) {
            throw new CryptographyException("the key is too long");
        }
        if (!type.equals("ed25519") || text.startsWith("-----BEGIN")) {
            return VerificationKey.fromPem(text);
        }
        byte[] raw;
        try {
            raw = HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            throw new CryptographyException("the key is not hexadecimal");
        }
        byte[] spki = new byte[ED25519_SPKI.length + raw.length];
        System.arraycopy(ED25519_SPKI, 0, spki, 0, ED25519_SPKI.length);
        System.arraycopy(raw, 0, spki, ED25519_SPKI.length, raw.length);
        return VerificationKey.fromSpki(spki);
    }

    private boolean verifies(VerificationKey key, byte[] message, byte[] signature) {
        try {
            switch (key.kind()) {
                case ED25519 -> cryptography.verifyEd25519(key, message, signature);
                case ECDSA_P256 -> cryptography.verify(key, HashAlgorithm.SHA256, message, signature);
                case ECDSA_P384 -> cryptography.verify(key, HashAlgorithm.SHA384, message, signature);
                case ECDSA_P521 -> cryptography.verify(key, HashAlgorithm.SHA512, message, signature);
                case RSA ->
                    cryptography.verifyRsaPss(key, HashAlgorithm.SHA256, message, signature, OptionalInt.empty());
                default -> throw new CryptographyException("keys of kind " + key.kind() + " sign no metadata");
            }
            return true;
        } catch (CryptographyException e) {
            return false;
        }
    }
}
