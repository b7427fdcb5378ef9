package dev.countersign.expression.function;

import dev.countersign.expression.value.GoDuration;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

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

    /** No text of ours names a point beyond these years. */
    private static final long MOST_SECONDS = 366L * 86_400 * 900_000_000L;

    /**
     * A point so many seconds from 1970.
     *
     * @throws EvaluationException where no calendar of ours reaches
     */
    static GoTime ofSeconds(long seconds, ZoneId zone) throws EvaluationException {
        if (Math.abs(seconds) > MOST_SECONDS) {
            throw EvaluationException.limit("the time is more than 900000000 years away");
        }
        try {
            int offset =
                    zone.getRules().getOffset(Instant.ofEpochSecond(seconds)).getTotalSeconds();
            return new GoTime(seconds, 0, offset);
        } catch (DateTimeException beyond) {
            throw EvaluationException.limit("the time is more than 900000000 years away");
        }
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
        LocalDateTime local = local();
        return local.getMinute() + " " + local.getHour() + " " + local.getDayOfMonth() + " " + local.getMonthValue()
                + " " + local.getDayOfWeek().getValue() % 7;
    }

    @Override
    public int compareTo(GoTime other) {
        int order = Long.compare(seconds, other.seconds);
        return order != 0 ? order : Integer.compare(nanos, other.nanos);
    }

    /** RFC 3339 without fractions. */
    @Override
    public String toString() {
        LocalDateTime local = local();
        int year = local.getYear();
        String date = String.format(
                "%s%04d-%02d-%02dT%02d:%02d:%02d",
                year < 0 ? "-" : "",
                Math.abs(year),
                local.getMonthValue(),
                local.getDayOfMonth(),
                local.getHour(),
                local.getMinute(),
                local.getSecond());
        if (offset == 0) {
            return date + "Z";
        }
        int minutes = Math.abs(offset / 60);
        return date + String.format("%s%02d:%02d", offset / 60 < 0 ? "-" : "+", minutes / 60, minutes % 60);
    }

    private LocalDateTime local() {
        return LocalDateTime.ofEpochSecond(seconds + offset, nanos, ZoneOffset.UTC);
    }
}
