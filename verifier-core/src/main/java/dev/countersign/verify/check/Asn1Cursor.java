package dev.countersign.verify.check;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the fields of one structure after the other, as Go's {@code encoding/asn1} does: definite lengths in their shortest form,
 * and elements behind the last field are passed over. The words of a refusal are that package's. It never goes deeper by itself,
 * so that hostile nesting costs nothing. Not shared.
 */
final class Asn1Cursor {
    static final int UNIVERSAL = 0;
    static final int CONTEXT = 2;
    static final int BOOLEAN = 1;
    static final int INTEGER = 2;
    static final int BIT_STRING = 3;
    static final int OCTET_STRING = 4;
    static final int OBJECT_IDENTIFIER = 6;
    static final int UTF8_STRING = 12;
    static final int SEQUENCE = 16;
    static final int SET = 17;
    static final int UTC_TIME = 23;
    static final int GENERALIZED_TIME = 24;

    private static final int MAX_LENGTH = 1 << 23;
    private static final int HIGH_TAG = 0x1f;
    private static final int MAX_TAG_OCTETS = 4;

    private final byte[] bytes;
    private final int origin;
    private final int end;
    private int position;

    Asn1Cursor(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private Asn1Cursor(byte[] bytes, int origin, int end) {
        this.bytes = bytes;
        this.origin = origin;
        this.position = origin;
        this.end = end;
    }

    /** One element: what its header says, and where it lies. */
    final class Element {
        private final int tagClass;
        private final int tag;
        private final boolean compound;
        private final int start;
        private final int contents;
        private final int length;

        private Element(int tagClass, int tag, boolean compound, int start, int contents, int length) {
            this.tagClass = tagClass;
            this.tag = tag;
            this.compound = compound;
            this.start = start;
            this.contents = contents;
            this.length = length;
        }

        boolean is(int wantedClass, int wantedTag, boolean wantedCompound) {
            return tagClass == wantedClass && tag == wantedTag && compound == wantedCompound;
        }

        boolean isCompound() {
            return compound;
        }

        int tag() {
            return tag;
        }

        byte[] whole() {
            return Arrays.copyOfRange(bytes, start, contents + length);
        }

        byte[] value() {
            return Arrays.copyOfRange(bytes, contents, contents + length);
        }

        Asn1Cursor fields() {
            return new Asn1Cursor(bytes, contents, contents + length);
        }

        @Override
        public String toString() {
            return "{class:" + tagClass + " tag:" + tag + " length:" + length + " isCompound:" + compound + "}";
        }
    }

    boolean hasMore() {
        return position < end;
    }

    /** The next element, whatever it is. */
    Element any() throws Der.Malformed {
        Element element = header();
        take(element);
        return element;
    }

    /** The next element, which must be of that kind. */
    Element required(int tag, boolean compound, String goType) throws Der.Malformed {
        Element element = header();
        if (!element.is(UNIVERSAL, tag, compound)) {
            throw new Der.Malformed("asn1: structure error: tags don't match (" + tag + " vs " + element
                    + ") {optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil>"
                    + " stringType:0 timeType:" + (tag == GENERALIZED_TIME ? tag : 0) + " set:" + (tag == SET)
                    + " omitEmpty:false} " + goType + " @" + (element.contents - origin));
        }
        take(element);
        return element;
    }

    /** The next element where it is of that kind; otherwise nothing is read. */
    Optional<Element> optional(int tagClass, int tag, boolean compound) throws Der.Malformed {
        if (!hasMore()) {
            return Optional.empty();
        }
        Element element = header();
        if (!element.is(tagClass, tag, compound)) {
            return Optional.empty();
        }
        take(element);
        return Optional.of(element);
    }

    Asn1Cursor sequence(String goType) throws Der.Malformed {
        return required(SEQUENCE, true, goType).fields();
    }

    byte[] octets() throws Der.Malformed {
        return required(OCTET_STRING, false, "").value();
    }

    BigInteger integer(String goType) throws Der.Malformed {
        return integer(required(INTEGER, false, goType).value());
    }

    /** An integer that fits 64 bits. */
    long number(String goType) throws Der.Malformed {
        BigInteger value = integer(goType);
        if (value.bitLength() >= Long.SIZE) {
            throw new Der.Malformed("asn1: structure error: integer too large");
        }
        return value.longValue();
    }

    /** An AlgorithmIdentifier's object identifier; its parameters are passed over. */
    String algorithm() throws Der.Malformed {
        Asn1Cursor identifier = sequence("AlgorithmIdentifier");
        String oid = identifier.oid();
        if (identifier.hasMore()) {
            identifier.any();
        }
        return oid;
    }

    static BigInteger integer(byte[] value) throws Der.Malformed {
        if (value.length == 0) {
            throw new Der.Malformed("asn1: structure error: empty integer");
        }
        if (value.length > 1 && (value[0] == 0 && value[1] >= 0 || value[0] == -1 && value[1] < 0)) {
            throw new Der.Malformed("asn1: structure error: integer not minimally-encoded");
        }
        return new BigInteger(value);
    }

    /** An object identifier in dotted decimal. */
    String oid() throws Der.Malformed {
        byte[] value = required(OBJECT_IDENTIFIER, false, "ObjectIdentifier").value();
        if (value.length == 0) {
            throw new Der.Malformed("asn1: syntax error: zero length OBJECT IDENTIFIER");
        }
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < value.length; ) {
            if (value[at] == (byte) 0x80) {
                throw new Der.Malformed("asn1: syntax error: integer is not minimally encoded");
            }
            long arc = 0;
            int octets = 0;
            boolean more = true;
            while (more) {
                if (at == value.length) {
                    throw new Der.Malformed("asn1: syntax error: truncated base 128 integer");
                }
                if (octets++ == 5) {
                    throw new Der.Malformed("asn1: structure error: base 128 integer too large");
                }
                more = value[at] < 0;
                arc = arc << 7 | (value[at++] & 0x7f);
            }
            if (arc > Integer.MAX_VALUE) {
                throw new Der.Malformed("asn1: structure error: base 128 integer too large");
            }
            if (text.isEmpty()) {
                long top = Math.min(arc / 40, 2);
                text.append(top).append('.').append(arc - 40 * top);
            } else {
                text.append('.').append(arc);
            }
        }
        return text.toString();
    }

    private void take(Element element) throws Der.Malformed {
        if (element.length > end - element.contents) {
            throw new Der.Malformed("asn1: syntax error: data truncated");
        }
        position = element.contents + element.length;
    }

    private Element header() throws Der.Malformed {
        if (!hasMore()) {
            throw new Der.Malformed("asn1: syntax error: sequence truncated");
        }
        int at = position;
        int identifier = bytes[at++] & 0xff;
        int tag = identifier & HIGH_TAG;
        if (tag == HIGH_TAG) {
            tag = 0;
            int octets = 0;
            int octet;
            do {
                if (at == end) {
                    throw new Der.Malformed("asn1: syntax error: truncated base 128 integer");
                }
                octet = bytes[at++];
                if (octets == 0 && octet == (byte) 0x80) {
                    throw new Der.Malformed("asn1: syntax error: integer is not minimally encoded");
                }
                if (octets++ == MAX_TAG_OCTETS) {
                    throw new Der.Malformed("asn1: structure error: base 128 integer too large");
                }
                tag = tag << 7 | (octet & 0x7f);
            } while (octet < 0);
            if (tag < HIGH_TAG) {
                throw new Der.Malformed("asn1: syntax error: non-minimal tag");
            }
        }
        int length = octet(at++);
        if (length >= 0x80) {
            int octets = length & 0x7f;
            if (octets == 0) {
                throw new Der.Malformed("asn1: syntax error: indefinite length found (not DER)");
            }
            length = 0;
            for (int i = 0; i < octets; i++) {
                int next = octet(at++);
                if (length >= MAX_LENGTH) {
                    throw new Der.Malformed("asn1: structure error: length too large");
                }
                length = length << 8 | next;
                if (length == 0) {
                    throw new Der.Malformed("asn1: structure error: superfluous leading zeros in length");
                }
            }
            if (length < 0x80) {
                throw new Der.Malformed("asn1: structure error: non-minimal length");
            }
        }
        return new Element(identifier >> 6, tag, (identifier & 0x20) != 0, position, at, length);
    }

    private int octet(int at) throws Der.Malformed {
        if (at >= end) {
            throw new Der.Malformed("asn1: syntax error: truncated tag or length");
        }
        return bytes[at] & 0xff;
    }
}
