package dev.countersign.verify.check;

import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.VerificationKey;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The OpenSSH fingerprint of a key, which a DSSE signature's {@code keyid} must be if it is stated: {@code SHA256:} and base64 without
 * padding. Stateless and thread-safe.
 */
final class KeyFingerprint {
    private static final int ED25519_KEY_BYTES = 32;

    private KeyFingerprint() {}

    /** The fingerprint; absent for keys that OpenSSH does not know. */
    static Optional<String> of(VerificationKey key) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        switch (key.kind()) {
            case ECDSA_P256 -> point(wire, "nistp256", 65, key.spki());
            case ECDSA_P384 -> point(wire, "nistp384", 97, key.spki());
            case ECDSA_P521 -> point(wire, "nistp521", 133, key.spki());
            case ED25519 -> {
                field(wire, ascii("ssh-ed25519"));
                field(wire, tail(key.spki(), ED25519_KEY_BYTES));
            }
            case RSA -> {
                if (!(key.publicKey() instanceof RSAPublicKey rsa)) {
                    return Optional.empty();
                }
                field(wire, ascii("ssh-rsa"));
                field(wire, number(rsa.getPublicExponent()));
                field(wire, number(rsa.getModulus()));
            }
            default -> {
                return Optional.empty();
            }
        }
        byte[] hash = HashAlgorithm.SHA256.digest(wire.toByteArray());
        return Optional.of("SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash));
    }

    /** An uncompressed point stands at the end of its SubjectPublicKeyInfo. */
    private static void point(ByteArrayOutputStream wire, String curve, int length, byte[] spki) {
        field(wire, ascii("ecdsa-sha2-" + curve));
        field(wire, ascii(curve));
        field(wire, tail(spki, length));
    }

    private static byte[] number(BigInteger value) {
        return value.toByteArray();
    }

    private static byte[] tail(byte[] bytes, int length) {
        return Arrays.copyOfRange(bytes, Math.max(0, bytes.length - length), bytes.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void field(ByteArrayOutputStream wire, byte[] value) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            wire.write(value.length >> shift);
        }
        wire.writeBytes(value);
    }
}
