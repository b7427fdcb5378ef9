package dev.countersign.document;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The fewest decimal digits that still mean a given floating point number. {@code Double.toString} before Java 19 writes
 * one or two more than needed for some numbers, and Go never does.
 */
final class Shortest {
    private static final int MOST_DIGITS = 17;

    private Shortest() {}

    static String digits(double value) {
        String usual = Double.toString(value);
        int precision = new BigDecimal(usual).stripTrailingZeros().precision();
        BigDecimal exact = new BigDecimal(value);
        for (int digits = Math.max(1, precision - 2); digits < Math.min(precision, MOST_DIGITS); digits++) {
            String candidate = exact.round(new MathContext(digits)).toString();
            if (Double.parseDouble(candidate) == value) {
                return candidate;
            }
        }
        String nearest = exact.round(new MathContext(precision)).toString();
        return Double.parseDouble(nearest) == value ? nearest : usual;
    }

    static String digits(float value) {
        String usual = Float.toString(value);
        int precision = new BigDecimal(usual).stripTrailingZeros().precision();
        BigDecimal exact = new BigDecimal(value);
        for (int digits = Math.max(1, precision - 2); digits < precision; digits++) {
            String candidate = exact.round(new MathContext(digits)).toString();
            if (Float.parseFloat(candidate) == value) {
                return candidate;
            }
        }
        String nearest = exact.round(new MathContext(precision)).toString();
        return Float.parseFloat(nearest) == value ? nearest : usual;
    }
}
