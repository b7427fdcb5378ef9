package dev.countersign.policy.sigstore;

import com.google.re2j.Pattern;
import dev.countersign.document.GoText;
import java.util.Optional;

/**
 * A pattern of image names ({@code spec.images[].glob}), as policy-controller reads it: {@code **} is anything, {@code *} anything
 * within one segment. The whole name counts, as it is after its digest is known: {@code host/path@sha256:…}. Immutable and
 * thread-safe.
 */
public final class GlobPattern {
    /** No longer pattern is read, in characters. */
    public static final int MAX_LENGTH = 4096;

    private static final String CHARACTERS = "-_:/*.@";

    private final String text;
    private final Pattern pattern;

    private GlobPattern(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /**
     * Why a text is no pattern, in policy-controller's words; empty when it is one.
     *
     * @param text as written
     */
    public static Optional<String> error(String text) {
        if (isBadSyntax(text)) {
            return Optional.of("syntax error in pattern");
        }
        if (text.length() > MAX_LENGTH || !text.chars().allMatch(GlobPattern::isAllowed)) {
            return Optional.of("invalid glob " + GoText.quote(text));
        }
        return Optional.empty();
    }

    /**
     * The pattern of a text without {@link #error}.
     *
     * @throws IllegalArgumentException where there is one
     */
    public static GlobPattern of(String text) {
        error(text).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        String full =
                text.equals("*") ? "index.docker.io/library/*" : text.equals("*/*") ? "index.docker.io/*/*" : text;
        StringBuilder expression = new StringBuilder();
        for (int i = 0; i < full.length(); i++) {
            char c = full.charAt(i);
            if (c == '*' && i + 1 < full.length() && full.charAt(i + 1) == '*') {
                expression.append(".*");
                i++;
            } else if (c == '*') {
                expression.append("[^/]*");
            } else {
                expression.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return new GlobPattern(text, Pattern.compile(expression.toString()));
    }

    /** Whether an image is selected by the full name that registry clients use. */
    public boolean matches(String image) {
        return pattern.matcher(image).matches();
    }

    /** The pattern as written. */
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GlobPattern glob && glob.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    private static boolean isAllowed(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || CHARACTERS.indexOf(c) >= 0;
    }

    /**
     * Whether Go's filepath.Match, which is asked first and looks no farther than to the second run of stars, refuses the text: classes
     * and escapes that are not finished.
     */
    private static boolean isBadSyntax(String pattern) {
        String text = firstChunk(pattern);
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\\') {
                if (i + 1 == text.length()) {
                    return true;
                }
                i += 2;
            } else if (c == '[') {
                int end = endOfClass(text, i + 1);
                if (end < 0) {
                    return true;
                }
                i = end;
            } else {
                i++;
            }
        }
        return false;
    }

    /** The text behind leading stars up to the next one that stands in no class. */
    private static String firstChunk(String text) {
        int start = 0;
        while (start < text.length() && text.charAt(start) == '*') {
            start++;
        }
        boolean inClass = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '[') {
                inClass = true;
            } else if (c == ']') {
                inClass = false;
            } else if (c == '*' && !inClass) {
                return text.substring(start, i);
            }
        }
        return text.substring(start);
    }

    private static int endOfClass(String text, int start) {
        int i = start < text.length() && text.charAt(start) == '^' ? start + 1 : start;
        int ranges = 0;
        while (i < text.length()) {
            if (text.charAt(i) == ']' && ranges > 0) {
                return i + 1;
            }
            int next = afterCharacter(text, i);
            if (next > 0 && next < text.length() && text.charAt(next) == '-') {
                next = afterCharacter(text, next + 1);
            }
            if (next < 0) {
                return -1;
            }
            ranges++;
            i = next;
        }
        return -1;
    }

    private static int afterCharacter(String text, int at) {
        if (at >= text.length() || text.charAt(at) == '-' || text.charAt(at) == ']') {
            return -1;
        }
        if (text.charAt(at) == '\\') {
            return at + 2 < text.length() ? at + 2 : -1;
        }
        return at + 1 < text.length() ? at + 1 : -1;
    }
}
