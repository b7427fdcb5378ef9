package dev.countersign.crypto;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The contents of a BIT STRING. */
final class BitString {
    private final byte[] octets;
    private final int padding;

    private BitString(byte[] octets, int padding) {
        this.octets = octets;
        this.padding = padding;
    }

    /** From the contents of the element, or null where the padding is malformed. */
    static @Nullable BitString of(byte[] contents) {
        if (contents.length == 0) {
            return null;
        }
        int padding = contents[0] & 0xff;
        if (padding > 7
                || contents.length == 1 && padding > 0
                || (contents.length > 1 && (contents[contents.length - 1] & (1 << padding) - 1) != 0)) {
            return null;
        }
        return new BitString(Arrays.copyOfRange(contents, 1, contents.length), padding);
    }

    /** Bit by index, the first being the highest of the first octet; beyond the end false. */
    boolean at(int index) {
        return index < octets.length * 8 - padding && (octets[index >> 3] & 0x80 >> (index & 7)) != 0;
    }

    /** The octets, shifted so that the padding stands in front, as Go reads keys and signatures. */
    byte[] rightAligned() {
        if (padding == 0) {
            return octets.clone();
        }
        byte[] aligned = new byte[octets.length];
        int before = 0;
        for (int i = 0; i < octets.length; i++) {
            int octet = octets[i] & 0xff;
            aligned[i] = (byte) (before << 8 - padding | octet >> padding);
            before = octet;
        }
        return aligned;
    }
}
