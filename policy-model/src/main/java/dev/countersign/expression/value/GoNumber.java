package dev.countersign.expression.value;

import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Go's numbers in text: strconv and fmt. Stateless and thread-safe. */
public final class GoNumber {
    /** The longest text that is read as a number. */
    private static final int MAX_LENGTH = 10_000;

    private static final Pattern INFINITE = Pattern.compile("[+-]?inf(inity)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]++[.]?[0-9]*+|[.][0-9]++)([eE][+-]?[0-9]++)?");
    private static final Pattern HEXADECIMAL =
            Pattern.compile("[+-]?0[xX]([0-9a-fA-F]++[.]?[0-9a-fA-F]*+|[.][0-9a-fA-F]++)[pP][+-]?[0-9]++");
    private static final Pattern INTEGER = Pattern.compile("([+-]?)([0-9]+)");

    /** %v writes an exponent from 1e6 on where it is free to choose, %e below 1e-4. */
    private static final int WHOLE_DIGITS = 6;

    private static final int FIXED_DIGITS = 6;

    private GoNumber() {}

    /**
     * The number that a text is, as {@code strconv.ParseFloat} reads it: decimal or hexadecimal, {@code inf} and {@code nan},
     * underscores between digits. Absent where Go has an error, also when the number is too large.
     */
    public static Optional<Double> readFloat(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        if (INFINITE.matcher(text).matches()) {
            return Optional.of(text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        if (text.toLowerCase(Locale.ROOT).equals("nan")) {
            return Optional.of(Double.NaN);
        }
        if (text.indexOf('_') >= 0 && !hasGoodUnderscores(text)) {
            return Optional.empty();
        }
        String plain = text.replace("_", "");
        if (!DECIMAL.matcher(plain).matches() && !HEXADECIMAL.matcher(plain).matches()) {
            return Optional.empty();
        }
        double number = Double.parseDouble(plain);
        return Double.isInfinite(number) ? Optional.empty() : Optional.of(number);
    }

    /** The number that a text is, as {@code strconv.ParseInt(text, 10, 64)} reads it. */
    public static Optional<Long> readInt(String text) {
        try {
            return Optional.of(parseInt(text));
        } catch (ValueFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * As {@code strconv.ParseInt(text, 10, 64)}.
     *
     * @throws ValueFormatException with Go's text
     */
    public static long parseInt(String text) throws ValueFormatException {
        Matcher matcher = INTEGER.matcher(text);
        if (!matcher.matches()) {
            throw new ValueFormatException("strconv.ParseInt: parsing " + JsonText.goQuoted(text) + ": invalid syntax");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new ValueFormatException(
                    "strconv.ParseInt: parsing " + JsonText.goQuoted(text) + ": value out of range");
        }
    }

    /**
     * As {@code strconv.ParseUint(text, 10, 64)}; the upper half is negative.
     *
     * @throws ValueFormatException with Go's text
     */
    static long parseUnsigned(String text) throws ValueFormatException {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new ValueFormatException(
                    "strconv.ParseUint: parsing " + JsonText.goQuoted(text) + ": invalid syntax");
        }
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new ValueFormatException(
                    "strconv.ParseUint: parsing " + JsonText.goQuoted(text) + ": value out of range");
        }
    }

    /** A number as fmt's {@code %v} writes it: whole numbers plainly, floats with the fewest digits, {@code 1e+06}. */
    public static String text(Value.NumberValue number) {
        return number instanceof Value.IntegerValue whole ? String.valueOf(whole.value()) : text(number.asDouble());
    }

    /** A float as fmt's {@code %v} or {@code %g} writes it. */
    public static String text(double value) {
        if (!Double.isFinite(value) || value == 0) {
            return special(value);
        }
        BigDecimal digits = shortest(value);
        int exponent = digits.precision() - digits.scale() - 1;
        return exponent < -4 || exponent >= WHOLE_DIGITS
                ? scientific(digits, value < 0, 'e')
                : sign(value) + digits.toPlainString();
    }

    /** A float as fmt's {@code %f} writes it: six digits after the point. */
    public static String fixed(double value) {
        if (!Double.isFinite(value)) {
            return special(value);
        }
        BigDecimal rounded = new BigDecimal(Math.abs(value)).setScale(FIXED_DIGITS, RoundingMode.HALF_EVEN);
        return sign(value) + rounded.toPlainString();
    }

    /** A float as {@code strconv.FormatFloat(value, 'E', -1, 64)} writes it: {@code 1.5E+00}. */
    public static String scientific(double value) {
        if (!Double.isFinite(value)) {
            return special(value);
        }
        return value == 0 ? sign(value) + "0E+00" : scientific(shortest(value), value < 0, 'E');
    }

    /** A float as {@code strconv.FormatFloat(value, 'f', -1, 64)} writes it: the fewest digits, never an exponent. */
    public static String plain(double value) {
        return !Double.isFinite(value) || value == 0
                ? special(value)
                : sign(value) + shortest(value).toPlainString();
    }

    /** A float as {@code strconv.FormatFloat(value, 'f', -1, 32)} writes it: the fewest digits that 32 bits need. */
    public static String plainOf32Bits(double value) {
        float narrow = (float) value;
        if (!Float.isFinite(narrow) || narrow == 0) {
            return special(narrow);
        }
        BigDecimal exact = new BigDecimal(Math.abs(narrow));
        int digits = 1;
        while (exact.round(new MathContext(digits, RoundingMode.HALF_EVEN)).floatValue() != Math.abs(narrow)) {
            digits++;
        }
        return sign(narrow)
                + exact.round(new MathContext(digits, RoundingMode.HALF_EVEN))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    /** Whether a float has no fraction; the infinities have none. */
    public static boolean isWhole(double value) {
        return Double.isInfinite(value) || value == Math.rint(value);
    }

    /** A float made an {@code int64} as Go does on amd64: the fraction is dropped; what does not fit is the smallest number. */
    public static long toLong(double value) {
        return value >= -0x1p63 && value < 0x1p63 ? (long) value : Long.MIN_VALUE;
    }

    /** As {@code math.Pow10}: zero below 1e-323, infinite above 1e308. */
    static double powerOfTen(int exponent) {
        if (exponent > 308) {
            return Double.POSITIVE_INFINITY;
        }
        if (exponent < -323) {
            return 0;
        }
        int size = Math.abs(exponent);
        double small = Double.parseDouble("1e" + size % 32);
        // Go multiplies two table entries, which is not always the nearest number.
        return exponent < 0
                ? Double.parseDouble("1e-" + size / 32 * 32) / small
                : Double.parseDouble("1e" + size / 32 * 32) * small;
    }

    private static BigDecimal shortest(double value) {
        return new BigDecimal(JsonText.number(Math.abs(value))).stripTrailingZeros();
    }

    private static String special(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return sign(value) + "0";
    }

    private static String sign(double value) {
        return Double.doubleToRawLongBits(value) < 0 ? "-" : "";
    }

    private static String scientific(BigDecimal digits, boolean negative, char mark) {
        String unscaled = digits.unscaledValue().toString();
        int exponent = digits.precision() - digits.scale() - 1;
        StringBuilder text = new StringBuilder(negative ? "-" : "").append(unscaled.charAt(0));
        if (unscaled.length() > 1) {
            text.append('.').append(unscaled, 1, unscaled.length());
        }
        text.append(mark).append(exponent < 0 ? '-' : '+');
        return text.append(Math.abs(exponent) < 10 ? "0" : "")
                .append(Math.abs(exponent))
                .toString();
    }

    /** An underscore stands between digits, or between the prefix 0x and a digit. */
    private static boolean hasGoodUnderscores(String text) {
        int i = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
        char seen = '^';
        boolean hexadecimal = false;
        if (text.length() - i >= 2 && text.charAt(i) == '0' && "box".indexOf(text.charAt(i + 1) | 0x20) >= 0) {
            hexadecimal = (text.charAt(i + 1) | 0x20) == 'x';
            seen = '0';
            i += 2;
        }
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            int lower = c | 0x20;
            if (c >= '0' && c <= '9' || hexadecimal && lower >= 'a' && lower <= 'f') {
                seen = '0';
            } else if (c == '_') {
                if (seen != '0') {
                    return false;
                }
                seen = '_';
            } else {
                if (seen == '_') {
                    return false;
                }
                seen = '!';
            }
        }
        return seen != '_';
    }
}
