package dev.countersign.expression.function;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Reads numbers as Go's strconv.ParseFloat. Stateless and thread-safe. */
final class GoFloats {
    private static final int MAX_LENGTH = 1100;

    /** Possessive throughout, so that no text is read twice. */
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?+(?:[0-9_]++(?:\\.[0-9_]*+)?+|\\.[0-9_]++)(?:[eE][+-]?+[0-9][0-9_]*+)?+");

    private static final Pattern HEXADECIMAL = Pattern.compile(
            "[+-]?+0[xX](?:[0-9a-fA-F_]++(?:\\.[0-9a-fA-F_]*+)?+|\\.[0-9a-fA-F_]++)[pP][+-]?+[0-9][0-9_]*+");

    private GoFloats() {}

    /** The number; empty where Go has an error: not a number, or not within 64 bits. */
    static OptionalDouble parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return OptionalDouble.empty();
        }
        boolean negative = text.startsWith("-");
        String unsigned = negative || text.startsWith("+") ? text.substring(1) : text;
        switch (unsigned.toLowerCase(Locale.ROOT)) {
            case "inf", "infinity" -> {
                return OptionalDouble.of(negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
            }
            case "nan" -> {
                return unsigned.length() == text.length() ? OptionalDouble.of(Double.NaN) : OptionalDouble.empty();
            }
            default -> {
                return finite(text);
            }
        }
    }

    private static OptionalDouble finite(String text) {
        if (!(DECIMAL.matcher(text).matches() || HEXADECIMAL.matcher(text).matches()) || !hasDigit(text)) {
            return OptionalDouble.empty();
        }
        String digits = text;
        if (text.indexOf('_') >= 0) {
            if (!separatorsStandBetweenDigits(text)) {
                return OptionalDouble.empty();
            }
            digits = text.replace("_", "");
        }
        try {
            double number = Double.parseDouble(digits);
            return Double.isInfinite(number) ? OptionalDouble.empty() : OptionalDouble.of(number);
        } catch (NumberFormatException notANumber) {
            return OptionalDouble.empty();
        }
    }

    private static boolean hasDigit(String text) {
        return text.chars().anyMatch(c -> Character.digit(c, 16) >= 0);
    }

    private static boolean separatorsStandBetweenDigits(String text) {
        boolean hexadecimal = text.indexOf('x') >= 0 || text.indexOf('X') >= 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '_') {
                char before = i == 0 ? '!' : text.charAt(i - 1);
                char after = i + 1 == text.length() ? '!' : text.charAt(i + 1);
                boolean prefix = before == 'x' || before == 'X';
                if (!(prefix || isDigit(before, hexadecimal)) || !isDigit(after, hexadecimal)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isDigit(char c, boolean hexadecimal) {
        return (c >= '0' && c <= '9')
                || (hexadecimal && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
    }
}
