package dev.countersign.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes CBOR in its shortest form. */
final class CborWriter {
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] toBytes() {
        return out.toByteArray();
    }

    CborWriter integer(long value) {
        return value < 0 ? head(1, -1 - value) : head(0, value);
    }

    CborWriter bytes(byte[] value) {
        head(2, value.length);
        out.writeBytes(value);
        return this;
    }

    CborWriter text(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        head(TEXT, encoded.length);
        out.writeBytes(encoded);
        return this;
    }

    CborWriter array(int items) {
        return head(ARRAY, items);
    }

    CborWriter map(int pairs) {
        return head(MAP, pairs);
    }

    CborWriter tag(int number) {
        return head(TAG, number);
    }

    private CborWriter head(int major, long argument) {
        int type = major << 5;
        if (argument < 24) {
            out.write(type | (int) argument);
            return this;
        }
        int octets = argument < 1L << 8 ? 1 : argument < 1L << 16 ? 2 : argument < 1L << 32 ? 4 : 8;
        out.write(type | 24 + Integer.numberOfTrailingZeros(octets));
        for (int i = octets - 1; i >= 0; i--) {
            out.write((int) (argument >>> 8 * i));
        }
        return this;
    }
}
