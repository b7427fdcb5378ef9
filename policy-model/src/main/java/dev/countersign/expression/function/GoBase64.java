package dev.countersign.expression.function;

import java.io.ByteArrayOutputStream;

/** Decodes base64 as Go's StdEncoding: line ends anywhere, padding required, left-over bits ignored. */
final class GoBase64 {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int QUANTUM = 4;

    private final byte[] text;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int at;

    private GoBase64(byte[] text) {
        this.text = text;
    }

    /**
     * The bytes that a text encodes.
     *
     * @throws EvaluationException with Go's text, which names the byte at fault
     */
    static byte[] decode(byte[] text) throws EvaluationException {
        GoBase64 decoder = new GoBase64(text);
        boolean more = true;
        while (more) {
            more = decoder.quantum();
        }
        return decoder.out.toByteArray();
    }

    private boolean quantum() throws EvaluationException {
        int bits = 0;
        int count = 0;
        while (count < QUANTUM) {
            skipLineEnds();
            if (at == text.length) {
                if (count == 0) {
                    return false;
                }
                throw corrupt(at - count);
            }
            int c = text[at++];
            int digit = c < 0 ? -1 : ALPHABET.indexOf(c);
            if (digit < 0) {
                if (c != '=') {
                    throw corrupt(at - 1);
                }
                padding(count);
                write(bits << (6 * (QUANTUM - count)), count);
                return false;
            }
            bits = bits << 6 | digit;
            count++;
        }
        write(bits, QUANTUM);
        return true;
    }

    /** The first padding character was read; nothing but its twin may follow. */
    private void padding(int count) throws EvaluationException {
        if (count < 2) {
            throw corrupt(at - 1);
        }
        if (count == 2) {
            skipLineEnds();
            if (at == text.length) {
                throw corrupt(text.length);
            }
            if (text[at] != '=') {
                throw corrupt(at - 1);
            }
            at++;
        }
        skipLineEnds();
        if (at < text.length) {
            throw corrupt(at);
        }
    }

    private void skipLineEnds() {
        while (at < text.length && (text[at] == '\n' || text[at] == '\r')) {
            at++;
        }
    }

    private void write(int bits, int digits) {
        for (int i = 0; i < digits - 1; i++) {
            out.write(bits >> (16 - 8 * i));
        }
    }

    private static EvaluationException corrupt(int offset) {
        return EvaluationException.error("illegal base64 data at input byte " + offset);
    }
}
