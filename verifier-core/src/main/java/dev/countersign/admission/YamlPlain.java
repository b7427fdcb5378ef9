package dev.countersign.admission;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.time.YearMonth;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a YAML reader takes an unquoted text for a text, or for a number, truth value, null or date. The rules are those by which
 * Go's yaml.v3 decides to quote: YAML 1.2's core schema, Go's number syntax, and the truth values of YAML 1.1.
 */
final class YamlPlain {

    private static final Set<String> WORDS = Set.of(
            "", "~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE", ".nan", ".NaN", ".NAN",
            ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", "y", "Y", "yes", "Yes", "YES",
            "on", "On", "ON", "n", "N", "no", "No", "NO", "off", "Off", "OFF");

    private static final Pattern FLOAT = Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");
    private static final Pattern GO_FRACTION = Pattern.compile("\\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?");
    private static final Pattern BASE_60 = Pattern.compile("[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?");
    private static final Pattern PREFIXED_INTEGER = Pattern.compile(
            "([-+]?)0(?:[xX]([0-9a-fA-F]+)|[bB]([01]+)|[oO]([0-7]+))|0(?:b([-+])([01]+)|o([-+])([0-7]+))");
    private static final Pattern TIMESTAMP = Pattern.compile("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
            + "(?:([Tt]| +)([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?(?:(Z)|[-+]([0-9]{2}):([0-9]{2}))?)?");

    private YamlPlain() {}

    /** Whether the text, written without quotes, is read as a text. */
    static boolean isText(String text) {
        if (WORDS.contains(text)) {
            return false;
        }
        char first = text.charAt(0);
        if (first == '.') {
            return !(GO_FRACTION.matches(text) && isFinite(text.replace("_", "")));
        }
        if (first != '+' && first != '-' && (first < '0' || first > '9')) {
            return true;
        }
        String digits = text.replace("_", "");
        return !isTimestamp(text)
                && !BASE_60.matches(text)
                && !(FLOAT.matches(digits) && isFinite(digits))
                && !isPrefixedInteger(digits);
    }

    /** Go's parser refuses a number beyond the range of a double, and the text stays a text. */
    private static boolean isFinite(String number) {
        return Double.isFinite(Double.parseDouble(number));
    }

    private static boolean isPrefixedInteger(String text) {
        Matcher matcher = PREFIXED_INTEGER.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        String sign = orEmpty(matcher.group(1));
        if (matcher.group(2) != null) {
            return fits(sign, matcher.group(2), 16);
        }
        if (matcher.group(3) != null) {
            return fits(sign, matcher.group(3), 2);
        }
        if (matcher.group(4) != null) {
            return fits(sign, matcher.group(4), 8);
        }
        return matcher.group(6) != null
                ? fits(matcher.group(5), matcher.group(6), 2)
                : fits(matcher.group(7), matcher.group(8), 8);
    }

    /** Whether the number fits 64 bits: signed with a sign, unsigned without. */
    private static boolean fits(String sign, String digits, int radix) {
        int zeros = 0;
        while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
            zeros++;
        }
        String significant = digits.substring(zeros);
        int longest = radix == 16 ? 16 : radix == 2 ? 64 : 22;
        if (significant.length() > longest
                || (radix == 8 && significant.length() == longest && significant.charAt(0) != '1')) {
            return false;
        }
        long value = Long.parseUnsignedLong(significant, radix);
        return sign.isEmpty() || value >= 0 || (sign.equals("-") && value == Long.MIN_VALUE);
    }

    private static boolean isTimestamp(String text) {
        Matcher matcher = TIMESTAMP.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        int month = Integer.parseInt(matcher.group(2));
        int day = Integer.parseInt(matcher.group(3));
        if (month < 1
                || month > 12
                || day < 1
                || day > YearMonth.of(Integer.parseInt(matcher.group(1)), month).lengthOfMonth()) {
            return false;
        }
        String separator = matcher.group(4);
        if (separator == null) {
            return true;
        }
        boolean zoned = matcher.group(8) != null || matcher.group(9) != null;
        return zoned != separator.startsWith(" ")
                && atMost(matcher.group(5), 23)
                && atMost(matcher.group(6), 59)
                && atMost(matcher.group(7), 59)
                && atMost(matcher.group(9), 24)
                && atMost(matcher.group(10), 60);
    }

    private static boolean atMost(@Nullable String number, int limit) {
        return number == null || Integer.parseInt(number) <= limit;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
