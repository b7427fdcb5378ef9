package dev.countersign.trust.source;

import dev.countersign.trust.TrustEvent;
import dev.countersign.trust.TrustObserver;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.TrustSnapshot;
import dev.countersign.trust.source.MaterialSource.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads a source when it is first needed and again when that is due, and swaps the whole snapshot at once. While a look is under way, or
 * after one that failed, the last good snapshot counts, unless the source said that there is none any more. Thread-safe: one thread
 * looks; the others wait only for the very first look.
 */
final class RefreshedTrustRoot implements TrustRoot {
    private static final System.Logger LOG = System.getLogger(RefreshedTrustRoot.class.getName());
    private static final Duration LEAST_RETRY = Duration.ofSeconds(1);
    private static final int TENTH = 10;

    /** After so long a look that was handed to the executor and did not end counts as dropped. */
    private static final Duration LONGEST_LOOK = Duration.ofHours(1);

    private final MaterialSource source;
    private final Refresh refresh;
    private final TrustObserver observer;
    private final ReentrantLock oneLook = new ReentrantLock();
    private final AtomicReference<@Nullable Instant> lookingSince = new AtomicReference<>();

    /** When the first look was handed over since the last that ended; unlike the moment above, no further look in vain moves it. */
    private final AtomicReference<@Nullable Instant> overdueSince = new AtomicReference<>();

    private volatile @Nullable State state;

    RefreshedTrustRoot(MaterialSource source, Refresh refresh) {
        this.source = source;
        this.refresh = refresh;
        this.observer = new HarmlessObserver(refresh.observer());
    }

    /**
     * What is known after a look.
     *
     * @param snapshot what counts; absent: nothing was ever read, or it was withdrawn
     * @param reading what the snapshot was made of
     * @param failure why the last look failed; empty where it did not
     * @param looked when that was
     * @param due when to look again
     * @param expiryTold whether the observer knows that the material has expired
     * @param generation the last that was given, which is not given again to other material
     */
    private record State(
            Optional<TrustSnapshot> snapshot,
            Optional<Reading> reading,
            Optional<TrustRootException> failure,
            Instant looked,
            Instant due,
            boolean expiryTold,
            long generation) {}

    @Override
    public TrustSnapshot snapshot() throws TrustRootException {
        State known = state;
        if (known == null) {
            known = firstLook();
        } else if (isDue(known)) {
            Instant now = refresh.clock().instant();
            Instant since = lookingSince.get();
            boolean isFree = since == null || now.isAfter(since.plus(LONGEST_LOOK));
            if (isFree && lookingSince.compareAndSet(since, now)) {
                overdueSince.compareAndSet(null, now);
                known = lookAgain(known, now);
            }
        }
        return answer(known);
    }

    private State firstLook() {
        oneLook.lock();
        try {
            State known = state;
            if (known == null) {
                known = look(Optional.empty());
            }
            return known;
        } finally {
            oneLook.unlock();
        }
    }

    private State lookAgain(State known, Instant since) {
        boolean handedOver = false;
        try {
            refresh.executor().execute(() -> lookWhereDue(since));
            handedOver = true;
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "no thread to refresh " + source.name(), e);
        } finally {
            if (!handedOver) { // also where there is no memory for a thread
                lookingSince.compareAndSet(since, null);
            }
        }
        State latest = state; // another one already where the executor runs in this thread
        return latest == null ? known : latest;
    }

    private void lookWhereDue(Instant since) {
        try {
            if (oneLook.tryLock()) {
                try {
                    State latest = state;
                    if (latest != null && isDue(latest)) {
                        look(Optional.of(latest));
                    }
                    overdueSince.set(null);
                } finally {
                    oneLook.unlock();
                }
            }
        } finally {
            lookingSince.compareAndSet(since, null);
        }
    }

    private boolean isDue(State known) {
        Instant now = refresh.clock().instant();
        return !now.isBefore(known.due()) || now.isBefore(known.looked());
    }

    /** Called by the one thread that has the lock. */
    private State look(Optional<State> before) {
        Instant now = refresh.clock().instant();
        Optional<Reading> last = before.flatMap(State::reading);
        State after;
        try {
            after = read(before, source.read(last, now), now);
        } catch (TrustRootException e) {
            after = failed(before, e, now);
        } catch (RuntimeException e) {
            after = failed(before, new TrustRootException("cannot read " + source.name() + ": " + e, e), now);
        }
        boolean expires = isExpired(after, now) && !after.expiryTold();
        if (expires) {
            after = new State(
                    after.snapshot(), after.reading(), after.failure(), now, after.due(), true, after.generation());
        }
        state = after;
        tell(before, after, now);
        if (expires) {
            after.reading()
                    .flatMap(Reading::expires)
                    .ifPresent(moment -> observer.on(new TrustEvent.Expired(source.name(), moment)));
        }
        return after;
    }

    private State read(Optional<State> before, Reading reading, Instant now) {
        Optional<TrustSnapshot> old = before.flatMap(State::snapshot);
        Optional<Reading> last = before.flatMap(State::reading);
        boolean same = last.isPresent() && last.get().material() == reading.material();
        boolean untouched = last.isPresent()
                && last.get() == reading
                && old.isPresent()
                && old.get().problem().equals(reading.problem());
        TrustSnapshot snapshot = untouched
                ? old.get()
                : new TrustSnapshot(
                        reading.material(),
                        before.map(State::generation).orElse(0L) + (same ? 0 : 1),
                        reading.loaded()
                                .or(() -> last.isPresent() && last.get() == reading
                                        ? old.flatMap(TrustSnapshot::loaded)
                                        : Optional.of(now)),
                        reading.problem());
        return new State(
                Optional.of(snapshot),
                Optional.of(reading),
                Optional.empty(),
                now,
                now.plus(spread(reading.problem().isPresent() ? retry() : refresh.interval())),
                same && before.isPresent() && before.get().expiryTold(),
                snapshot.generation());
    }

    private State failed(Optional<State> before, TrustRootException failure, Instant now) {
        Optional<State> known = failure.isWithdrawn() ? Optional.empty() : before;
        Optional<TrustSnapshot> kept = known.flatMap(State::snapshot)
                .map(old -> new TrustSnapshot(
                        old.material(),
                        old.generation(),
                        old.loaded(),
                        Optional.of(failure.getMessage()
                                + " What was loaded "
                                + old.loaded().map(loaded -> "at " + loaded).orElse("before")
                                + " counts on.")));
        return new State(
                kept,
                known.flatMap(State::reading),
                Optional.of(failure),
                now,
                now.plus(spread(retry())),
                known.isPresent() && known.get().expiryTold(),
                before.map(State::generation).orElse(0L));
    }

    private Duration retry() {
        Duration tenth = refresh.interval().dividedBy(TENTH);
        Duration least = tenth.compareTo(LEAST_RETRY) < 0 ? LEAST_RETRY : tenth;
        return least.compareTo(refresh.interval()) < 0 ? least : refresh.interval();
    }

    private Duration spread(Duration interval) {
        return interval.plusNanos(
                (long) (interval.toNanos() / TENTH * refresh.random().nextDouble()));
    }

    private TrustSnapshot answer(State known) throws TrustRootException {
        if (known.snapshot().isEmpty()) {
            String message = known.failure().map(Throwable::getMessage).orElse("nothing was read");
            boolean withdrawn =
                    known.failure().filter(TrustRootException::isWithdrawn).isPresent();
            throw withdrawn
                    ? TrustRootException.withdrawn(message)
                    : known.failure()
                            .map(failure -> new TrustRootException(message, failure))
                            .orElseGet(() -> new TrustRootException(message));
        }
        TrustSnapshot snapshot = known.snapshot().get();
        if (isTooOld(known, refresh.clock().instant())) {
            throw new TrustRootException("the trust of " + source.name() + " is too old: "
                    + snapshot.problem().orElse("it was not refreshed") + " It may be kept for "
                    + refresh.keptAtMost().map(Duration::toString).orElse("ever") + ".");
        }
        return snapshot;
    }

    /**
     * Age counts only after a look that failed, since a file that does not change does not get old; or where no look has ended for longer
     * than material may be kept, as when the executor drops or refuses it, or a source does not answer.
     */
    private boolean isTooOld(State known, Instant now) {
        if (refresh.keptAtMost().isEmpty()) {
            return false;
        }
        Duration most = refresh.keptAtMost().get();
        Instant since = overdueSince.get();
        boolean stuck = since != null && now.isAfter(since.plus(most));
        return (known.failure().isPresent() || stuck)
                && known.snapshot()
                        .flatMap(TrustSnapshot::loaded)
                        .filter(loaded -> now.isAfter(loaded.plus(most)))
                        .isPresent();
    }

    private void tell(Optional<State> before, State after, Instant now) {
        Optional<TrustSnapshot> snapshot = after.snapshot();
        if (after.failure().isPresent()) {
            String problem = String.valueOf(after.failure().get().getMessage());
            observer.on(
                    snapshot.isPresent() && !isTooOld(after, now)
                            ? new TrustEvent.KeptLastGood(source.name(), snapshot.get())
                            : new TrustEvent.Unavailable(source.name(), problem));
        } else if (snapshot.isPresent()) {
            Optional<Long> old = before.flatMap(State::snapshot).map(TrustSnapshot::generation);
            if (old.isEmpty() || old.get() != snapshot.get().generation()) {
                observer.on(new TrustEvent.Refreshed(source.name(), snapshot.get()));
            }
        }
    }

    private static boolean isExpired(State known, Instant now) {
        return known.reading()
                .flatMap(Reading::expires)
                .filter(expires -> !expires.isAfter(now))
                .isPresent();
    }
}
