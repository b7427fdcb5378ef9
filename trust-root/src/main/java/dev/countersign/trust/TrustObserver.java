package dev.countersign.trust;

/**
 * Is told what happens to sources of trust, for logs and metrics. Implementations are thread-safe and quick; what they throw changes
 * nothing.
 */
@FunctionalInterface
public interface TrustObserver {

    /** Takes note; called by the thread that read the source, after the change counts. */
    void on(TrustEvent event);

    /** Takes no note. */
    static TrustObserver none() {
        return event -> {};
    }
}
