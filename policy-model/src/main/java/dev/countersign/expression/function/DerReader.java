package dev.countersign.expression.function;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads DER one element after the other. Lengths are checked against what is there; nothing recurses. */
final class DerReader {
    static final int BOOLEAN = 0x01;
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int UTF8_STRING = 0x0C;
    static final int NUMERIC_STRING = 0x12;
    static final int PRINTABLE_STRING = 0x13;
    static final int T61_STRING = 0x14;
    static final int IA5_STRING = 0x16;
    static final int UTC_TIME = 0x17;
    static final int GENERALIZED_TIME = 0x18;
    static final int BMP_STRING = 0x1E;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    /** A time of two digits for the year is of this century below 50, as RFC 5280 says. */
    private static final int CENTURY_TURN = 50;

    private final byte[] bytes;
    private final int end;
    private int at;

    /** Reads all of the bytes. */
    DerReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private DerReader(byte[] bytes, int at, int end) {
        this.bytes = bytes;
        this.at = at;
        this.end = end;
    }

    /**
     * One element.
     *
     * @param whole tag, length and content
     * @param content the content alone
     */
    record Element(int tag, byte[] whole, byte[] content) {
        /** Reads the content of a constructed element. */
        DerReader inside() {
            return new DerReader(content);
        }

        /** The content as one byte a character, which all of ASCII is. */
        String ascii() {
            return new String(content, StandardCharsets.ISO_8859_1);
        }

        /** The content as UTF-8, with U+FFFD where it is none. */
        String utf8() {
            return new String(content, StandardCharsets.UTF_8);
        }
    }

    boolean isEmpty() {
        return at >= end;
    }

    /** The tag of the next element, or -1. */
    int peek() {
        return at < end ? bytes[at] & 0xFF : -1;
    }

    /** The next element, whatever it is. */
    Element next() throws DerException {
        int start = at;
        if (end - at < 2 || (bytes[at] & 0x1F) == 0x1F) {
            throw malformed();
        }
        int tag = bytes[at++] & 0xFF;
        int length = bytes[at++] & 0xFF;
        if (length >= 0x80) {
            int size = length & 0x7F;
            if (size == 0 || size > 3 || end - at < size) {
                throw malformed();
            }
            length = 0;
            for (int i = 0; i < size; i++) {
                length = length << 8 | (bytes[at++] & 0xFF);
            }
            if (length < 0x80 || length >> (8 * (size - 1)) == 0) {
                throw malformed();
            }
        }
        if (end - at < length) {
            throw malformed();
        }
        int from = at;
        at += length;
        return new Element(tag, Arrays.copyOfRange(bytes, start, at), Arrays.copyOfRange(bytes, from, at));
    }

    /** The next element, which has a tag. */
    Element next(int tag) throws DerException {
        if (peek() != tag) {
            throw malformed();
        }
        return next();
    }

    /** The next element, or an error with this text. */
    Element next(String error) throws DerException {
        try {
            return next();
        } catch (DerException malformed) {
            throw new DerException(error);
        }
    }

    /** The next element, which has a tag, or an error with this text. */
    Element next(int tag, String error) throws DerException {
        if (peek() != tag) {
            throw new DerException(error);
        }
        return next(error);
    }

    /** The next element if it has a tag. */
    @Nullable
    Element optional(int tag) throws DerException {
        return peek() == tag ? next() : null;
    }

    /** The rest, element by element. */
    List<Element> rest() throws DerException {
        List<Element> elements = new ArrayList<>();
        while (!isEmpty()) {
            elements.add(next());
        }
        return elements;
    }

    BigInteger integer() throws DerException {
        byte[] content = next(INTEGER).content();
        boolean padded =
                content.length > 1 && ((content[0] == 0 && content[1] >= 0) || (content[0] == -1 && content[1] < 0));
        if (content.length == 0 || padded) {
            throw malformed();
        }
        return new BigInteger(content);
    }

    boolean truth() throws DerException {
        byte[] content = next(BOOLEAN).content();
        if (content.length != 1 || (content[0] != 0 && content[0] != -1)) {
            throw malformed();
        }
        return content[0] != 0;
    }

    /** The bytes of a bit string whose bits fill them, or an error with this text. */
    byte[] bits(String error) throws DerException {
        byte[] content = next(BIT_STRING, error).content();
        if (content.length == 0 || content[0] != 0) {
            throw new DerException(error);
        }
        return Arrays.copyOfRange(content, 1, content.length);
    }

    List<Long> identifier() throws DerException {
        return identifier(next(OBJECT_IDENTIFIER).content());
    }

    static List<Long> identifier(byte[] content) throws DerException {
        List<Long> parts = new ArrayList<>();
        long value = 0;
        boolean open = true;
        for (byte b : content) {
            if (value == 0 && open && !parts.isEmpty() && (b & 0xFF) == 0x80) {
                throw malformed();
            }
            value = value << 7 | (b & 0x7F);
            open = (b & 0x80) != 0;
            if (value > Integer.MAX_VALUE) {
                throw malformed();
            }
            if (!open) {
                if (parts.isEmpty()) {
                    parts.add(Math.min(2, value / 40));
                    value -= 40 * parts.get(0);
                }
                parts.add(value);
                value = 0;
                open = true;
            }
        }
        if (parts.isEmpty() || value != 0) {
            throw malformed();
        }
        return parts;
    }

    /** The texts of names: UTF-8, UTF-16, or a byte a character. */
    static String text(Element element) {
        return switch (element.tag()) {
            case UTF8_STRING -> new String(element.content(), StandardCharsets.UTF_8);
            case BMP_STRING -> new String(element.content(), StandardCharsets.UTF_16BE);
            default -> element.ascii();
        };
    }

    /** A point in time, to the second. */
    GoTime time() throws DerException {
        Element element = next();
        boolean two = element.tag() == UTC_TIME;
        String text = element.ascii();
        if (!two && element.tag() != GENERALIZED_TIME) {
            throw new DerException("x509: unsupported time format");
        }
        DerException bad = new DerException("x509: malformed " + (two ? "UTCTime" : "GeneralizedTime"));
        if (!text.matches(two ? "[0-9]{12}Z" : "[0-9]{14}Z")) {
            throw bad;
        }
        int year = Integer.parseInt(text.substring(0, two ? 2 : 4));
        String rest = text.substring(two ? 2 : 4);
        int[] parts = new int[5];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = Integer.parseInt(rest.substring(2 * i, 2 * i + 2));
        }
        try {
            LocalDateTime time = LocalDateTime.of(
                    two ? year + (year < CENTURY_TURN ? 2000 : 1900) : year,
                    parts[0],
                    parts[1],
                    parts[2],
                    parts[3],
                    parts[4]);
            return new GoTime(time.toEpochSecond(ZoneOffset.UTC), 0, 0);
        } catch (DateTimeException impossible) {
            throw bad;
        }
    }

    static DerException malformed() {
        return new DerException("x509: malformed certificate");
    }
}
