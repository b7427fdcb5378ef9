package dev.countersign.expression.value;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A length of time as Go has it: 64 bits of nanoseconds, about 292 years either way. Immutable.
 *
 * <p>Source: Go's {@code time.ParseDuration} and {@code Duration.String}.
 *
 * @param nanoseconds the length, which may be negative
 */
public record GoDuration(long nanoseconds) implements Comparable<GoDuration> {
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    /** The longest text that is read. */
    private static final int MAX_LENGTH = 10_000;

    private static final Map<String, Long> UNITS = Map.of(
            "ns",
            1L,
            "us",
            1_000L,
            "\u00b5s",
            1_000L,
            "\u03bcs",
            1_000L,
            "ms",
            1_000_000L,
            "s",
            SECOND,
            "m",
            MINUTE,
            "h",
            HOUR);

    /**
     * Reads {@code 1h30m}, {@code -1.5s}, {@code 0}.
     *
     * @throws ValueFormatException with Go's text
     */
    public static GoDuration parse(String text) throws ValueFormatException {
        if (text.length() > MAX_LENGTH) {
            throw invalid(text.substring(0, 64));
        }
        boolean negative = text.startsWith("-");
        String rest = negative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return new GoDuration(0);
        }
        if (rest.isEmpty()) {
            throw invalid(text);
        }
        long sum = 0;
        Cursor cursor = new Cursor(rest);
        while (!cursor.atEnd()) {
            sum += part(cursor, text);
            if (isOver(sum)) {
                throw invalid(text);
            }
        }
        if (sum == Long.MIN_VALUE && !negative) {
            throw invalid(text);
        }
        return new GoDuration(negative ? -sum : sum);
    }

    /** The duration that a text is, if it is one. */
    public static Optional<GoDuration> read(String text) {
        try {
            return Optional.of(parse(text));
        } catch (ValueFormatException e) {
            return Optional.empty();
        }
    }

    /** A number of seconds; a fraction is dropped first, as Kyverno does. Wraps around as Go does. */
    public static GoDuration ofSeconds(long seconds) {
        return new GoDuration(seconds * SECOND);
    }

    /** The length in seconds. */
    public double seconds() {
        return (double) (nanoseconds / SECOND) + (double) (nanoseconds % SECOND) / 1e9;
    }

    @Override
    public int compareTo(GoDuration other) {
        return Long.compare(nanoseconds, other.nanoseconds);
    }

    /** Go's text: {@code 1h30m0s}, {@code 1.5s}, {@code 500ms}, {@code 0s}. */
    @Override
    public String toString() {
        String sign = nanoseconds < 0 ? "-" : "";
        // The most negative length is its own negation; read without a sign it is right.
        long size = nanoseconds < 0 ? -nanoseconds : nanoseconds;
        if (Long.compareUnsigned(size, SECOND) < 0) {
            return sign + belowSecond(size);
        }
        long seconds = Long.divideUnsigned(size, SECOND);
        long fraction = Long.remainderUnsigned(size, SECOND);
        String text = seconds % 60 + fraction(fraction, 9) + "s";
        long minutes = seconds / 60;
        if (minutes > 0) {
            text = minutes % 60 + "m" + text;
            if (minutes >= 60) {
                text = minutes / 60 + "h" + text;
            }
        }
        return sign + text;
    }

    private static String belowSecond(long size) {
        if (size == 0) {
            return "0s";
        }
        if (size < 1_000) {
            return size + "ns";
        }
        return size < 1_000_000
                ? size / 1_000 + fraction(size % 1_000, 3) + "\u00b5s"
                : size / 1_000_000 + fraction(size % 1_000_000, 6) + "ms";
    }

    private static String fraction(long value, int digits) {
        if (value == 0) {
            return "";
        }
        String padded = String.valueOf(value);
        padded = "0".repeat(digits - padded.length()) + padded;
        int end = padded.length();
        while (padded.charAt(end - 1) == '0') {
            end--;
        }
        return "." + padded.substring(0, end);
    }

    /** Reads one {@code 1.5h}; lengths are unsigned up to 2^63, which is {@code Long.MIN_VALUE}. */
    private static long part(Cursor cursor, String text) throws ValueFormatException {
        if (!cursor.atDigitOrPoint()) {
            throw invalid(text);
        }
        int start = cursor.at;
        long whole = cursor.wholeNumber().orElseThrow(() -> invalid(text));
        boolean digits = cursor.at > start;
        Fraction fraction = new Fraction(0, 1);
        if (cursor.takePoint()) {
            int point = cursor.at;
            fraction = cursor.fraction();
            digits |= cursor.at > point;
        }
        if (!digits) {
            throw invalid(text);
        }
        String name = cursor.unit();
        if (name.isEmpty()) {
            throw new ValueFormatException("time: missing unit in duration " + quoted(text));
        }
        Long unit = UNITS.get(name);
        if (unit == null) {
            throw new ValueFormatException("time: unknown unit " + quoted(name) + " in duration " + quoted(text));
        }
        if (Long.compareUnsigned(whole, Long.divideUnsigned(Long.MIN_VALUE, unit)) > 0) {
            throw invalid(text);
        }
        long size = whole * unit;
        if (fraction.digits() != 0) {
            size += (long) (unsigned(fraction.digits()) * (unit / fraction.scale()));
            if (isOver(size)) {
                throw invalid(text);
            }
        }
        return size;
    }

    private record Fraction(long digits, double scale) {}

    /** A place in a text. */
    private static final class Cursor {
        private final String text;
        private int at;

        Cursor(String text) {
            this.text = text;
        }

        boolean atEnd() {
            return at == text.length();
        }

        boolean atDigit() {
            return !atEnd() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
        }

        boolean atDigitOrPoint() {
            return atDigit() || !atEnd() && text.charAt(at) == '.';
        }

        boolean takePoint() {
            boolean found = !atEnd() && text.charAt(at) == '.';
            at += found ? 1 : 0;
            return found;
        }

        /** Digits as an unsigned number up to 2^63; absent when larger. */
        Optional<Long> wholeNumber() {
            long number = 0;
            for (; atDigit(); at++) {
                if (Long.compareUnsigned(number, Long.divideUnsigned(Long.MIN_VALUE, 10)) > 0) {
                    return Optional.empty();
                }
                number = number * 10 + (text.charAt(at) - '0');
                if (isOver(number)) {
                    return Optional.empty();
                }
            }
            return Optional.of(number);
        }

        /** Digits after the point; those that 63 bits cannot hold are dropped. */
        Fraction fraction() {
            long number = 0;
            double scale = 1;
            boolean full = false;
            for (; atDigit(); at++) {
                full |= number > Long.MAX_VALUE / 10 || number < 0;
                long longer = number * 10 + (text.charAt(at) - '0');
                full |= isOver(longer);
                if (!full) {
                    number = longer;
                    scale *= 10;
                }
            }
            return new Fraction(number, scale);
        }

        String unit() {
            int start = at;
            while (!atEnd() && !atDigitOrPoint()) {
                at++;
            }
            return text.substring(start, at);
        }
    }

    private static boolean isOver(long unsigned) {
        return Long.compareUnsigned(unsigned, Long.MIN_VALUE) > 0;
    }

    private static double unsigned(long value) {
        return value < 0 ? 0x1p63 : value;
    }

    private static ValueFormatException invalid(String text) {
        return new ValueFormatException("time: invalid duration " + quoted(text));
    }

    /** The package time has its own way to quote: bytes beyond ASCII and control characters as {@code \xHH}. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b < ' ') {
                quoted.append(String.format("\\x%02x", b & 0xFF));
            } else {
                if (b == '"' || b == '\\') {
                    quoted.append('\\');
                }
                quoted.append((char) b);
            }
        }
        return quoted.append('"').toString();
    }
}
