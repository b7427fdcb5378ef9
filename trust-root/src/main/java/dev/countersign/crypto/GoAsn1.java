package dev.countersign.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a structure as Go's {@code encoding/asn1} does, which is laxer than {@link DerReader} in places (elements
 * behind the last field of a sequence are passed over) and words its refusals in detail. Only what public keys and ECDSA
 * signatures need.
 */
final class GoAsn1 {
    private static final int MAX_LENGTH = 1 << 23;

    private final byte[] bytes;
    private int position;

    GoAsn1(byte[] bytes) {
        this.bytes = bytes;
    }

    private record Header(int tagClass, int tag, int length, boolean compound) {
        @Override
        public String toString() {
            return "{class:" + tagClass + " tag:" + tag + " length:" + length + " isCompound:" + compound + "}";
        }
    }

    /** Whether something is left. */
    boolean hasMore() {
        return position < bytes.length;
    }

    GoAsn1 sequence(String typeName) throws CryptographyException {
        return new GoAsn1(contents(16, true, typeName, false));
    }

    String oid(String typeName) throws CryptographyException {
        byte[] contents = contents(6, false, typeName, false);
        if (contents.length == 0) {
            throw syntax("zero length OBJECT IDENTIFIER");
        }
        StringBuilder text = new StringBuilder();
        GoAsn1 arcs = new GoAsn1(contents);
        while (arcs.hasMore()) {
            long arc = arcs.base128();
            if (text.isEmpty()) {
                long top = Math.min(arc / 40, 2);
                text.append(top).append('.').append(arc - 40 * top);
            } else {
                text.append('.').append(arc);
            }
        }
        return text.toString();
    }

    BitString bitString(String typeName) throws CryptographyException {
        byte[] contents = contents(3, false, typeName, false);
        if (contents.length == 0) {
            throw syntax("zero length BIT STRING");
        }
        BitString bits = BitString.of(contents);
        if (bits == null) {
            throw syntax("invalid padding bits in BIT STRING");
        }
        return bits;
    }

    BigInteger integer(String typeName) throws CryptographyException {
        byte[] contents = contents(2, false, typeName, false);
        if (contents.length == 0) {
            throw structure("empty integer");
        }
        if (!DerReader.isShortestInteger(contents)) {
            throw structure("integer not minimally-encoded");
        }
        return new BigInteger(contents);
    }

    long int64(String typeName) throws CryptographyException {
        BigInteger value = integer(typeName);
        if (value.bitLength() > 63) {
            throw structure("integer too large");
        }
        return value.longValue();
    }

    /** The next element with its header, whatever it is; null at the end. */
    byte @Nullable [] optionalElement() throws CryptographyException {
        if (!hasMore()) {
            return null;
        }
        return contents(0, false, "", true);
    }

    private byte[] contents(int wantedTag, boolean wantedCompound, String typeName, boolean anyWhole)
            throws CryptographyException {
        if (!hasMore()) {
            throw syntax("sequence truncated");
        }
        int start = position;
        Header header = header();
        if (!anyWhole && (header.tagClass() != 0 || header.tag() != wantedTag || header.compound() != wantedCompound)) {
            throw structure("tags don't match (" + wantedTag + " vs " + header
                    + ") {optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil>"
                    + " stringType:0 timeType:0 set:false omitEmpty:false} " + typeName + " @" + position);
        }
        if (header.length() > bytes.length - position) {
            throw syntax("data truncated");
        }
        int contentStart = position;
        position += header.length();
        return Arrays.copyOfRange(bytes, anyWhole ? start : contentStart, position);
    }

    private Header header() throws CryptographyException {
        int identifier = bytes[position++] & 0xff;
        int tag = identifier & 0x1f;
        if (tag == 0x1f) {
            tag = (int) base128();
            if (tag < 0x1f) {
                throw syntax("non-minimal tag");
            }
        }
        int length = nextOctet();
        if (length >= 0x80) {
            int octets = length & 0x7f;
            if (octets == 0) {
                throw syntax("indefinite length found (not DER)");
            }
            length = 0;
            for (int i = 0; i < octets; i++) {
                int octet = nextOctet();
                if (length >= MAX_LENGTH) {
                    throw structure("length too large");
                }
                length = length << 8 | octet;
                if (length == 0) {
                    throw structure("superfluous leading zeros in length");
                }
            }
            if (length < 0x80) {
                throw structure("non-minimal length");
            }
        }
        return new Header(identifier >> 6, tag, length, (identifier & 0x20) != 0);
    }

    private int nextOctet() throws CryptographyException {
        if (!hasMore()) {
            throw syntax("truncated tag or length");
        }
        return bytes[position++] & 0xff;
    }

    private long base128() throws CryptographyException {
        long value = 0;
        for (int i = 0; hasMore(); i++) {
            if (i == 5) {
                throw structure("base 128 integer too large");
            }
            int octet = bytes[position];
            if (i == 0 && octet == (byte) 0x80) {
                throw syntax("integer is not minimally encoded");
            }
            position++;
            value = value << 7 | (octet & 0x7f);
            if (octet >= 0) {
                if (value > Integer.MAX_VALUE) {
                    throw structure("base 128 integer too large");
                }
                return value;
            }
        }
        throw syntax("truncated base 128 integer");
    }

    private static CryptographyException syntax(String message) {
        return new CryptographyException("asn1: syntax error: " + message);
    }

    private static CryptographyException structure(String message) {
        return new CryptographyException("asn1: structure error: " + message);
    }
}
