package dev.countersign.registry;

import java.time.Duration;

/** Waits between two tries. Replace it in tests, so that they do not sleep. */
@FunctionalInterface
public interface Pause {

    /**
     * Waits that long.
     *
     * @throws InterruptedException when the thread is interrupted; the request is given up
     */
    void sleep(Duration duration) throws InterruptedException;

    /** Sleeps in real time. */
    static Pause sleeping() {
        return duration -> Thread.sleep(duration.toMillis());
    }
}
