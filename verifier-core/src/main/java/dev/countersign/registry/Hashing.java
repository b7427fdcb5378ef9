package dev.countersign.registry;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of what arrived. */
final class Hashing {
    private Hashing() {}

    static Digest sha256(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes.duplicate());
            return new Digest("sha256:" + HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A manifest of those bytes, which have that digest. */
    static Manifest manifest(RequestTarget target, Digest expected, String mediaType, ByteBuffer bytes)
            throws RegistryException {
        Digest actual = sha256(bytes);
        if (!actual.equals(expected)) {
            throw Failures.wrongManifest(target, actual, expected);
        }
        return new Manifest(mediaType, actual, bytes);
    }

    /** Those bytes, read-only, when they have that size and digest. */
    static ByteBuffer blob(Digest expected, long size, ByteBuffer bytes) throws RegistryException {
        if (bytes.remaining() != size) {
            throw Failures.wrongSize(bytes.remaining(), size);
        }
        Digest actual = sha256(bytes);
        if (!actual.equals(expected)) {
            throw Failures.wrongBytes(size, actual, expected);
        }
        return bytes.asReadOnlyBuffer();
    }

    /** A size that a descriptor states must be within the caller's bound before anything is read. */
    static void checkSize(long size, long maxBytes) throws RegistryException {
        if (size < 0 || size > maxBytes || size > Integer.MAX_VALUE - 8) {
            throw Failures.layerTooLarge(size, Math.min(maxBytes, Integer.MAX_VALUE - 8L));
        }
    }
}
