package dev.countersign.trust;

import java.time.Instant;
import java.util.Optional;

/**
 * When a piece of trust counts; both ends inclusive. Immutable.
 *
 * @param start the first moment; absent: open, which is not the same as 1970: certificates may be older
 * @param end the last moment; absent: open
 */
public record ValidityWindow(Optional<Instant> start, Optional<Instant> end) {

    /** No bounds, as of keys that stand in a policy. */
    public static final ValidityWindow ALWAYS = new ValidityWindow(Optional.empty(), Optional.empty());

    /** A window that never closes. */
    public static ValidityWindow from(Instant start) {
        return new ValidityWindow(Optional.of(start), Optional.empty());
    }

    /** A window that was always open. */
    public static ValidityWindow until(Instant end) {
        return new ValidityWindow(Optional.empty(), Optional.of(end));
    }

    /** A window with both ends; where the end is before the start it holds no moment. */
    public static ValidityWindow between(Instant start, Instant end) {
        return new ValidityWindow(Optional.of(start), Optional.of(end));
    }

    /** Whether the moment lies within. */
    public boolean contains(Instant moment) {
        boolean started = start.map(first -> !moment.isBefore(first)).orElse(true);
        return started && end.map(last -> !moment.isAfter(last)).orElse(true);
    }

    /** Whether every moment of another window lies within this one; the same or a larger window does. */
    public boolean covers(ValidityWindow other) {
        boolean empty = other.start.isPresent()
                && other.end.isPresent()
                && other.end.get().isBefore(other.start.get());
        boolean early = start.isEmpty()
                || other.start.filter(first -> !first.isBefore(start.get())).isPresent();
        boolean late = end.isEmpty()
                || other.end.filter(last -> !last.isAfter(end.get())).isPresent();
        return empty || early && late;
    }
}
