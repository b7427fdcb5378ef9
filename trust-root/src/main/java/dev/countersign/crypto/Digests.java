package dev.countersign.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;

/** Hashes with the platform's digest, which the JVM turns into machine instructions; Bouncy Castle's where there is none. */
final class Digests {
    private Digests() {}

    static byte[] digest(HashAlgorithm algorithm, byte[] message) {
        try {
            return MessageDigest.getInstance(algorithm.javaName()).digest(message);
        } catch (NoSuchAlgorithmException e) {
            Digest digest = bouncyCastle(algorithm);
            digest.update(message, 0, message.length);
            byte[] hash = new byte[digest.getDigestSize()];
            digest.doFinal(hash, 0);
            return hash;
        }
    }

    static Digest bouncyCastle(HashAlgorithm algorithm) {
        return switch (algorithm) {
            case SHA224 -> new SHA224Digest();
            case SHA256 -> SHA256Digest.newInstance();
            case SHA384 -> new SHA384Digest();
            case SHA512 -> new SHA512Digest();
        };
    }
}
