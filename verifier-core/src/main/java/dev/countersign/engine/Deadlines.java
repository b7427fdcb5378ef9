package dev.countersign.engine;

import dev.countersign.policy.PolicySpec;
import dev.countersign.registry.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Until when each policy must have answered; all of them count from the same moment. Lives for one request; not thread-safe. */
final class Deadlines {
    private final LongSupplier nanoTime;
    private final long start;
    private final Map<Integer, Deadline> bySeconds = new HashMap<>();

    Deadlines(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /** The deadline of a policy. */
    Deadline of(PolicySpec spec) {
        return bySeconds.computeIfAbsent(spec.effectiveTimeoutSeconds(), this::after);
    }

    private Deadline after(int seconds) {
        Duration passed = Duration.ofNanos(nanoTime.getAsLong() - start);
        return Deadline.in(Duration.ofSeconds(seconds).minus(passed), nanoTime);
    }
}
