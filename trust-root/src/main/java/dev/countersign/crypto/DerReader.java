package dev.countersign.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Walks over DER, one element after the other, as strictly as the reader under Go's {@code crypto/x509}: tags below 31, definite
 * lengths of at most four octets in their shortest form. It never goes deeper by itself, so that hostile nesting costs nothing.
 *
 * <p>Each read names the text of its refusal, because Go's texts name the field and not the fault.
 */
final class DerReader {
    static final int BOOLEAN = 0x01;
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OID = 0x06;
    static final int UTF8_STRING = 0x0c;
    static final int NUMERIC_STRING = 0x12;
    static final int PRINTABLE_STRING = 0x13;
    static final int T61_STRING = 0x14;
    static final int IA5_STRING = 0x16;
    static final int UTC_TIME = 0x17;
    static final int GENERALIZED_TIME = 0x18;
    static final int BMP_STRING = 0x1e;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    private static final int HIGH_TAG = 0x1f;

    private final byte[] bytes;
    private final int end;
    private int position;

    DerReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private DerReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    /** One element: its tag, and where header and contents lie. */
    record Element(int tag, DerReader contents, DerReader whole) {}

    static int contextPrimitive(int number) {
        return 0x80 | number;
    }

    static int contextConstructed(int number) {
        return 0xa0 | number;
    }

    boolean isEmpty() {
        return position == end;
    }

    int length() {
        return end - position;
    }

    /** Whether the next element begins with that tag. */
    boolean peek(int tag) {
        return position < end && (bytes[position] & 0xff) == tag;
    }

    /** What is left, copied. */
    byte[] toBytes() {
        return Arrays.copyOfRange(bytes, position, end);
    }

    /** The contents of the next element, which must have that tag. */
    DerReader read(int tag, String refusal) throws CryptographyException {
        return readAny(tag, refusal).contents();
    }

    /** The next element with its header, which must have that tag. */
    DerReader readWhole(int tag, String refusal) throws CryptographyException {
        return readAny(tag, refusal).whole();
    }

    private Element readAny(int tag, String refusal) throws CryptographyException {
        Element element = readAny(refusal);
        if (element.tag() != tag) {
            throw new CryptographyException(refusal);
        }
        return element;
    }

    /** The next element, whatever its tag. */
    Element readAny(String refusal) throws CryptographyException {
        if (length() < 2 || (bytes[position] & HIGH_TAG) == HIGH_TAG) {
            throw new CryptographyException(refusal);
        }
        int tag = bytes[position] & 0xff;
        int start = position;
        int first = bytes[position + 1] & 0xff;
        int header = 2;
        long size = first;
        if (first >= 0x80) {
            int octets = first & 0x7f;
            if (octets == 0 || octets > 4 || length() < 2 + octets) {
                throw new CryptographyException(refusal);
            }
            header += octets;
            size = 0;
            for (int i = 0; i < octets; i++) {
                size = size << 8 | (bytes[position + 2 + i] & 0xff);
            }
            if (size < 0x80 || size >>> (octets - 1) * 8 == 0) {
                throw new CryptographyException(refusal);
            }
        }
        if (size > length() - header) {
            throw new CryptographyException(refusal);
        }
        position += header + (int) size;
        return new Element(tag, new DerReader(bytes, start + header, position), new DerReader(bytes, start, position));
    }

    /** The contents of the next element if it has that tag, else null and nothing is read. */
    @Nullable
    DerReader readOptional(int tag, String refusal) throws CryptographyException {
        return peek(tag) ? read(tag, refusal) : null;
    }

    boolean readBoolean(String refusal) throws CryptographyException {
        byte[] contents = read(BOOLEAN, refusal).toBytes();
        if (contents.length != 1 || contents[0] != 0 && contents[0] != -1) {
            throw new CryptographyException(refusal);
        }
        return contents[0] != 0;
    }

    BigInteger readInteger(String refusal) throws CryptographyException {
        return readInteger(INTEGER, refusal);
    }

    /** An integer under another tag; the shortest form is asked for. */
    BigInteger readInteger(int tag, String refusal) throws CryptographyException {
        byte[] contents = read(tag, refusal).toBytes();
        if (!isShortestInteger(contents)) {
            throw new CryptographyException(refusal);
        }
        return new BigInteger(contents);
    }

    /** An integer that fits 64 bits. */
    long readLong(int tag, String refusal) throws CryptographyException {
        BigInteger value = readInteger(tag, refusal);
        if (value.bitLength() > 63) {
            throw new CryptographyException(refusal);
        }
        return value.longValue();
    }

    static boolean isShortestInteger(byte[] contents) {
        return contents.length == 1
                || contents.length > 1
                        && !(contents[0] == 0 && contents[1] >= 0)
                        && !(contents[0] == -1 && contents[1] < 0);
    }

    /** An object identifier in dotted decimal; each arc must fit 31 bits. */
    String readOid(String refusal) throws CryptographyException {
        String oid = oid(read(OID, refusal).toBytes());
        if (oid == null) {
            throw new CryptographyException(refusal);
        }
        return oid;
    }

    private static @Nullable String oid(byte[] contents) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < contents.length) {
            if (contents[at] == (byte) 0x80) {
                return null;
            }
            long arc = 0;
            int octets = 0;
            int octet;
            do {
                if (at == contents.length || octets++ == 5) {
                    return null;
                }
                octet = contents[at++];
                arc = arc << 7 | (octet & 0x7f);
            } while (octet < 0);
            if (arc > Integer.MAX_VALUE) {
                return null;
            }
            if (text.isEmpty()) {
                long top = Math.min(arc / 40, 2);
                text.append(top).append('.').append(arc - 40 * top);
            } else {
                text.append('.').append(arc);
            }
        }
        return text.isEmpty() ? null : text.toString();
    }

    /** A bit string whose padding bits are zero. */
    BitString readBitString(String refusal) throws CryptographyException {
        byte[] contents = read(BIT_STRING, refusal).toBytes();
        BitString bits = BitString.of(contents);
        if (bits == null) {
            throw new CryptographyException(refusal);
        }
        return bits;
    }
}
