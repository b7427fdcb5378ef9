package dev.countersign.verify.check;

import dev.countersign.crypto.HashAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An artifact as signatures see it: its digests. One that is hashed here has them all (SHA-256, SHA-384, SHA-512); one that is given by a
 * digest has that one alone. Immutable and thread-safe.
 */
public final class ArtifactDigests {
    private static final List<HashAlgorithm> ALGORITHMS =
            List.of(HashAlgorithm.SHA256, HashAlgorithm.SHA384, HashAlgorithm.SHA512);
    private static final Pattern FORM = Pattern.compile("(sha256|sha384|sha512):([0-9a-fA-F]+)");
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Map<HashAlgorithm, byte[]> digests;

    private ArtifactDigests(Map<HashAlgorithm, byte[]> digests) {
        this.digests = digests;
    }

    /**
     * The digests of bytes, read to their end once, in little memory however many they are; the stream stays open.
     *
     * @throws IOException the stream's own
     */
    public static ArtifactDigests of(InputStream bytes) throws IOException {
        List<MessageDigest> running = new ArrayList<>();
        for (HashAlgorithm algorithm : ALGORITHMS) {
            try {
                running.add(MessageDigest.getInstance(algorithm.javaName()));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has " + algorithm.javaName(), e);
            }
        }
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
            for (MessageDigest digest : running) {
                digest.update(buffer, 0, read);
            }
        }
        Map<HashAlgorithm, byte[]> digests = new EnumMap<>(HashAlgorithm.class);
        for (int i = 0; i < running.size(); i++) {
            digests.put(ALGORITHMS.get(i), running.get(i).digest());
        }
        return new ArtifactDigests(digests);
    }

    /** The artifact of that digest, {@code sha256:}, {@code sha384:} or {@code sha512:} and hexadecimal digits; absent: it is none. */
    public static Optional<ArtifactDigests> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        HashAlgorithm algorithm = HashAlgorithm.ofPolicyName(matcher.group(1)).orElseThrow();
        if (matcher.group(2).length() != 2 * algorithm.size()) {
            return Optional.empty();
        }
        return Optional.of(new ArtifactDigests(Map.of(algorithm, HexFormat.of().parseHex(matcher.group(2)))));
    }

    /** The artifact's digest by an algorithm; absent where only another is known. */
    public Optional<byte[]> digest(HashAlgorithm algorithm) {
        return Optional.ofNullable(digests.get(algorithm)).map(byte[]::clone);
    }

    /** The shortest digest that is known: {@code sha256:…}. */
    public String text() {
        return ALGORITHMS.stream()
                .filter(digests::containsKey)
                .findFirst()
                .map(algorithm -> algorithm.policyName() + ":"
                        + HexFormat.of().formatHex(digest(algorithm).orElseThrow()))
                .orElse("");
    }

    /** Whether those digests of a statement's subject are this artifact's: at least one, and none that is known to be wrong. */
    boolean isOf(Map<String, String> subject) {
        boolean found = false;
        for (HashAlgorithm algorithm : ALGORITHMS) {
            String stated = subject.get(algorithm.policyName());
            Optional<byte[]> own = digest(algorithm);
            if (stated != null && own.isPresent()) {
                if (!stated.toLowerCase(Locale.ROOT).equals(HexFormat.of().formatHex(own.get()))) {
                    return false;
                }
                found = true;
            }
        }
        return found;
    }

    @Override
    public String toString() {
        return text();
    }
}
