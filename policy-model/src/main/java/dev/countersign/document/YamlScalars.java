package dev.countersign.document;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Resolves scalars as go-yaml v2 does when Kubernetes reads YAML: YAML 1.1 words, Go's whole numbers, no base 60. */
final class YamlScalars {
    private static final String CORE = "tag:yaml.org,2002:";
    private static final Set<String> RESOLVED_TAGS =
            Set.of("", CORE + "str", CORE + "int", CORE + "float", CORE + "bool", CORE + "null", CORE + "binary");
    private static final Set<String> HARMLESS_TAGS = Set.of("!", CORE + "map", CORE + "seq", CORE + "timestamp");

    /** Numbers longer than this stay texts; no bound of 64 bits is near. */
    private static final int MAX_NUMBER_LENGTH = 400;

    private static final BigInteger MAX_UNSIGNED = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    private static final Map<String, Resolved> WORDS = words();

    private YamlScalars() {}

    /** What a scalar is in Go: its value, the short tag that errors name it by, and its text as a key. */
    sealed interface Resolved {
        String tag();
    }

    /** A JSON value. {@code key} is the member name that sigs.k8s.io/yaml makes of it; null where it refuses one. */
    record Plain(String tag, Value value, @Nullable String key) implements Resolved {}

    /** NaN or an infinity, which JSON lacks; {@code goText} as Go prints it. */
    record NotFinite(String goText, String key) implements Resolved {
        @Override
        public String tag() {
            return "!!float";
        }
    }

    /** The text cannot be read as its tag says. */
    record Refused(String tag, String goText) implements Resolved {}

    /** Whether a tag on a scalar, list or mapping has the meaning that Kubernetes gives it. */
    static boolean isKnownTag(String tag) {
        return RESOLVED_TAGS.contains(tag) || HARMLESS_TAGS.contains(tag);
    }

    static Resolved resolve(YamlNode.Scalar scalar) {
        String text = scalar.text();
        String tag = scalar.tag();
        if (!RESOLVED_TAGS.contains(tag) || tag.equals(CORE + "str") || (tag.isEmpty() && !scalar.plain())) {
            return text(text);
        }
        if (tag.equals(CORE + "binary")) {
            return binary(text);
        }
        Resolved resolved = untagged(text);
        String wanted = tag.isEmpty() ? resolved.tag() : "!!" + tag.substring(CORE.length());
        if (wanted.equals(resolved.tag())) {
            return resolved;
        }
        if (wanted.equals("!!float") && resolved.tag().equals("!!int")) {
            return resolved;
        }
        return new Refused(wanted, "cannot decode " + resolved.tag() + " `" + text + "` as a " + wanted);
    }

    private static Resolved text(String text) {
        return new Plain("!!str", Value.of(text), text);
    }

    private static Resolved binary(String text) {
        try {
            String joined = text.replace("\n", "").replace("\r", "");
            byte[] decoded = Base64.getDecoder().decode(joined);
            if (joined.length() % 4 != 0) {
                return new Refused("!!binary", "!!binary value contains invalid base64 data");
            }
            return text(new String(decoded, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return new Refused("!!binary", "!!binary value contains invalid base64 data");
        }
    }

    private static Resolved untagged(String text) {
        Resolved word = WORDS.get(text);
        if (word != null) {
            return word;
        }
        if (text.isEmpty() || text.length() > MAX_NUMBER_LENGTH) {
            return text(text);
        }
        char first = text.charAt(0);
        if (first == '.') {
            return isFraction(text) ? decimal(text, text.replace("_", "")) : text(text);
        }
        if (first != '+' && first != '-' && !isDigit(first)) {
            return text(text);
        }
        String plain = text.replace("_", "");
        BigInteger whole = whole(plain);
        if (whole != null) {
            boolean signed = plain.startsWith("-") || plain.startsWith("+");
            if (whole.bitLength() <= 63) {
                return new Plain("!!int", Value.of(whole.longValue()), whole.toString());
            }
            if (!signed && whole.signum() > 0 && whole.compareTo(MAX_UNSIGNED) <= 0) {
                return new Plain("!!int", new Value.FloatValue(whole.doubleValue()), null);
            }
        }
        return isDecimal(plain) ? decimal(text, plain) : text(text);
    }

    private static Resolved decimal(String text, String plain) {
        double value;
        try {
            value = Double.parseDouble(plain);
        } catch (NumberFormatException notANumber) {
            return text(text);
        }
        if (Double.isInfinite(value)) {
            return text(text);
        }
        return new Plain("!!float", GoNumbers.asJsonReads(new Value.FloatValue(value)), GoNumbers.asYamlKey(value));
    }

    /** The whole number in Go's notation with base 0: decimal, 0x, 0o, 0b, or octal after a 0. */
    private static @Nullable BigInteger whole(String plain) {
        int start = plain.startsWith("-") || plain.startsWith("+") ? 1 : 0;
        String digits = plain.substring(start);
        int radix = 10;
        if (digits.length() > 1 && digits.charAt(0) == '0') {
            char mark = digits.charAt(1);
            if (mark == 'x' || mark == 'X') {
                radix = 16;
            } else if (mark == 'o' || mark == 'O') {
                radix = 8;
            } else if (mark == 'b' || mark == 'B') {
                radix = 2;
            }
            digits = digits.substring(radix == 10 ? 1 : 2);
            radix = radix == 10 ? 8 : radix;
        }
        if (digits.isEmpty()) {
            return null;
        }
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            if (digit > 'f' || Character.digit(digit, radix) < 0) {
                return null;
            }
        }
        BigInteger value = new BigInteger(digits, radix);
        return plain.startsWith("-") ? value.negate() : value;
    }

    /** {@code [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?}. */
    static boolean isDecimal(String text) {
        int at = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        int before = digits(text, at);
        int next = at + before;
        if (next < text.length() && text.charAt(next) == '.') {
            int after = digits(text, next + 1);
            if (before == 0 && after == 0) {
                return false;
            }
            next += 1 + after;
        } else if (before == 0) {
            return false;
        }
        if (next < text.length() && (text.charAt(next) == 'e' || text.charAt(next) == 'E')) {
            next++;
            if (next < text.length() && (text.charAt(next) == '-' || text.charAt(next) == '+')) {
                next++;
            }
            int exponent = digits(text, next);
            if (exponent == 0) {
                return false;
            }
            next += exponent;
        }
        return next == text.length();
    }

    /** A number that begins with its point: Go takes underscores there only between digits. */
    private static boolean isFraction(String text) {
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) == '_'
                    && !(isDigit(text.charAt(i - 1)) && i + 1 < text.length() && isDigit(text.charAt(i + 1)))) {
                return false;
            }
        }
        return isDecimal(text.replace("_", ""));
    }

    private static int digits(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end - from;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static Map<String, Resolved> words() {
        Map<String, Resolved> words = new HashMap<>();
        for (String yes : new String[] {"y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"}) {
            words.put(yes, new Plain("!!bool", Value.of(true), "true"));
        }
        for (String no : new String[] {"n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"}) {
            words.put(no, new Plain("!!bool", Value.of(false), "false"));
        }
        for (String none : new String[] {"", "~", "null", "Null", "NULL"}) {
            words.put(none, new Plain("!!null", Value.NULL, null));
        }
        for (String nan : new String[] {".nan", ".NaN", ".NAN"}) {
            words.put(nan, new NotFinite("NaN", ".nan"));
        }
        for (String infinity : new String[] {".inf", ".Inf", ".INF"}) {
            words.put(infinity, new NotFinite("+Inf", ".inf"));
            words.put("+" + infinity, new NotFinite("+Inf", ".inf"));
            words.put("-" + infinity, new NotFinite("-Inf", "-.inf"));
        }
        return Map.copyOf(words);
    }
}
