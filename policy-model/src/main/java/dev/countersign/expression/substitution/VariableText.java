package dev.countersign.expression.substitution;

import dev.countersign.expression.value.GoText;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds variables in texts, in time in proportion to the text: {@code {{ … }}} that no backslash stands before, with no brace
 * inside but in pairs of one level, {@code {{ {a: b} }}}.
 */
final class VariableText {
    private static final int NONE = -1;

    private VariableText() {}

    /**
     * A variable in a text.
     *
     * @param start where it begins, the character before the braces included
     * @param end where it ends
     * @param prefix how many characters stand before the braces: none, one, or two for a surrogate pair
     * @param whole the text from start to end
     */
    record Found(int start, int end, int prefix, MarkedText whole) {

        /** The variable with what Kyverno cuts off before it: one byte, which tears a character beyond ASCII apart. */
        String variable() {
            return withoutPrefix(whole.text(), prefix);
        }

        /** Whether there is data inside of the braces. */
        boolean hasData() {
            return whole.mask().indexOf(MarkedText.HIDDEN, prefix) >= 0;
        }

        /** What stands between the braces. */
        String expression() {
            return GoText.trimSpace(variable().replace("{{", "").replace("}}", ""));
        }
    }

    static boolean mayBeIn(String text) {
        return text.contains("{{");
    }

    /** The innermost variables of a text that no backslash escapes, from the left. */
    static List<Found> all(MarkedText text) {
        String mask = text.mask();
        List<Found> found = new ArrayList<>();
        int from = 0;
        for (int braces = mask.indexOf("{{"); braces >= 0; braces = mask.indexOf("{{", Math.max(braces + 1, from))) {
            int prefix = prefix(text, braces, from);
            int end = prefix == NONE ? NONE : end(mask, braces);
            if (end != NONE) {
                MarkedText whole = text.part(braces - prefix, end);
                // What begins with a variable has nothing before it, even if a brace stands there.
                boolean initial = end(whole.mask(), 0) != NONE;
                found.add(new Found(braces - prefix, end, initial ? 0 : prefix, whole));
                from = end;
            }
        }
        return found;
    }

    /** How many characters before the braces belong to the variable; it needs one that no variable before has taken. */
    private static int prefix(MarkedText text, int braces, int from) {
        if (braces == 0) {
            return 0;
        }
        if (braces <= from && from > 0 || text.mask().charAt(braces - 1) == '\\') {
            return NONE;
        }
        return Character.charCount(text.text().codePointBefore(braces));
    }

    /** Where the variable ends whose braces open here. */
    private static int end(String mask, int start) {
        if (!mask.startsWith("{{", start)) {
            return NONE;
        }
        int i = start + 2;
        while (i < mask.length()) {
            char c = mask.charAt(i);
            if (c == '}') {
                return mask.startsWith("}}", i) ? i + 2 : NONE;
            }
            if (c == '{') {
                i = groupEnd(mask, i + 1);
                if (i == NONE) {
                    return NONE;
                }
            } else {
                i++;
            }
        }
        return NONE;
    }

    private static int groupEnd(String mask, int start) {
        for (int i = start; i < mask.length(); i++) {
            char c = mask.charAt(i);
            if (c == '}') {
                return i + 1;
            }
            if (c == '{') {
                return NONE;
            }
        }
        return NONE;
    }

    /** A text without the first byte of its first character; what is left of a torn character is U+FFFD for each byte. */
    static String withoutPrefix(String text, int prefix) {
        if (prefix == 0) {
            return text;
        }
        int c = text.codePointAt(0);
        int bytes = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        return "\uFFFD".repeat(bytes - 1) + text.substring(prefix);
    }
}
