package dev.countersign.expression.function;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts Go's layouts, which spell the second of January 2006 at 15:04:05. Stateless and thread-safe. */
final class GoTimeLayout {
    private GoTimeLayout() {}

    /** What a piece of a layout stands for. */
    enum Element {
        LONG_MONTH,
        MONTH,
        NUMBER_OF_MONTH,
        ZERO_MONTH,
        LONG_WEEKDAY,
        WEEKDAY,
        DAY,
        UNDER_DAY,
        ZERO_DAY,
        UNDER_YEAR_DAY,
        ZERO_YEAR_DAY,
        HOUR,
        HOUR_12,
        ZERO_HOUR_12,
        MINUTE,
        ZERO_MINUTE,
        SECOND,
        ZERO_SECOND,
        LONG_YEAR,
        YEAR,
        UPPER_PM,
        LOWER_PM,
        ZONE_NAME,
        ISO_ZONE,
        ISO_ZONE_SECONDS,
        ISO_ZONE_SHORT,
        ISO_ZONE_COLON,
        ISO_ZONE_COLON_SECONDS,
        ZONE,
        ZONE_SECONDS,
        ZONE_SHORT,
        ZONE_COLON,
        ZONE_COLON_SECONDS,
        FRACTION_EXACT,
        FRACTION_ANY
    }

    /**
     * A piece of a layout.
     *
     * @param start where it begins
     * @param end where it ends
     */
    record Chunk(int start, int end, Element element) {}

    private record Spelling(String text, Element element) {}

    /** Longer spellings stand before shorter ones that begin them. */
    private static final List<Spelling> SPELLINGS = List.of(
            new Spelling("January", Element.LONG_MONTH),
            new Spelling("Jan", Element.MONTH),
            new Spelling("Monday", Element.LONG_WEEKDAY),
            new Spelling("Mon", Element.WEEKDAY),
            new Spelling("MST", Element.ZONE_NAME),
            new Spelling("01", Element.ZERO_MONTH),
            new Spelling("02", Element.ZERO_DAY),
            new Spelling("03", Element.ZERO_HOUR_12),
            new Spelling("04", Element.ZERO_MINUTE),
            new Spelling("05", Element.ZERO_SECOND),
            new Spelling("06", Element.YEAR),
            new Spelling("002", Element.ZERO_YEAR_DAY),
            new Spelling("15", Element.HOUR),
            new Spelling("1", Element.NUMBER_OF_MONTH),
            new Spelling("2006", Element.LONG_YEAR),
            new Spelling("2", Element.DAY),
            new Spelling("_2", Element.UNDER_DAY),
            new Spelling("__2", Element.UNDER_YEAR_DAY),
            new Spelling("3", Element.HOUR_12),
            new Spelling("4", Element.MINUTE),
            new Spelling("5", Element.SECOND),
            new Spelling("PM", Element.UPPER_PM),
            new Spelling("pm", Element.LOWER_PM),
            new Spelling("-070000", Element.ZONE_SECONDS),
            new Spelling("-07:00:00", Element.ZONE_COLON_SECONDS),
            new Spelling("-0700", Element.ZONE),
            new Spelling("-07:00", Element.ZONE_COLON),
            new Spelling("-07", Element.ZONE_SHORT),
            new Spelling("Z070000", Element.ISO_ZONE_SECONDS),
            new Spelling("Z07:00:00", Element.ISO_ZONE_COLON_SECONDS),
            new Spelling("Z0700", Element.ISO_ZONE),
            new Spelling("Z07:00", Element.ISO_ZONE_COLON),
            new Spelling("Z07", Element.ISO_ZONE_SHORT));

    /** The first piece at or behind a place that stands for something. */
    static @Nullable Chunk next(String layout, int from) {
        for (int i = from; i < layout.length(); i++) {
            Chunk chunk = at(layout, i);
            if (chunk != null) {
                return chunk;
            }
        }
        return null;
    }

    private static @Nullable Chunk at(String layout, int i) {
        char c = layout.charAt(i);
        if (c == '.' || c == ',') {
            return fraction(layout, i);
        }
        if (layout.startsWith("_2006", i)) {
            // A literal underscore before a year.
            return new Chunk(i + 1, i + 5, Element.LONG_YEAR);
        }
        for (Spelling spelling : SPELLINGS) {
            int end = i + spelling.text().length();
            if (layout.startsWith(spelling.text(), i)
                    && !(isName(spelling.element()) && end < layout.length() && isLowerCase(layout.charAt(end)))) {
                return new Chunk(i, end, spelling.element());
            }
        }
        return null;
    }

    private static boolean isName(Element element) {
        return element == Element.MONTH || element == Element.WEEKDAY;
    }

    private static @Nullable Chunk fraction(String layout, int i) {
        int end = i + 1;
        if (end == layout.length() || (layout.charAt(end) != '0' && layout.charAt(end) != '9')) {
            return null;
        }
        char digit = layout.charAt(end);
        while (end < layout.length() && layout.charAt(end) == digit) {
            end++;
        }
        if (end < layout.length() && isDigit(layout.charAt(end))) {
            return null;
        }
        return new Chunk(i, end, digit == '0' ? Element.FRACTION_EXACT : Element.FRACTION_ANY);
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLowerCase(char c) {
        return c >= 'a' && c <= 'z';
    }
}
