package dev.countersign.expression.substitution;

/**
 * A text that knows which of its characters are data. Everything that is searched for is searched for in the mask, where data
 * is hidden. Immutable.
 *
 * @param text the text
 * @param mask as long as the text; {@link #HIDDEN} stands where the text is data
 */
record MarkedText(String text, String mask) {
    /** A noncharacter, which no brace, dollar sign or backslash is. */
    static final char HIDDEN = '\uFFFF';

    static MarkedText of(String text) {
        return new MarkedText(text, text);
    }

    static MarkedText data(String text) {
        return new MarkedText(text, String.valueOf(HIDDEN).repeat(text.length()));
    }

    boolean hasData() {
        return mask.indexOf(HIDDEN) >= 0;
    }

    int length() {
        return text.length();
    }

    MarkedText part(int start, int end) {
        return new MarkedText(text.substring(start, end), mask.substring(start, end));
    }

    /** The text in which every occurrence outside of data lost its first character: {@code \{{} becomes {@code {{}. */
    MarkedText unescaped(String escaped) {
        int at = mask.indexOf(escaped);
        if (at < 0) {
            return this;
        }
        StringBuilder newText = new StringBuilder(text.length());
        StringBuilder newMask = new StringBuilder(text.length());
        int from = 0;
        for (; at >= 0; at = mask.indexOf(escaped, from)) {
            newText.append(text, from, at).append(escaped, 1, escaped.length());
            newMask.append(mask, from, at).append(escaped, 1, escaped.length());
            from = at + escaped.length();
        }
        newText.append(text, from, text.length());
        newMask.append(mask, from, mask.length());
        return new MarkedText(newText.toString(), newMask.toString());
    }

    /** Puts texts together. */
    static final class Builder {
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder mask = new StringBuilder();

        Builder append(MarkedText part) {
            text.append(part.text);
            mask.append(part.mask);
            return this;
        }

        int length() {
            return text.length();
        }

        MarkedText build() {
            return new MarkedText(text.toString(), mask.toString());
        }
    }
}
