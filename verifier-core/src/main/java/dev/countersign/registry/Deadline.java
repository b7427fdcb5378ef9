package dev.countersign.registry;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The moment by which a whole request must be answered. One deadline goes through everything that the request needs.
 * Immutable and thread-safe. It runs on a monotonic clock, so that it does not jump with the wall clock.
 */
public final class Deadline {
    private final LongSupplier nanoTime;
    private final long at;

    private Deadline(LongSupplier nanoTime, long at) {
        this.nanoTime = nanoTime;
        this.at = at;
    }

    /** That long from now. */
    public static Deadline in(Duration duration) {
        return in(duration, System::nanoTime);
    }

    /** That long from now, by a monotonic clock in nanoseconds. */
    public static Deadline in(Duration duration, LongSupplier nanoTime) {
        return new Deadline(nanoTime, nanoTime.getAsLong() + duration.toNanos());
    }

    /** The same moment, or that long from now where this is sooner. */
    public Deadline orIn(Duration duration) {
        long sooner = nanoTime.getAsLong() + duration.toNanos();
        return sooner - at < 0 ? new Deadline(nanoTime, sooner) : this;
    }

    /** How long is left; zero when it has passed. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, at - nanoTime.getAsLong()));
    }

    /** Whether it has passed. */
    public boolean passed() {
        return remaining().isZero();
    }
}
