package dev.countersign.expression.substitution;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.countersign.expression.value.GoText;
import java.util.ArrayList;
import java.util.List;

/** Finds variables in texts. */
final class VariableText {
    private static final String BODY = "\\{\\{(?:\\{[^{}]*\\}|[^{}])*\\}\\}";
    private static final Pattern VARIABLE = Pattern.compile("(^|[^\\\\])(" + BODY + ")");
    private static final Pattern INITIAL = Pattern.compile("^" + BODY);

    private VariableText() {}

    /**
     * A variable in a text.
     *
     * @param whole the variable with the character before it, if there is one
     * @param prefix how many characters stand before the braces: a surrogate pair counts two
     */
    record Found(MarkedText whole, int prefix) {

        /** The variable with what Kyverno cuts off before it: one byte, which tears a character beyond ASCII apart. */
        String variable() {
            return withoutPrefix(whole.text(), prefix);
        }

        /** Whether there is data inside of the braces. */
        boolean hasData() {
            return whole.part(prefix, whole.length()).hasData();
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
        List<Found> found = new ArrayList<>();
        Matcher matcher = VARIABLE.matcher(text.mask());
        while (matcher.find()) {
            MarkedText whole = text.part(matcher.start(), matcher.end());
            boolean initial = INITIAL.matcher(whole.mask()).find();
            int prefix = initial ? 0 : Character.charCount(whole.text().codePointAt(0));
            found.add(new Found(whole, prefix));
        }
        return found;
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
