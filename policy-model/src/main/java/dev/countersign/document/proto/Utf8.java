package dev.countersign.document.proto;

/** The encoding of single code points, as Go's {@code unicode/utf8} takes it. */
final class Utf8 {
    private Utf8() {}

    /** How many octets the code point at that place takes; 0 where there is no well-formed one. */
    static int length(byte[] in, int at) {
        int first = in[at] & 0xff;
        if (first < 0x80) {
            return 1;
        }
        if (first < 0xc2 || first > 0xf4) {
            return 0;
        }
        int length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (in.length - at < length) {
            return 0;
        }
        int second = in[at + 1] & 0xff;
        int lowest = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int highest = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < lowest || second > highest) {
            return 0;
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((in[i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}
