package dev.countersign.crypto;

import java.util.Arrays;
import java.util.Optional;

/**
 * Base64 as Go's {@code base64.StdEncoding} decodes it: the standard alphabet, padding required, carriage returns and line
 * feeds ignored wherever they stand, bits behind the last octet not looked at. Stateless and thread-safe.
 */
public final class StandardBase64 {
    private static final byte[] VALUES = values();

    private StandardBase64() {}

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        return values;
    }

    /** The octets, or empty where the text is malformed. The empty text has no octets. */
    public static Optional<byte[]> decode(String text) {
        try {
            return Optional.of(octets(text));
        } catch (CryptographyException e) {
            return Optional.empty();
        }
    }

    /**
     * The octets. The empty text has none.
     *
     * @throws CryptographyException {@code illegal base64 data at input byte N}
     */
    public static byte[] octets(String text) throws CryptographyException {
        byte[] out = new byte[text.length() / 4 * 3 + 3];
        int length = 0;
        int group = 0;
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                continue;
            }
            if (c == '=') {
                return padded(text, i, group, count, out, length);
            }
            int value = c < 128 ? VALUES[c] : -1;
            if (value < 0) {
                throw illegal(text, i);
            }
            group = group << 6 | value;
            if (++count == 4) {
                out[length++] = (byte) (group >> 16);
                out[length++] = (byte) (group >> 8);
                out[length++] = (byte) group;
                group = 0;
                count = 0;
            }
        }
        if (count > 0) {
            throw illegal(text, text.length() - count);
        }
        return Arrays.copyOf(out, length);
    }

    private static byte[] padded(String text, int at, int group, int count, byte[] out, int length)
            throws CryptographyException {
        if (count < 2) {
            throw illegal(text, at);
        }
        int next = skipLineEnds(text, at + 1);
        int end = length;
        if (count == 2) {
            if (next == text.length()) {
                throw illegal(text, text.length());
            }
            if (text.charAt(next) != '=') {
                throw illegal(text, next - 1);
            }
            next = skipLineEnds(text, next + 1);
            out[end++] = (byte) (group >> 4);
        } else {
            out[end++] = (byte) (group >> 10);
            out[end++] = (byte) (group >> 2);
        }
        if (next < text.length()) {
            throw illegal(text, next);
        }
        return Arrays.copyOf(out, end);
    }

    private static int skipLineEnds(String text, int from) {
        int i = from;
        while (i < text.length() && (text.charAt(i) == '\n' || text.charAt(i) == '\r')) {
            i++;
        }
        return i;
    }

    /** Go counts bytes of UTF-8. */
    private static CryptographyException illegal(String text, int at) {
        int bytes = 0;
        for (int i = 0; i < at; i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return new CryptographyException("illegal base64 data at input byte " + bytes);
    }
}
