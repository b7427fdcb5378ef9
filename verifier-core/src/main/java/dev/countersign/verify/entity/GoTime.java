package dev.countersign.verify.entity;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/** Prints moments as Go's package time does, so that messages are equal to the letter. Stateless and thread-safe. */
public final class GoTime {
    /** A little before the end of Java's calendar; what lies beyond prints as this. */
    private static final long LAST_PRINTED = 31_556_000_000_000_000L;

    private GoTime() {}

    /** A moment in UTC, to the second ({@code time.RFC3339}): {@code 2025-03-01T12:10:00Z}. */
    public static String rfc3339(Instant moment) {
        long seconds = Math.max(-LAST_PRINTED, Math.min(LAST_PRINTED, moment.getEpochSecond()));
        OffsetDateTime time = Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC);
        return String.format(
                Locale.ROOT,
                "%04d-%02d-%02dT%02d:%02d:%02dZ",
                time.getYear(),
                time.getMonthValue(),
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond());
    }
}
