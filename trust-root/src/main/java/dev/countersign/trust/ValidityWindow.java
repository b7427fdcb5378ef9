package dev.countersign.trust;

import java.time.Instant;
import java.util.Optional;

/**
 * When a piece of trust counts; both ends inclusive. Immutable.
 *
 * @param start the first moment; {@link Instant#EPOCH} where the source states none
 * @param end the last moment; absent: open
 */
public record ValidityWindow(Instant start, Optional<Instant> end) {

    /** No bounds, as of keys that stand in a policy. */
    public static final ValidityWindow ALWAYS = new ValidityWindow(Instant.EPOCH, Optional.empty());

    /** Whether the moment lies within. */
    public boolean contains(Instant moment) {
        return !moment.isBefore(start) && end.map(last -> !moment.isAfter(last)).orElse(true);
    }
}
