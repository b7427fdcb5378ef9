package dev.countersign.document;

import java.util.Comparator;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Go's ways with texts. Stateless and thread-safe. */
public final class GoText {
    /** The order in which Go sorts texts: by the bytes of UTF-8, which is by code point. */
    public static final Comparator<String> BY_BYTES = GoText::compareBytes;

    private GoText() {}

    /** As strconv.Quote, which is fmt's {@code %q}. */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> append(quoted, c));
        return quoted.append('"').toString();
    }

    /**
     * As {@link #quote}, for octets that stand each for themselves: those from 128 are escaped.
     *
     * @param octets a text of characters from 0 to 255
     */
    public static String quoteOctets(String octets) {
        StringBuilder quoted = new StringBuilder(octets.length() + 2).append('"');
        octets.chars().forEach(c -> {
            if (c < 0x80) {
                append(quoted, c);
            } else {
                quoted.append(String.format("\\x%02x", c));
            }
        });
        return quoted.append('"').toString();
    }

    /** As {@code strings.TrimSpace}: without Unicode's white space at both ends. */
    public static String trimSpace(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return c >= '\t' && c <= '\r' || c == 0x85 || Character.isSpaceChar(c);
    }

    /** As fmt's {@code %#v} prints what go-yaml makes of a value. */
    static String syntax(Value value) {
        if (value instanceof Value.ObjectValue object) {
            StringJoiner members = new StringJoiner(", ", "map[interface {}]interface {}{", "}");
            new TreeMap<>(object.members()).forEach((key, member) -> members.add(quote(key) + ":" + syntax(member)));
            return members.toString();
        }
        if (value instanceof Value.ListValue list) {
            StringJoiner items = new StringJoiner(", ", "[]interface {}{", "}");
            list.items().forEach(item -> items.add(syntax(item)));
            return items.toString();
        }
        if (value instanceof Value.StringValue text) {
            return quote(text.value());
        }
        return value instanceof Value.NullValue ? "interface {}(nil)" : JsonText.compact(value);
    }

    /** Lone surrogates become U+FFFD, because a text of Go's JSON reader cannot hold them. */
    static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1))) {
                    i++;
                } else {
                    return repaired(text);
                }
            }
        }
        return text;
    }

    private static String repaired(String text) {
        StringBuilder repaired = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> repaired.appendCodePoint(
                        c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c));
        return repaired.toString();
    }

    /** UTF-8 order, that is the order of code points, which UTF-16 does not keep. */
    private static int compareBytes(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean aSurrogate = Character.isSurrogate(a);
                boolean bSurrogate = Character.isSurrogate(b);
                return aSurrogate == bSurrogate ? Character.compare(a, b) : aSurrogate ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    private static void append(StringBuilder quoted, int c) {
        switch (c) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case 0x07 -> quoted.append("\\a");
            case '\b' -> quoted.append("\\b");
            case '\f' -> quoted.append("\\f");
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            case 0x0B -> quoted.append("\\v");
            default -> {
                if (isPrintable(c)) {
                    quoted.appendCodePoint(c);
                } else if (c < 0x80) {
                    quoted.append(String.format("\\x%02x", c));
                } else if (c < 0x10000) {
                    quoted.append(String.format("\\u%04x", c));
                } else {
                    quoted.append(String.format("\\U%08x", c));
                }
            }
        }
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}
