package dev.countersign.policy.write;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Texts in YAML: plain where nothing else can be read into them, else quoted, else as a block. */
final class YamlText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_]*([./-][A-Za-z0-9_]+)*");

    /** Words that YAML 1.1 reads as something else than a text. */
    private static final Set<String> WORDS =
            Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf");

    private YamlText() {}

    /** A text on one line. */
    static String onOneLine(String text) {
        return PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT)) ? text : quoted(text);
    }

    /** Whether a text may stand as a literal block: several lines of printable ASCII, none of which ends or begins oddly. */
    static boolean isBlock(String text) {
        int last = text.length() - 1;
        if (text.indexOf('\n') < 0 || text.startsWith("\n") || text.startsWith(" ") || text.endsWith("\n\n")) {
            return false;
        }
        for (int i = 0; i <= last; i++) {
            char c = text.charAt(i);
            boolean endsLine = i == last || text.charAt(i + 1) == '\n';
            if (c != '\n' && (c < ' ' || c > '~') || c == ' ' && endsLine) {
                return false;
            }
        }
        return true;
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c >= ' ' && c <= '~' || Character.isLetterOrDigit(c) && c > 0xA0 && c < 0xD800) {
                        quoted.appendCodePoint(c);
                    } else {
                        quoted.append(c > 0xFFFF ? String.format("\\U%08X", c) : String.format("\\u%04X", c));
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
