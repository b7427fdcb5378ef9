package dev.countersign.admission;

import java.util.Map;

/**
 * Writes texts under texts as YAML, byte for byte as Go's yaml.v3 does with an indent of 2 and without line folding. Not thread-safe;
 * one document a writer.
 */
final class YamlWriter {

    private static final int INDENT = 2;

    private final StringBuilder out = new StringBuilder();
    private int column;

    /** Whether a blank, or the begin of a line, precedes. */
    private boolean whitespace = true;

    /** Whether the line holds only indentation so far. */
    private boolean indention = true;

    private YamlWriter() {}

    /** The document that holds the mapping; keys are sorted in yaml.v3's natural order. */
    static String write(Map<String, Map<String, String>> mapping) {
        YamlWriter writer = new YamlWriter();
        for (String key : YamlKeyOrder.sorted(mapping.keySet())) {
            writer.key(key, 0);
            Map<String, String> inner = mapping.getOrDefault(key, Map.of());
            for (String innerKey : YamlKeyOrder.sorted(inner.keySet())) {
                writer.key(innerKey, INDENT);
                writer.scalar(YamlScalar.of(inner.getOrDefault(innerKey, "")), 2 * INDENT);
            }
        }
        writer.indent(0);
        return writer.out.toString();
    }

    private void key(String key, int indent) {
        YamlScalar scalar = YamlScalar.of(key);
        indent(indent);
        if (scalar.simpleKey()) {
            scalar(scalar, indent + INDENT);
            indicator(":", false, false);
        } else {
            indicator("?", true, true);
            scalar(scalar, indent + INDENT);
            indent(indent);
            indicator(":", true, true);
        }
    }

    private void scalar(YamlScalar scalar, int indent) {
        switch (scalar.style()) {
            case PLAIN -> plain(scalar);
            case SINGLE_QUOTED -> singleQuoted(scalar, indent);
            case DOUBLE_QUOTED -> doubleQuoted(scalar);
            case LITERAL -> literal(scalar, indent);
        }
    }

    /** A plain scalar holds no line break. */
    private void plain(YamlScalar scalar) {
        if (!whitespace) {
            put(' ');
        }
        for (int i = 0; i < scalar.length(); i++) {
            put(scalar.at(i));
        }
        whitespace = false;
        indention = false;
    }

    private void singleQuoted(YamlScalar scalar, int indent) {
        indicator("'", true, false);
        boolean breaks = false;
        for (int i = 0; i < scalar.length(); i++) {
            int character = scalar.at(i);
            if (YamlScalar.isBreak(character)) {
                lineBreak(character);
                breaks = true;
            } else {
                // A blank after a break makes the text double-quoted, so that this is never a blank.
                if (breaks) {
                    indent(indent);
                }
                if (character == '\'') {
                    put('\'');
                }
                put(character);
                indention = false;
                breaks = false;
            }
        }
        indicator("'", false, false);
    }

    private void doubleQuoted(YamlScalar scalar) {
        indicator("\"", true, false);
        // yaml.v3 asks of every character whether the whole text begins with a byte order mark.
        boolean everything = scalar.length() > 0 && scalar.at(0) == 0xFEFF;
        for (int i = 0; i < scalar.length(); i++) {
            int character = scalar.at(i);
            if (everything
                    || !YamlScalar.isPrintable(character)
                    || YamlScalar.isBreak(character)
                    || character == '"'
                    || character == '\\') {
                escape(character);
            } else {
                put(character);
            }
        }
        indicator("\"", false, false);
    }

    private void escape(int character) {
        String escaped =
                switch (character) {
                    case 0x00 -> "0";
                    case 0x07 -> "a";
                    case 0x08 -> "b";
                    case 0x09 -> "t";
                    case 0x0A -> "n";
                    case 0x0B -> "v";
                    case 0x0C -> "f";
                    case 0x0D -> "r";
                    case 0x1B -> "e";
                    case '"' -> "\"";
                    case '\\' -> "\\";
                    case 0x85 -> "N";
                    case 0xA0 -> "_";
                    case 0x2028 -> "L";
                    case 0x2029 -> "P";
                    default ->
                        character <= 0xFF
                                ? String.format("x%02X", character)
                                : character <= 0xFFFF
                                        ? String.format("u%04X", character)
                                        : String.format("U%08X", character);
                };
        out.append('\\').append(escaped);
        column += 1 + escaped.length();
    }

    private void literal(YamlScalar scalar, int indent) {
        indicator("|", true, false);
        if (scalar.at(0) == ' ' || YamlScalar.isBreak(scalar.at(0))) {
            indicator(Integer.toString(INDENT), false, false);
        }
        indicator(chomping(scalar), false, false);
        lineBreak('\n');
        whitespace = true;
        boolean breaks = true;
        for (int i = 0; i < scalar.length(); i++) {
            int character = scalar.at(i);
            if (YamlScalar.isBreak(character)) {
                lineBreak(character);
                breaks = true;
            } else {
                if (breaks) {
                    indent(indent);
                }
                put(character);
                indention = false;
                breaks = false;
            }
        }
    }

    private static String chomping(YamlScalar scalar) {
        int last = scalar.length() - 1;
        if (!YamlScalar.isBreak(scalar.at(last))) {
            return "-";
        }
        return last == 0 || YamlScalar.isBreak(scalar.at(last - 1)) ? "+" : "";
    }

    private void indent(int indent) {
        if (!indention || column > indent || (column == indent && !whitespace)) {
            lineBreak('\n');
        }
        while (column < indent) {
            put(' ');
        }
        whitespace = true;
    }

    private void indicator(String indicator, boolean needsWhitespace, boolean keepsIndention) {
        if (needsWhitespace && !whitespace) {
            put(' ');
        }
        out.append(indicator);
        column += indicator.length();
        whitespace = false;
        indention = indention && keepsIndention;
    }

    private void lineBreak(int character) {
        out.appendCodePoint(character);
        column = 0;
        indention = true;
    }

    private void put(int character) {
        out.appendCodePoint(character);
        column++;
    }
}
