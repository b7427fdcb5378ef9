package dev.countersign.trust.source;

import dev.countersign.trust.TrustObserver;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * How a source of trust is looked at again. Questions trigger it: nothing runs while nobody asks, and nothing has to be closed. Immutable.
 *
 * @param interval no two looks at the source are closer than this; up to a tenth is added at random, so that many processes do not ask at
 *     once. After a failure a tenth of it suffices, but never less than a second. Zero: each question looks
 * @param executor runs a look when one is due and there is something that counts meanwhile; the first look is taken by whoever asks
 * @param clock tells when a look is due, and how old material is
 * @param random spreads the looks
 * @param observer is told what happens
 * @param keptAtMost how long material counts after it was loaded although nothing newer can be; absent: for ever
 */
public record Refresh(
        Duration interval,
        Executor executor,
        Clock clock,
        RandomGenerator random,
        TrustObserver observer,
        Optional<Duration> keptAtMost) {

    public Refresh {
        if (interval.isNegative()) {
            throw new IllegalArgumentException("an interval is not negative: " + interval);
        }
    }

    /** Each question looks whether the source has changed, in its own thread: for files at hand, where a look costs microseconds. */
    public static Refresh whenAsked() {
        return inBackground(Duration.ZERO, Runnable::run);
    }

    /**
     * A look at most once an interval, by another thread.
     *
     * @param executor of the caller, who shuts it down
     */
    public static Refresh inBackground(Duration interval, Executor executor) {
        return new Refresh(
                interval,
                executor,
                Clock.systemUTC(),
                () -> ThreadLocalRandom.current().nextLong(),
                TrustObserver.none(),
                Optional.empty());
    }

    /** The same by another clock. */
    public Refresh withClock(Clock other) {
        return new Refresh(interval, executor, other, random, observer, keptAtMost);
    }

    /** The same with another source of randomness. */
    public Refresh withRandom(RandomGenerator other) {
        return new Refresh(interval, executor, clock, other, observer, keptAtMost);
    }

    /** The same, telling an observer. */
    public Refresh withObserver(TrustObserver other) {
        return new Refresh(interval, executor, clock, random, other, keptAtMost);
    }

    /** The same, where material that cannot be refreshed stops counting when it is this old; questions then stay open. */
    public Refresh keepingAtMost(Duration age) {
        return new Refresh(interval, executor, clock, random, observer, Optional.of(age));
    }
}
