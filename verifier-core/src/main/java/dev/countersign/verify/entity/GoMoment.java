package dev.countersign.verify.entity;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A moment as Go's {@code time.Time} keeps it: with the zone that it was written in. Immutable.
 *
 * @param instant the moment
 * @param offsetSeconds of its zone, east of Greenwich; less than a day
 */
public record GoMoment(Instant instant, int offsetSeconds) {
    /** Go's zero time, which counts as none. */
    private static final Instant ZERO = Instant.parse("0001-01-01T00:00:00Z");

    /** A little less than what Java's calendar can print. */
    private static final long LAST_SECOND = 31_000_000_000_000_000L;

    private static final String LAYOUT = "2006-01-02T15:04:05Z07:00";
    private static final Pattern RFC3339 =
            Pattern.compile("(\\d{4})-(\\d\\d)-(\\d\\d)T(\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d+))?"
                    + "(?:Z|([+-])([01]\\d|2[0-3]):([0-5]\\d))");

    /** A moment without a zone of its own. */
    public static GoMoment utc(Instant instant) {
        return new GoMoment(instant, 0);
    }

    /**
     * Reads a time as Go's {@code time.Time} reads JSON: RFC 3339 to the letter.
     *
     * @throws MalformedEntityException in roughly Go's words
     */
    public static GoMoment rfc3339(String text) throws MalformedEntityException {
        Matcher matcher = RFC3339.matcher(text);
        if (text.length() > 128 || !matcher.matches()) {
            throw refusal(text, null);
        }
        String fraction = matcher.group(7) == null ? "" : matcher.group(7);
        int nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
        int offset = 0;
        if (matcher.group(8) != null) {
            offset = number(matcher, 9) * 3600 + number(matcher, 10) * 60;
            offset = matcher.group(8).equals("-") ? -offset : offset;
        }
        try {
            Instant local = LocalDateTime.of(
                            number(matcher, 1),
                            number(matcher, 2),
                            number(matcher, 3),
                            number(matcher, 4),
                            number(matcher, 5),
                            number(matcher, 6),
                            nanos)
                    .toInstant(ZoneOffset.UTC);
            return new GoMoment(local.minusSeconds(offset), offset);
        } catch (DateTimeException e) {
            throw refusal(text, e);
        }
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(String.valueOf(matcher.group(group)));
    }

    private static MalformedEntityException refusal(String text, @org.jspecify.annotations.Nullable Exception cause) {
        String message =
                "parsing time \"" + text + "\" as \"" + LAYOUT + "\": cannot parse \"" + text + "\" as \"2006\"";
        return cause == null ? new MalformedEntityException(message) : new MalformedEntityException(message, cause);
    }

    /** Whether it is Go's zero time. */
    public boolean isZero() {
        return instant.equals(ZERO);
    }

    /** As Go's {@code time.RFC1123Z} prints it: {@code Tue, 01 Apr 2025 12:00:00 +0000}. */
    public String rfc1123z() {
        long seconds = Math.max(-LAST_SECOND, Math.min(LAST_SECOND, instant.getEpochSecond())) + offsetSeconds;
        LocalDateTime local = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
        int minutes = Math.abs(offsetSeconds) / 60;
        return String.format(
                Locale.ROOT,
                "%s, %02d %s %04d %02d:%02d:%02d %s%02d%02d",
                local.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH),
                local.getDayOfMonth(),
                local.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH),
                local.getYear(),
                local.getHour(),
                local.getMinute(),
                local.getSecond(),
                offsetSeconds < 0 ? "-" : "+",
                minutes / 60,
                minutes % 60);
    }
}
