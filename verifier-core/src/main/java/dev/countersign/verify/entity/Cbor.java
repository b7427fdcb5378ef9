package dev.countersign.verify.entity;

import dev.countersign.verify.entity.CborValue.CborArray;
import dev.countersign.verify.entity.CborValue.CborBytes;
import dev.countersign.verify.entity.CborValue.CborEntry;
import dev.countersign.verify.entity.CborValue.CborFloat;
import dev.countersign.verify.entity.CborValue.CborInteger;
import dev.countersign.verify.entity.CborValue.CborMap;
import dev.countersign.verify.entity.CborValue.CborSimple;
import dev.countersign.verify.entity.CborValue.CborTag;
import dev.countersign.verify.entity.CborValue.CborText;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads one CBOR data item as strictly as go-cose does: definite lengths only, no key twice, texts in UTF-8, whole numbers of 64
 * bits, nothing behind the item. Lengths and numbers need not be in their shortest form, as there; what is signed is encoded anew.
 * The words of refusals are those of Go's CBOR library where a signer or registry can easily cause them. Thread-safe.
 */
public final class Cbor {
    /** How deep arrays, maps and tags may nest. */
    public static final int MAX_DEPTH = 32;

    /** The most items of one array, and pairs of one map. */
    public static final int MAX_ITEMS = 131_072;

    private static final String[] KINDS = {
        "positive integer", "negative integer", "byte string", "UTF-8 text string", "array", "map", "tag", "primitives"
    };
    private static final int BYTES = 2;

    private final byte[] in;
    private final boolean tagsAllowed;
    private int at;

    private Cbor(byte[] in, boolean tagsAllowed) {
        this.in = in;
        this.tagsAllowed = tagsAllowed;
    }

    /**
     * Reads one item that fills the bytes.
     *
     * @param tagsAllowed whether items may be tagged
     * @throws MalformedEntityException in the words of Go's CBOR library: {@code unexpected EOF}
     */
    public static CborValue decode(byte[] bytes, boolean tagsAllowed) throws MalformedEntityException {
        if (bytes.length == 0) {
            throw new MalformedEntityException("EOF");
        }
        Cbor reader = new Cbor(bytes, tagsAllowed);
        CborValue value = reader.value(0);
        if (reader.at < bytes.length) {
            throw new MalformedEntityException(
                    "cbor: " + (bytes.length - reader.at) + " bytes of extraneous data starting at index " + reader.at);
        }
        return value;
    }

    /** A byte string in its shortest form, as COSE signs it (RFC 8949 4.2.1). */
    static void writeBytes(ByteArrayOutputStream out, byte[] bytes) {
        int length = bytes.length;
        if (length < 24) {
            out.write(BYTES << 5 | length);
        } else if (length < 1 << 8) {
            out.writeBytes(new byte[] {BYTES << 5 | 24, (byte) length});
        } else if (length < 1 << 16) {
            out.writeBytes(new byte[] {BYTES << 5 | 25, (byte) (length >> 8), (byte) length});
        } else {
            out.write(BYTES << 5 | 26);
            out.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
        }
        out.writeBytes(bytes);
    }

    /** The recursion is bounded by {@link #MAX_DEPTH}. */
    private CborValue value(int depth) throws MalformedEntityException {
        int head = next();
        int major = head >> 5;
        int info = head & 0x1f;
        if (major == 7) {
            return simple(info);
        }
        long argument = argument(major, info);
        switch (major) {
            case 0 -> {
                return new CborInteger(whole(argument));
            }
            case 1 -> {
                return new CborInteger(-1 - whole(argument));
            }
            case BYTES -> {
                return new CborBytes(take(argument, major));
            }
            case 3 -> {
                return new CborText(text(take(argument, major)));
            }
            case 4 -> {
                return array(argument, deeper(depth));
            }
            case 5 -> {
                return map(argument, deeper(depth));
            }
            default -> {
                if (!tagsAllowed) {
                    throw new MalformedEntityException("cbor: CBOR tag isn't allowed");
                }
                return new CborTag(argument, value(deeper(depth)));
            }
        }
    }

    private static int deeper(int depth) throws MalformedEntityException {
        if (depth == MAX_DEPTH) {
            throw new MalformedEntityException("cbor: exceeded max nested level " + MAX_DEPTH);
        }
        return depth + 1;
    }

    private CborArray array(long count, int depth) throws MalformedEntityException {
        if (count < 0 || count > MAX_ITEMS) {
            throw new MalformedEntityException(
                    "cbor: exceeded max number of elements " + MAX_ITEMS + " for CBOR array");
        }
        List<CborValue> items = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            items.add(value(depth));
        }
        return new CborArray(items);
    }

    private CborMap map(long count, int depth) throws MalformedEntityException {
        if (count < 0 || count > MAX_ITEMS) {
            throw new MalformedEntityException(
                    "cbor: exceeded max number of key-value pairs " + MAX_ITEMS + " for CBOR map");
        }
        List<CborEntry> entries = new ArrayList<>();
        Set<CborValue> keys = new HashSet<>();
        for (long i = 0; i < count; i++) {
            CborValue key = value(depth);
            if (!(key instanceof CborInteger) && !(key instanceof CborText)) {
                throw new MalformedEntityException("cbor: header label: require int / tstr type");
            }
            CborValue value = value(depth);
            if (!keys.add(key)) {
                throw new MalformedEntityException("cbor: found duplicate map key "
                        + (key instanceof CborText text
                                ? "\"" + text.value() + "\""
                                : "\"" + ((CborInteger) key).value() + "\"")
                        + " at map element index " + i);
            }
            entries.add(new CborEntry(key, value));
        }
        return new CborMap(entries);
    }

    private CborValue simple(int info) throws MalformedEntityException {
        if (info < 24) {
            return new CborSimple(info);
        }
        switch (info) {
            case 24 -> {
                int number = next();
                if (number < 32) {
                    throw new MalformedEntityException("cbor: invalid simple value " + number + " for type primitives");
                }
                return new CborSimple(number);
            }
            case 25 -> {
                return new CborFloat(half((int) number(2)));
            }
            case 26 -> {
                return new CborFloat(Float.intBitsToFloat((int) number(4)));
            }
            case 27 -> {
                return new CborFloat(Double.longBitsToDouble(number(8)));
            }
            case 31 -> throw new MalformedEntityException("cbor: unexpected \"break\" code");
            default -> throw additional(7, info);
        }
    }

    private static double half(int bits) {
        int exponent = bits >> 10 & 0x1f;
        int mantissa = bits & 0x3ff;
        double size = exponent == 0
                ? Math.scalb(mantissa, -24)
                : exponent < 31
                        ? Math.scalb(mantissa + 1024, exponent - 25)
                        : mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        return (bits & 0x8000) == 0 ? size : -size;
    }

    /** The number in or behind the head, as 64 bits without a sign. */
    private long argument(int major, int info) throws MalformedEntityException {
        if (info < 24) {
            return info;
        }
        if (info == 31 && major >= BYTES && major <= 5) {
            throw new MalformedEntityException("cbor: indefinite-length " + KINDS[major] + " isn't allowed");
        }
        if (info > 27) {
            throw additional(major, info);
        }
        return number(1 << info - 24);
    }

    private static MalformedEntityException additional(int major, int info) {
        return new MalformedEntityException(
                "cbor: invalid additional information " + info + " for type " + KINDS[major]);
    }

    private static long whole(long argument) throws MalformedEntityException {
        if (argument < 0) {
            throw new MalformedEntityException("cbor: header label: int key must not be higher than 1<<63 - 1");
        }
        return argument;
    }

    private byte[] take(long length, int major) throws MalformedEntityException {
        if (length < 0) {
            throw new MalformedEntityException("cbor: " + KINDS[major] + " length " + Long.toUnsignedString(length)
                    + " is too large, causing integer overflow");
        }
        if (length > in.length - at) {
            throw new MalformedEntityException("unexpected EOF");
        }
        byte[] taken = Arrays.copyOfRange(in, at, at + (int) length);
        at += (int) length;
        return taken;
    }

    private static String text(byte[] bytes) throws MalformedEntityException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedEntityException("cbor: invalid UTF-8 string", e);
        }
    }

    private long number(int octets) throws MalformedEntityException {
        long number = 0;
        for (int i = 0; i < octets; i++) {
            number = number << 8 | next();
        }
        return number;
    }

    private int next() throws MalformedEntityException {
        if (at >= in.length) {
            throw new MalformedEntityException("unexpected EOF");
        }
        return in[at++] & 0xff;
    }
}
