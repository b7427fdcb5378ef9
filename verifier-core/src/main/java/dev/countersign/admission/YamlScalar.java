package dev.countersign.admission;

import java.nio.charset.StandardCharsets;

/**
 * One text that is to be written as YAML, with what its characters allow (as libyaml's emitter and Go's yaml.v3 judge it). Immutable.
 */
final class YamlScalar {

    /** How a scalar is written. */
    enum Style {
        PLAIN,
        SINGLE_QUOTED,
        DOUBLE_QUOTED,
        LITERAL
    }

    /** A longer key does not stand on one line with its value. */
    private static final int LONGEST_SIMPLE_KEY_BYTES = 128;

    private final int[] characters;
    private final boolean simpleKey;
    private final Style style;

    private YamlScalar(int[] characters, boolean simpleKey, Style style) {
        this.characters = characters;
        this.simpleKey = simpleKey;
        this.style = style;
    }

    static YamlScalar of(String text) {
        int[] characters = text.codePoints()
                .map(character -> Character.getType(character) == Character.SURROGATE ? 0xFFFD : character)
                .toArray();
        Analysis analysis = new Analysis(characters);
        boolean simpleKey =
                !analysis.lineBreaks && text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_SIMPLE_KEY_BYTES;
        return new YamlScalar(characters, simpleKey, analysis.style(text));
    }

    int length() {
        return characters.length;
    }

    int at(int index) {
        return characters[index];
    }

    /** Whether the text can be a key on one line with its value. */
    boolean simpleKey() {
        return simpleKey;
    }

    Style style() {
        return style;
    }

    static boolean isBreak(int character) {
        return character == '\r'
                || character == '\n'
                || character == 0x85
                || character == 0x2028
                || character == 0x2029;
    }

    /** What the emitter writes without an escape; nothing beyond the basic multilingual plane is. */
    static boolean isPrintable(int character) {
        return character == '\n'
                || (character >= 0x20 && character <= 0x7E)
                || (character >= 0xA0 && character <= 0xD7FF)
                || (character >= 0xE000 && character <= 0xFFFD && character != 0xFEFF);
    }

    /** One walk over the characters. */
    private static final class Analysis {
        private boolean indicators;
        private boolean lineBreaks;
        private boolean special;
        private boolean tabs;
        private boolean edges;
        private boolean trailingSpace;
        private boolean breakSpace;
        private boolean spaceBreak;

        Analysis(int[] characters) {
            int last = characters.length - 1;
            indicators = startsWithDocumentMarker(characters);
            boolean previousSpace = false;
            boolean previousBreak = false;
            for (int i = 0; i <= last; i++) {
                int character = characters[i];
                indicators |= isIndicator(characters, i);
                tabs |= character == '\t';
                special |= character != '\t' && !isPrintable(character);
                boolean isSpace = character == ' ';
                boolean isBreak = isBreak(character);
                edges |= (isSpace || isBreak) && (i == 0 || i == last);
                trailingSpace |= isSpace && i == last;
                breakSpace |= isSpace && previousBreak;
                spaceBreak |= isBreak && previousSpace;
                lineBreaks |= isBreak;
                previousSpace = isSpace;
                previousBreak = isBreak;
            }
        }

        /** yaml.v3 asks for a block where there is a line feed, for a plain scalar where that reads back, and the emitter does what it can. */
        Style style(String text) {
            if (text.indexOf('\n') >= 0) {
                return trailingSpace || spaceBreak || special ? Style.DOUBLE_QUOTED : Style.LITERAL;
            }
            if (!YamlPlain.isText(text) || breakSpace || spaceBreak || tabs || special) {
                return Style.DOUBLE_QUOTED;
            }
            return indicators || edges || lineBreaks ? Style.SINGLE_QUOTED : Style.PLAIN;
        }

        private static boolean startsWithDocumentMarker(int[] characters) {
            return characters.length >= 3
                    && (characters[0] == '-' || characters[0] == '.')
                    && characters[1] == characters[0]
                    && characters[2] == characters[0];
        }

        private static boolean isIndicator(int[] characters, int i) {
            boolean blankFollows = i + 1 >= characters.length || characters[i + 1] == ' ' || characters[i + 1] == '\t';
            if (i == 0) {
                return switch (characters[0]) {
                    case '#', ',', '[', ']', '{', '}', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`' -> true;
                    case '?', ':', '-' -> blankFollows;
                    default -> false;
                };
            }
            return switch (characters[i]) {
                case ':' -> blankFollows;
                case '#' -> isBlankOrEnd(characters[i - 1]);
                default -> false;
            };
        }

        private static boolean isBlankOrEnd(int character) {
            return character == ' ' || character == '\t' || character == 0 || isBreak(character);
        }
    }
}
