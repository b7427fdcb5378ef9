package dev.countersign.image;

/**
 * Kyverno's wildcards: {@code *} stands for any number of any characters, {@code /}, {@code :} and {@code @} among them,
 * {@code ?} for exactly one. Everything else stands for itself; nothing escapes. The whole text must match, upper and
 * lower case differ. Source: Kyverno's {@code ext/wildcard}. Stateless and thread-safe.
 */
public final class Wildcard {
    private Wildcard() {}

    /** Whether a text holds {@code *} or {@code ?}. */
    public static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    /** Whether the whole text matches. Takes time in proportion to both lengths multiplied at worst, and no memory. */
    public static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int retry = 0;
        while (t < text.length()) {
            int wanted = p < pattern.length() ? pattern.codePointAt(p) : -1;
            int found = text.codePointAt(t);
            if (wanted == '*') {
                star = p;
                retry = t;
                p++;
            } else if (wanted == '?' || wanted == found) {
                p += Character.charCount(wanted);
                t += Character.charCount(found);
            } else if (star >= 0) {
                // Let the last star take one character more.
                retry += Character.charCount(text.codePointAt(retry));
                t = retry;
                p = star + 1;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Whether any of the patterns matches. */
    public static boolean matchesAny(Iterable<String> patterns, String text) {
        for (String pattern : patterns) {
            if (matches(pattern, text)) {
                return true;
            }
        }
        return false;
    }
}
