package dev.countersign.verify.entity;

import java.io.ByteArrayOutputStream;

/** Standard base64 as Go reads it: padding is required, line breaks are passed over, and the error names the byte. */
public final class GoBase64 {
    private GoBase64() {}

    /** A text is no base64. The message is Go's: {@code illegal base64 data at input byte 92}. */
    public static final class NotBase64Exception extends Exception {
        private static final long serialVersionUID = 1L;

        NotBase64Exception(int at) {
            super("illegal base64 data at input byte " + at);
        }
    }

    /**
     * The bytes that the text stands for.
     *
     * @throws NotBase64Exception when it stands for none
     */
    public static byte[] decode(String text) throws NotBase64Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() * 3 / 4);
        byte[] in = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        int at = 0;
        while (true) {
            int bits = 0;
            int count = 0;
            boolean last = false;
            while (count < 4) {
                if (at == in.length) {
                    if (count == 0) {
                        return out.toByteArray();
                    }
                    throw new NotBase64Exception(at - count);
                }
                byte c = in[at++];
                int digit = digit(c);
                if (digit >= 0) {
                    bits = bits << 6 | digit;
                    count++;
                } else if (c == '=') {
                    at = padding(in, at, count);
                    last = true;
                    break;
                } else if (c != '\n' && c != '\r') {
                    throw new NotBase64Exception(at - 1);
                }
            }
            bits <<= 6 * (4 - count);
            for (int i = 1; i < count; i++) {
                out.write(bits >> (24 - 8 * i));
            }
            if (last) {
                return out.toByteArray();
            }
        }
    }

    /** Steps over the rest of the padding, after which nothing but line breaks may follow. */
    private static int padding(byte[] in, int after, int count) throws NotBase64Exception {
        int at = after;
        if (count < 2) {
            throw new NotBase64Exception(at - 1);
        }
        if (count == 2) {
            at = lineBreaks(in, at);
            if (at == in.length) {
                throw new NotBase64Exception(in.length);
            }
            if (in[at] != '=') {
                throw new NotBase64Exception(at - 1);
            }
            at++;
        }
        at = lineBreaks(in, at);
        if (at < in.length) {
            throw new NotBase64Exception(at);
        }
        return at;
    }

    private static int lineBreaks(byte[] in, int from) {
        int at = from;
        while (at < in.length && (in[at] == '\n' || in[at] == '\r')) {
            at++;
        }
        return at;
    }

    private static int digit(byte c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' ? 62 : c == '/' ? 63 : -1;
    }
}
