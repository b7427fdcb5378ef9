package dev.countersign.document;

import java.util.Map;
import java.util.TreeMap;

/** Writes values as Go's encoding/json does. Stateless and thread-safe. */
public final class JsonText {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private JsonText() {}

    /**
     * A value as Go writes maps: without white space, members sorted by the bytes of their key, {@code <}, {@code >} and
     * {@code &} escaped. NaN and the infinities, which Go refuses, are written as {@code null}.
     */
    public static String compact(Value value) {
        StringBuilder text = new StringBuilder();
        write(text, value, true);
        return text.toString();
    }

    /** As {@link #compact}, but members keep their order, as Go writes structs. */
    public static String inOrder(Value value) {
        StringBuilder text = new StringBuilder();
        write(text, value, false);
        return text.toString();
    }

    /** A text as a JSON string, quotes included. */
    public static String string(String value) {
        StringBuilder text = new StringBuilder(value.length() + 2);
        string(text, value);
        return text.toString();
    }

    /**
     * A number as encoding/json writes a float64: the fewest digits that mean it, an exponent below 1e-6 and from 1e21.
     * {@code NaN}, {@code +Inf} and {@code -Inf} are written so.
     */
    public static String number(double value) {
        return GoNumbers.json(value);
    }

    /** A text as Go's strconv.Quote writes it, which is how Go's errors quote texts ({@code %q}). */
    public static String goQuoted(String value) {
        return GoText.quote(value);
    }

    private static void write(StringBuilder text, Value value, boolean sorted) {
        if (value instanceof Value.ObjectValue object) {
            Map<String, Value> members = object.members();
            if (sorted && members.size() > 1) {
                Map<String, Value> ordered = new TreeMap<>(GoText.BY_BYTES);
                ordered.putAll(members);
                members = ordered;
            }
            text.append('{');
            boolean first = true;
            for (Map.Entry<String, Value> member : members.entrySet()) {
                if (!first) {
                    text.append(',');
                }
                first = false;
                string(text, member.getKey());
                text.append(':');
                write(text, member.getValue(), sorted);
            }
            text.append('}');
        } else if (value instanceof Value.ListValue list) {
            text.append('[');
            boolean first = true;
            for (Value item : list.items()) {
                if (!first) {
                    text.append(',');
                }
                first = false;
                write(text, item, sorted);
            }
            text.append(']');
        } else if (value instanceof Value.StringValue string) {
            string(text, string.value());
        } else if (value instanceof Value.IntegerValue number) {
            text.append(number.value());
        } else if (value instanceof Value.FloatValue number) {
            text.append(Double.isFinite(number.value()) ? number(number.value()) : "null");
        } else if (value instanceof Value.BooleanValue truth) {
            text.append(truth.value());
        } else {
            text.append("null");
        }
    }

    private static void string(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '<', '>', '&', '\u2028', '\u2029' -> escape(text, c);
                default -> {
                    if (c < 0x20) {
                        escape(text, c);
                    } else if (Character.isSurrogate(c) && !isPaired(value, i)) {
                        text.append("\\ufffd");
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private static boolean isPaired(String value, int i) {
        char c = value.charAt(i);
        return Character.isHighSurrogate(c)
                ? i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
    }

    private static void escape(StringBuilder text, char c) {
        text.append("\\u")
                .append(HEX[c >> 12])
                .append(HEX[(c >> 8) & 15])
                .append(HEX[(c >> 4) & 15])
                .append(HEX[c & 15]);
    }
}
