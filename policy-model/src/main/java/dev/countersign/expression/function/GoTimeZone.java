package dev.countersign.expression.function;

import dev.countersign.expression.function.GoTimeLayout.Element;
import org.jspecify.annotations.Nullable;

/**
 * The zone at the beginning of a text.
 *
 * @param length how many characters it takes
 * @param offset seconds east of UTC
 * @param outOfRange what of it is too large, in Go's words; empty where nothing is
 */
record GoTimeZone(int length, int offset, String outOfRange) {
    private static final int MAX_GMT_HOURS = 23;

    /** {@code Z} or {@code +01:30}, in the shape that the layout asks for; null where the text has none. */
    static @Nullable GoTimeZone numeric(Element element, String text) {
        if (element.name().startsWith("ISO") && text.startsWith("Z")) {
            return new GoTimeZone(1, 0, "");
        }
        String shape =
                switch (element) {
                    case ISO_ZONE_COLON, ZONE_COLON -> "+hh:mm";
                    case ISO_ZONE_SHORT, ZONE_SHORT -> "+hh";
                    case ISO_ZONE_COLON_SECONDS, ZONE_COLON_SECONDS -> "+hh:mm:ss";
                    case ISO_ZONE_SECONDS, ZONE_SECONDS -> "+hhmmss";
                    default -> "+hhmm";
                };
        if (text.length() < shape.length()) {
            return null;
        }
        for (int i = 0; i < shape.length(); i++) {
            if (shape.charAt(i) == ':' && text.charAt(i) != ':') {
                return null;
            }
        }
        int hours = part(text, shape.indexOf("hh"));
        int minutes = part(text, shape.indexOf("mm"));
        int seconds = part(text, shape.indexOf("ss"));
        String tooLarge = seconds > 60 ? "second" : minutes > 60 ? "minute" : hours > 24 ? "hour" : "";
        char sign = text.charAt(0);
        boolean good = hours >= 0 && minutes >= 0 && seconds >= 0 && (sign == '+' || sign == '-');
        if (!good && tooLarge.isEmpty()) {
            return null;
        }
        int offset = (hours * 60 + minutes) * 60 + seconds;
        return new GoTimeZone(
                shape.length(),
                sign == '-' ? -offset : offset,
                tooLarge.isEmpty() ? "" : "time zone offset " + tooLarge);
    }

    /** Two digits: 0 where the shape has none, negative where the text has none. */
    private static int part(String text, int at) {
        if (at < 0) {
            return 0;
        }
        char tens = text.charAt(at);
        char ones = text.charAt(at + 1);
        return GoTimeLayout.isDigit(tens) && GoTimeLayout.isDigit(ones) ? (tens - '0') * 10 + ones - '0' : -1;
    }

    /** {@code UTC}, {@code CEST}, {@code GMT+3}; null where the text has no name of a zone. */
    static @Nullable GoTimeZone named(String text) {
        if (text.startsWith("UTC")) {
            return new GoTimeZone(3, 0, "");
        }
        int length = nameLength(text);
        if (length <= 0) {
            return null;
        }
        boolean counted = length > 3 && text.startsWith("GMT");
        return new GoTimeZone(length, counted ? Integer.parseInt(text.substring(3, length)) * 3600 : 0, "");
    }

    private static int nameLength(String text) {
        if (text.length() < 3) {
            return 0;
        }
        if (text.startsWith("ChST") || text.startsWith("MeST")) {
            return 4;
        }
        if (text.startsWith("GMT")) {
            return 3 + signedHours(text.substring(3));
        }
        if (text.charAt(0) == '+' || text.charAt(0) == '-') {
            return signedHours(text);
        }
        int capitals = 0;
        while (capitals < 6
                && capitals < text.length()
                && text.charAt(capitals) >= 'A'
                && text.charAt(capitals) <= 'Z') {
            capitals++;
        }
        return switch (capitals) {
            case 5 -> text.charAt(4) == 'T' ? 5 : 0;
            case 4 -> text.charAt(3) == 'T' || text.startsWith("WITA") ? 4 : 0;
            case 3 -> 3;
            default -> 0;
        };
    }

    /** How long a sign and hours of at most 23 are; 0 where they are none. */
    private static int signedHours(String text) {
        if (text.isEmpty() || (text.charAt(0) != '+' && text.charAt(0) != '-')) {
            return 0;
        }
        int end = 1;
        int hours = 0;
        while (end < text.length() && GoTimeLayout.isDigit(text.charAt(end)) && hours <= MAX_GMT_HOURS) {
            hours = hours * 10 + text.charAt(end) - '0';
            end++;
        }
        return end == 1 || hours > MAX_GMT_HOURS ? 0 : end;
    }
}
