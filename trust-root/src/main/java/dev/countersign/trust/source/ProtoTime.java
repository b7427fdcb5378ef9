package dev.countersign.trust.source;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code google.protobuf.Timestamp} in JSON: RFC 3339 of the years 1 to 9999, at most nanoseconds, behind a point or a comma, as Go takes it. */
final class ProtoTime {
    /** Years, months and so on are checked by the calendar afterwards; the text may have any length, so this cannot backtrack. */
    private static final Pattern RFC_3339 = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.,][0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})");

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private ProtoTime() {}

    static Optional<Instant> parse(String text) {
        if (!RFC_3339.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            Instant moment = OffsetDateTime.parse(text.replace(',', '.')).toInstant();
            return moment.isBefore(FIRST) || moment.isAfter(LAST) ? Optional.empty() : Optional.of(moment);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
