package dev.countersign.verify.check;

import dev.countersign.trust.LogKey;
import dev.countersign.verify.Reason;
import dev.countersign.verify.entity.GoTime;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Checks that a log had not ended when a signature was made. An entry that only the log's tree vouches for has no time, so that Kyverno
 * takes it of a log that had ended long before (divergence D48): the signature's own timestamps must not be later than the log's end.
 * Stateless and thread-safe.
 */
public final class LogEnd {
    /** The number of the divergence: an entry without a time, by a log that had ended before the signature was made. */
    public static final String ENDED_LOG = "D48";

    private LogEnd() {}

    /**
     * Checks; one entry of a log that had not ended is enough, and so is no entry at all.
     *
     * @throws CheckFailure {@code log ended before the signature was stamped}
     */
    public static void verify(List<BundleLog.Proven> entries, List<ProvenTime> stamps) throws CheckFailure {
        boolean isOpen = entries.isEmpty();
        Optional<LogKey> ended = Optional.empty();
        for (BundleLog.Proven entry : entries) {
            boolean tooLate = entry.logs().stream().allMatch(log -> isTooLate(entry, log, stamps));
            isOpen |= !tooLate;
            ended = tooLate ? Optional.of(latest(entry.logs())) : ended;
        }
        if (!isOpen) {
            LogKey log = ended.orElseThrow();
            throw new CheckFailure(
                    "log ended before the signature was stamped",
                    new Reason(
                            "LOG_OUTSIDE_WINDOW",
                            "",
                            "the transparency log's key was no longer trusted when the signature was made",
                            "a signature stamped at "
                                    + GoTime.rfc3339(stamps.get(0).time()),
                            "a log that counts then; this one ended at "
                                    + log.validity().end().map(GoTime::rfc3339).orElse("") + " ("
                                    + log.origin().description() + ")",
                            "Correct the log's validity window in the trust root, or sign and log the image again."),
                    ENDED_LOG);
        }
    }

    private static boolean isTooLate(BundleLog.Proven entry, LogKey log, List<ProvenTime> stamps) {
        Optional<Instant> end = log.validity().end();
        return entry.time().isEmpty()
                && entry.entry().promise().isEmpty()
                && end.isPresent()
                && stamps.stream().anyMatch(stamp -> stamp.time().isAfter(end.get()));
    }

    /** Of logs that have all ended, the one that ended last. */
    private static LogKey latest(List<LogKey> logs) {
        return Collections.max(
                logs, Comparator.comparing(log -> log.validity().end().orElse(Instant.MAX)));
    }
}
