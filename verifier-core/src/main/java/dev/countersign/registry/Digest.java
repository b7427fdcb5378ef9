package dev.countersign.registry;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A content digest: {@code sha256:} and 64 lower-case hexadecimal digits; nothing else is one (signature-verification.md 1.1).
 *
 * @param text the whole text
 */
public record Digest(String text) {
    private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

    public Digest {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a sha256 digest");
        }
    }

    /** The digest of that text, if it is one. */
    public static Optional<Digest> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new Digest(text)) : Optional.empty();
    }

    /** The hexadecimal digits. */
    public String hex() {
        return text.substring("sha256:".length());
    }

    @Override
    public String toString() {
        return text;
    }
}
