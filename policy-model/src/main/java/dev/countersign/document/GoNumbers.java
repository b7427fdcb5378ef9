package dev.countersign.document;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Writes floating point numbers as Go's strconv does. */
final class GoNumbers {
    /** The format g of strconv writes numbers from 1e6 on with an exponent. */
    private static final int WHOLE_DIGITS = 6;

    private GoNumbers() {}

    /**
     * As encoding/json: the fewest digits that mean this number, with an exponent below 1e-6 and from 1e21 on. NaN and the
     * infinities, which Go refuses, are written as Go prints them.
     */
    static String json(double value) {
        String special = special(value);
        if (special != null) {
            return special;
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-6 || size >= 1e21)) {
            String text = exponent(shortest(value), value < 0);
            // encoding/json writes e-9 where strconv writes e-09.
            int mark = text.indexOf("e-0");
            return mark < 0 ? text : text.substring(0, mark) + "e-" + text.substring(mark + 3);
        }
        return fixed(value, shortest(value));
    }

    /**
     * What Kubernetes reads back after Go wrote the number: without a point and an exponent it is a whole number, if it fits
     * 64 bits.
     */
    static Value.NumberValue asJsonReads(Value.FloatValue number) {
        double value = number.value();
        if (value == Math.rint(value) && Math.abs(value) < 1e19) {
            BigInteger printed = shortest(value).toBigIntegerExact();
            if (value < 0) {
                printed = printed.negate();
            }
            if (printed.bitLength() <= 63) {
                return Value.of(printed.longValue());
            }
        }
        return number;
    }

    /** The key that sigs.k8s.io/yaml makes of a float: 32 bits, format g. */
    static String asYamlKey(double value) {
        float narrow = (float) value;
        if (Float.isInfinite(narrow)) {
            return narrow > 0 ? ".inf" : "-.inf";
        }
        BigDecimal digits = narrow == 0 ? BigDecimal.ZERO : stripped(new BigDecimal(Shortest.digits(narrow)));
        int exponent = digits.precision() - digits.scale() - 1;
        boolean negative = Float.floatToRawIntBits(narrow) < 0;
        if (narrow != 0 && (exponent < -4 || exponent >= WHOLE_DIGITS)) {
            return exponent(digits, negative);
        }
        return fixed(negative ? -1.0 : 1.0, digits);
    }

    private static @Nullable String special(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return null;
    }

    private static BigDecimal shortest(double value) {
        return value == 0 ? BigDecimal.ZERO : stripped(new BigDecimal(Shortest.digits(value)));
    }

    private static BigDecimal stripped(BigDecimal digits) {
        return digits.abs().stripTrailingZeros();
    }

    private static String fixed(double sign, BigDecimal digits) {
        String text = digits.toPlainString();
        return Double.doubleToRawLongBits(sign) < 0 ? "-" + text : text;
    }

    private static String exponent(BigDecimal digits, boolean negative) {
        String unscaled = digits.unscaledValue().toString();
        int exponent = digits.precision() - digits.scale() - 1;
        StringBuilder text = new StringBuilder();
        if (negative) {
            text.append('-');
        }
        text.append(unscaled.charAt(0));
        if (unscaled.length() > 1) {
            text.append('.').append(unscaled, 1, unscaled.length());
        }
        text.append('e').append(exponent < 0 ? '-' : '+');
        int size = Math.abs(exponent);
        if (size < 10) {
            text.append('0');
        }
        return text.append(size).toString();
    }
}
