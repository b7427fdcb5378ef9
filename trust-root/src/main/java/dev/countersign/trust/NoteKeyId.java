package dev.countersign.trust;

import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.VerificationKey;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * By which id a log's key goes in the checkpoints of Rekor version 2 (C2SP signed-note, with Rekor's own way for ECDSA). Stateless and
 * thread-safe.
 */
public final class NoteKeyId {
    private static final int ED25519_KEY_BYTES = 32;
    private static final String RSA = "PKIX-RSA-PKCS#1v1.5";

    private NoteKeyId() {}

    /**
     * The SHA-256 of which a checkpoint states the first four octets.
     *
     * @param name of the log, which counts for all keys but ECDSA ones
     */
    public static byte[] of(String name, VerificationKey key) {
        byte[] spki = key.spki();
        return switch (key.kind()) {
            case ED25519 ->
                hash(name + "\n\u0001", Arrays.copyOfRange(spki, spki.length - ED25519_KEY_BYTES, spki.length));
            case RSA -> HashAlgorithm.SHA256.digest(joined(name, rsaPrefix(), spki));
            default -> HashAlgorithm.SHA256.digest(spki);
        };
    }

    /** The name of a log at that address, which is its host; absent where the address has none. */
    public static Optional<String> nameOf(String baseUrl) {
        try {
            return Optional.ofNullable(new URI(baseUrl).getHost()).filter(host -> !host.isEmpty());
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static byte[] hash(String prefix, byte[] key) {
        return HashAlgorithm.SHA256.digest(joined(prefix, new byte[0], key));
    }

    private static byte[] rsaPrefix() {
        byte[] id = RSA.getBytes(StandardCharsets.US_ASCII);
        byte[] prefix = new byte[id.length + 2];
        prefix[0] = '\n';
        prefix[1] = (byte) 0xff;
        System.arraycopy(id, 0, prefix, 2, id.length);
        return prefix;
    }

    private static byte[] joined(String name, byte[] middle, byte[] key) {
        byte[] start = name.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(start, start.length + middle.length + key.length);
        System.arraycopy(middle, 0, all, start.length, middle.length);
        System.arraycopy(key, 0, all, start.length + middle.length, key.length);
        return all;
    }
}
