package dev.countersign.verify.check;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One DER element with a single-byte tag, and its reading and writing. Go's {@code encoding/asn1} gives the words for what is
 * wrong. Immutable.
 *
 * @param tag the identifier octet
 * @param start where the element starts
 * @param contents where its contents start
 * @param end where it ends
 */
record Der(int tag, int start, int contents, int end) {
    static final int BOOLEAN = 0x01;
    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int SEQUENCE = 0x30;

    private static final String PARAMETERS =
            " {optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil> stringType:0"
                    + " timeType:0 set:false omitEmpty:false lax:false name:} ";

    /** The bytes are not what is asked for; the message is Go's. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    /**
     * Reads the element at a place.
     *
     * @param expected its identifier octet
     * @param goType the name of the Go type that it is read into, as Go's message shows it
     */
    static Der read(byte[] in, int at, int limit, int expected, String goType) throws Malformed {
        Der element = any(in, at, limit);
        if (element.tag != expected) {
            int number = expected & 0x1f;
            throw new Malformed("asn1: structure error: tags don't match (" + number + " vs {class:"
                    + (element.tag >> 6 & 3) + " tag:" + (element.tag & 0x1f) + " length:"
                    + (element.end - element.contents) + " isCompound:" + ((element.tag & 0x20) != 0) + "})"
                    + PARAMETERS + goType + " @" + (element.contents - at));
        }
        if (element.end > limit) {
            throw new Malformed("asn1: syntax error: data truncated");
        }
        return element;
    }

    /** Reads any element at a place; its end may lie beyond the limit. */
    static Der any(byte[] in, int at, int limit) throws Malformed {
        if (at >= limit) {
            throw new Malformed("asn1: syntax error: sequence truncated");
        }
        int tag = in[at] & 0xff;
        if ((tag & 0x1f) == 0x1f) {
            throw new Malformed("asn1: structure error: non-minimal tag");
        }
        int i = at + 1;
        if (i >= limit) {
            throw new Malformed("asn1: syntax error: truncated tag or length");
        }
        int length = in[i++] & 0xff;
        if (length == 0x80) {
            throw new Malformed("asn1: syntax error: indefinite length found (not DER)");
        }
        if (length > 0x80) {
            int octets = length & 0x7f;
            length = 0;
            for (; octets > 0; octets--) {
                if (i >= limit) {
                    throw new Malformed("asn1: syntax error: truncated tag or length");
                }
                if (length >= 1 << 23) {
                    throw new Malformed("asn1: structure error: length too large");
                }
                length = length << 8 | in[i++] & 0xff;
                if (length == 0) {
                    throw new Malformed("asn1: structure error: superfluous leading zeros in length");
                }
            }
            if (length < 0x80) {
                throw new Malformed("asn1: structure error: non-minimal length");
            }
        }
        if (length > Integer.MAX_VALUE - i) {
            throw new Malformed("asn1: structure error: length too large");
        }
        return new Der(tag, at, i, i + length);
    }

    /** The elements within this one. */
    List<Der> children(byte[] in) throws Malformed {
        List<Der> children = new ArrayList<>();
        for (int at = contents; at < end; ) {
            Der child = any(in, at, end);
            if (child.end > end) {
                throw new Malformed("asn1: syntax error: data truncated");
            }
            children.add(child);
            at = child.end;
        }
        return children;
    }

    /** The element with its header. */
    byte[] whole(byte[] in) {
        return Arrays.copyOfRange(in, start, end);
    }

    /** The element without its header. */
    byte[] value(byte[] in) {
        return Arrays.copyOfRange(in, contents, end);
    }

    /** Writes an element. */
    static byte[] write(int tag, byte[] contents) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(contents.length + 6);
        out.write(tag);
        int length = contents.length;
        if (length < 0x80) {
            out.write(length);
        } else {
            int octets = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
            out.write(0x80 | octets);
            for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) {
                out.write(length >> shift);
            }
        }
        out.writeBytes(contents);
        return out.toByteArray();
    }
}
