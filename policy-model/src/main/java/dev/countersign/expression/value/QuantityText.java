package dev.countersign.expression.value;

import dev.countersign.expression.value.Quantity.Format;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads quantities. Kubernetes has two ways, 64 bits where the text is short and arbitrary precision else; which was taken
 * shows in the scale, in the text that is kept, and in what is no number at all ({@code Ti} is zero, {@code Pi} an error).
 */
final class QuantityText {
    /** By power of 1024, from the first. */
    static final List<String> BINARY_SUFFIXES = List.of("Ki", "Mi", "Gi", "Ti", "Pi", "Ei");

    /** By power of ten. */
    static final Map<Integer, String> DECIMAL_SUFFIXES =
            Map.of(-9, "n", -6, "u", -3, "m", 3, "k", 6, "M", 9, "G", 12, "T", 15, "P", 18, "E");

    private static final String WRONG_FORMAT =
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    private static final String WRONG_SUFFIX = "unable to parse quantity's suffix";
    private static final String WRONG_NUMBER = "unable to parse numeric part of quantity";
    private static final String SUFFIX_LETTERS = "eEinumkKMGTP";

    /** Decimal digits that surely fit 64 bits. */
    private static final int LONG_DIGITS = 18;

    private static final int BINARY_LONG_DIGITS = 15;
    private static final int NANO_SCALE = 9;
    private static final BigDecimal MAX_BINARY = BigDecimal.valueOf(Long.MAX_VALUE);

    private QuantityText() {}

    /** A text taken apart: {@code -01.50Gi} is "-01.50", negative, whole "1", fraction "50", suffix "Gi". */
    private record Parts(String number, boolean negative, String whole, String fraction, String suffix) {}

    private record Suffix(Format format, int exponent) {}

    static Quantity parse(String text) throws ValueFormatException {
        if (text.isEmpty() || text.length() > Quantity.MAX_DIGITS) {
            throw new ValueFormatException(WRONG_FORMAT);
        }
        Parts parts = split(text);
        Suffix suffix = suffix(parts.suffix());
        Quantity quantity = isShort(parts, suffix) ? ofLong(text, parts, suffix) : ofAnySize(parts, suffix);
        return quantity;
    }

    private static Parts split(String text) throws ValueFormatException {
        boolean signed = text.charAt(0) == '-' || text.charAt(0) == '+';
        int start = signed ? 1 : 0;
        while (start < text.length() && text.charAt(start) == '0') {
            start++;
        }
        int at = digitsEnd(text, start);
        String whole = at == start ? "0" : text.substring(start, at);
        String fraction = "";
        if (at < text.length() && text.charAt(at) == '.') {
            int end = digitsEnd(text, at + 1);
            fraction = text.substring(at + 1, end);
            at = end;
        }
        int end = at;
        while (end < text.length() && SUFFIX_LETTERS.indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        if (end < text.length() && (text.charAt(end) == '-' || text.charAt(end) == '+')) {
            end++;
        }
        if (digitsEnd(text, end) != text.length()) {
            throw new ValueFormatException(WRONG_FORMAT);
        }
        // Nothing but a sign and zeros is zero; in all other places a number needs digits.
        String number = start == text.length() ? "0" : text.substring(0, at);
        return new Parts(number, text.charAt(0) == '-', whole, fraction, text.substring(at));
    }

    private static int digitsEnd(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static Suffix suffix(String text) throws ValueFormatException {
        if (text.isEmpty()) {
            return new Suffix(Format.DECIMAL_SI, 0);
        }
        for (Map.Entry<Integer, String> decimal : DECIMAL_SUFFIXES.entrySet()) {
            if (decimal.getValue().equals(text)) {
                return new Suffix(Format.DECIMAL_SI, decimal.getKey());
            }
        }
        int binary = BINARY_SUFFIXES.indexOf(text);
        if (binary >= 0) {
            return new Suffix(Format.BINARY_SI, 10 * (binary + 1));
        }
        if (text.length() > 1 && (text.charAt(0) == 'e' || text.charAt(0) == 'E')) {
            Optional<Long> exponent = GoNumber.readInt(text.substring(1));
            if (exponent.isPresent()) {
                return new Suffix(Format.DECIMAL_EXPONENT, bounded(exponent.get()));
            }
        }
        throw new ValueFormatException(WRONG_SUFFIX);
    }

    private static int bounded(long exponent) throws ValueFormatException {
        // Go keeps the lower 32 bits.
        int kept = (int) exponent;
        if (kept > Quantity.MAX_EXPONENT || kept < -Quantity.MAX_EXPONENT) {
            throw new ValueFormatException(WRONG_NUMBER);
        }
        return kept;
    }

    private static boolean isShort(Parts parts, Suffix suffix) {
        int digits = parts.whole().length() + parts.fraction().length();
        if (suffix.format() == Format.BINARY_SI) {
            int room = BINARY_LONG_DIGITS - digits - suffix.exponent() * 3 / 10 - 1;
            return parts.fraction().isEmpty() && room >= 0;
        }
        return digits <= LONG_DIGITS && suffix.exponent() - parts.fraction().length() >= -NANO_SCALE;
    }

    private static Quantity ofLong(String text, Parts parts, Suffix suffix) {
        String digits = parts.whole() + parts.fraction();
        long value = Long.parseLong(digits);
        if (suffix.format() == Format.BINARY_SI) {
            long size = value << suffix.exponent();
            boolean kept = (value & 7) != 0;
            return new Quantity(
                    BigDecimal.valueOf(parts.negative() ? -size : size),
                    suffix.format(),
                    kept ? Optional.of(text) : Optional.empty());
        }
        int scale = suffix.exponent() - parts.fraction().length();
        boolean kept = scale % 3 == 0 && !digits.endsWith("000") && digits.charAt(0) != '0';
        return new Quantity(
                BigDecimal.valueOf(parts.negative() ? -value : value, -scale),
                suffix.format(),
                kept ? Optional.of(text) : Optional.empty());
    }

    private static Quantity ofAnySize(Parts parts, Suffix suffix) throws ValueFormatException {
        if (parts.number().chars().noneMatch(c -> c >= '0' && c <= '9')) {
            throw new ValueFormatException(WRONG_NUMBER);
        }
        BigDecimal size = new BigDecimal(
                new BigInteger(parts.whole() + parts.fraction()),
                parts.fraction().length());
        Format format = suffix.format();
        if (format == Format.BINARY_SI) {
            size = size.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(suffix.exponent())));
        } else {
            size = size.scaleByPowerOfTen(suffix.exponent());
        }
        if (size.signum() != 0) {
            size = size.setScale(NANO_SCALE, RoundingMode.UP);
        }
        if (format == Format.BINARY_SI) {
            if (size.compareTo(MAX_BINARY) > 0) {
                size = MAX_BINARY;
            }
            if (size.signum() > 0 && size.compareTo(BigDecimal.ONE) < 0) {
                format = Format.DECIMAL_SI;
            }
        }
        return new Quantity(parts.negative() ? size.negate() : size, format, Optional.empty());
    }
}
