package dev.countersign.expression.function;

import dev.countersign.expression.value.GoDuration;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * A point in time with the offset that it is shown in, as Go's time.Time. Immutable.
 *
 * @param seconds since 1970
 * @param nanos within the second
 * @param offset seconds east of UTC, up to 25 hours
 */
record GoTime(long seconds, int nanos, int offset) implements Comparable<GoTime> {
    /** Go's layout of that name. */
    static final String RFC3339 = "2006-01-02T15:04:05Z07:00";

    /** Seconds from Go's zero time, the first of January of the year 1, to 1970. */
    private static final long ZERO_TIME = 62_135_596_800L;

    private static final long NANOSECONDS = 1_000_000_000L;

    /** About 30 million years; no zone changes beyond. */
    private static final long MOST_SECONDS = 1_000_000_000_000_000L;

    /** Seconds from the zero of Go's calendar, the first of January of the year -292277022399, to 1970. */
    private static final long CALENDAR_ZERO = 9_223_372_028_715_321_600L;

    private static final long CALENDAR_ZERO_YEAR = -292_277_022_399L;

    private static final long DAY = 86_400;
    private static final int DAYS_OF_400_YEARS = 146_097;

    /** A point so many seconds from 1970, shown in the zone's offset of today where it is too far for a calendar. */
    static GoTime ofSeconds(long seconds, ZoneId zone) {
        Instant known = Instant.ofEpochSecond(Math.max(-MOST_SECONDS, Math.min(MOST_SECONDS, seconds)));
        return new GoTime(seconds, 0, zone.getRules().getOffset(known).getTotalSeconds());
    }

    GoTime inUtc() {
        return new GoTime(seconds, nanos, 0);
    }

    GoTime plus(GoDuration duration) {
        long sum = nanos + Math.floorMod(duration.nanoseconds(), NANOSECONDS);
        return new GoTime(
                seconds + Math.floorDiv(duration.nanoseconds(), NANOSECONDS) + sum / NANOSECONDS,
                (int) (sum % NANOSECONDS),
                offset);
    }

    /** Down to a multiple of a duration since the year 1; itself where that is not positive. */
    GoTime truncatedTo(GoDuration duration) {
        if (duration.nanoseconds() <= 0) {
            return this;
        }
        BigInteger since = BigInteger.valueOf(seconds + ZERO_TIME)
                .multiply(BigInteger.valueOf(NANOSECONDS))
                .add(BigInteger.valueOf(nanos));
        long rest = since.mod(BigInteger.valueOf(duration.nanoseconds())).longValue();
        return plus(new GoDuration(-rest));
    }

    /** The time from here to another; as in Go, at most about 292 years. */
    GoDuration until(GoTime end) {
        BigInteger length = BigInteger.valueOf(end.seconds - seconds)
                .multiply(BigInteger.valueOf(NANOSECONDS))
                .add(BigInteger.valueOf(end.nanos - nanos));
        if (length.bitLength() > 63) {
            return new GoDuration(length.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE);
        }
        return new GoDuration(length.longValue());
    }

    /** Minute, hour, day, month and weekday from Sunday. */
    String cron() {
        Civil civil = civil();
        return civil.minute() + " " + civil.hour() + " " + civil.date().getDayOfMonth() + " "
                + civil.date().getMonthValue() + " "
                + civil.date().getDayOfWeek().getValue() % 7;
    }

    @Override
    public int compareTo(GoTime other) {
        int order = Long.compare(seconds, other.seconds);
        return order != 0 ? order : Integer.compare(nanos, other.nanos);
    }

    /** RFC 3339 without fractions. */
    @Override
    public String toString() {
        Civil civil = civil();
        String date = String.format(
                "%s%04d-%02d-%02dT%02d:%02d:%02d",
                civil.year() < 0 ? "-" : "",
                Math.abs(civil.year()),
                civil.date().getMonthValue(),
                civil.date().getDayOfMonth(),
                civil.hour(),
                civil.minute(),
                civil.second());
        if (offset == 0) {
            return date + "Z";
        }
        int minutes = Math.abs(offset / 60);
        return date + String.format("%s%02d:%02d", offset / 60 < 0 ? "-" : "+", minutes / 60, minutes % 60);
    }

    /**
     * A date and a time of day.
     *
     * @param date with the year less a multiple of 400, which no weekday depends on
     */
    private record Civil(long year, LocalDate date, int hour, int minute, int second) {}

    /** Go counts unsigned seconds from its zero year; what is before it wraps around. */
    private Civil civil() {
        long since = seconds + offset + CALENDAR_ZERO;
        long days = Long.divideUnsigned(since, DAY);
        int secondOfDay = (int) Long.remainderUnsigned(since, DAY);
        long cycles = days / DAYS_OF_400_YEARS;
        LocalDate date = LocalDate.of(2001, 1, 1).plusDays(days % DAYS_OF_400_YEARS);
        long year = CALENDAR_ZERO_YEAR + cycles * 400 + date.getYear() - 2001;
        return new Civil(year, date, secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60);
    }
}
