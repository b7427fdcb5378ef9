package dev.countersign.verify.check;

import java.util.Arrays;

/** Reads the TLS presentation language (RFC 5246, 4), with the words of certificate-transparency-go for what is wrong. */
final class TlsReader {
    private final byte[] in;
    private int at;

    TlsReader(byte[] in) {
        this.in = in.clone();
    }

    /** The bytes do not hold what is asked for. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean structural;

        Malformed(String message, boolean structural) {
            super(message, null, false, false);
            this.structural = structural;
        }

        /** Whether the encoding itself is at fault. */
        boolean structural() {
            return structural;
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    int remaining() {
        return in.length - at;
    }

    int uint8(String field) throws Malformed {
        require(1, field, "truncated variable-length integer");
        return in[at++] & 0xff;
    }

    long uint64(String field) throws Malformed {
        require(8, field, "truncated uint64");
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | in[at++] & 0xff;
        }
        return value;
    }

    byte[] array(String field, int length) throws Malformed {
        require(length, field, "truncated array");
        at += length;
        return Arrays.copyOfRange(in, at - length, at);
    }

    /** Bytes behind a length of two octets. */
    byte[] vector(String field, int least, int most) throws Malformed {
        require(2, field, "truncated variable-length integer");
        int length = (in[at] & 0xff) << 8 | in[at + 1] & 0xff;
        if (length < least) {
            throw structure(field, "value " + length + " too small for minimum " + least);
        }
        if (length > most) {
            throw structure(field, "value " + length + " too large for maximum " + most);
        }
        at += 2;
        require(length, field, "truncated slice");
        at += length;
        return Arrays.copyOfRange(in, at - length, at);
    }

    private void require(int length, String field, String message) throws Malformed {
        if (remaining() < length) {
            throw new Malformed("tls: syntax error: " + field + ": " + message, true);
        }
    }

    private static Malformed structure(String field, String message) {
        return new Malformed("tls: structure error: " + field + ": " + message, true);
    }
}
