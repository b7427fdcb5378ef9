package dev.countersign.expression.value;

import dev.countersign.document.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Texts as Go's packages fmt and strings make them. Stateless and thread-safe. */
public final class GoText {
    private GoText() {}

    /**
     * A value as fmt's {@code %v} prints it: texts as they are, {@code 1e+06}, {@code <nil>}, {@code [a b]},
     * {@code map[k:v]} with sorted keys.
     */
    public static String print(Value value) {
        if (value instanceof Value.StringValue text) {
            return text.value();
        }
        if (value instanceof Value.NumberValue number) {
            return GoNumber.text(number);
        }
        if (value instanceof Value.BooleanValue truth) {
            return String.valueOf(truth.value());
        }
        if (value instanceof Value.ListValue list) {
            StringJoiner items = new StringJoiner(" ", "[", "]");
            list.items().forEach(item -> items.add(print(item)));
            return items.toString();
        }
        if (value instanceof Value.ObjectValue object) {
            StringJoiner members = new StringJoiner(" ", "map[", "]");
            Map<String, Value> sorted = new TreeMap<>(GoText::compare);
            sorted.putAll(object.members());
            sorted.forEach((key, member) -> members.add(key + ":" + print(member)));
            return members.toString();
        }
        return "<nil>";
    }

    /** Compares two texts as Go does, by their bytes in UTF-8. */
    public static int compare(String one, String other) {
        return Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
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
        return c >= '\t' && c <= '\r' || c == '\u0085' || Character.isSpaceChar(c);
    }
}
