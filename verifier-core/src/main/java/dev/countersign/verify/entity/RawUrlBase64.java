package dev.countersign.verify.entity;

import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.StandardBase64;

/** Base64 as Go's {@code base64.RawURLEncoding} decodes it: URL alphabet, no padding, line ends ignored. Stateless. */
final class RawUrlBase64 {
    private RawUrlBase64() {}

    /**
     * The octets.
     *
     * @throws MalformedEntityException {@code illegal base64 data at input byte N}
     */
    static byte[] octets(String text) throws MalformedEntityException {
        StringBuilder standard = new StringBuilder(text.length() + 2);
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isForeign = c == '+' || c == '/' || c == '=' || c > 127;
            if (isForeign) {
                throw new MalformedEntityException("illegal base64 data at input byte " + i);
            }
            standard.append(c == '-' ? '+' : c == '_' ? '/' : c);
            if (c != '\n' && c != '\r') {
                digits++;
            }
        }
        if (digits % 4 > 1) {
            standard.append("=".repeat(4 - digits % 4));
        }
        try {
            return StandardBase64.octets(standard.toString());
        } catch (CryptographyException e) {
            throw new MalformedEntityException(String.valueOf(e.getMessage()), e);
        }
    }
}
