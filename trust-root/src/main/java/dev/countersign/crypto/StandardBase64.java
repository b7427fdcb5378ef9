package dev.countersign.crypto;

import java.util.Base64;
import java.util.Optional;

/**
 * Base64 as Go's {@code base64.StdEncoding} decodes it: the standard alphabet, padding required, carriage returns and line
 * feeds ignored wherever they stand, bits behind the last octet not looked at.
 */
public final class StandardBase64 {
    private StandardBase64() {}

    /** The octets, or empty where the text is malformed. The empty text has no octets. */
    public static Optional<byte[]> decode(String text) {
        String bare = text;
        if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            StringBuilder kept = new StringBuilder(text.length());
            text.chars().filter(c -> c != '\n' && c != '\r').forEach(c -> kept.append((char) c));
            bare = kept.toString();
        }
        if (bare.length() % 4 != 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(bare));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
