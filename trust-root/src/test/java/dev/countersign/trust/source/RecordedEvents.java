package dev.countersign.trust.source;

import dev.countersign.trust.TrustEvent;
import dev.countersign.trust.TrustObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it is told. */
public final class RecordedEvents implements TrustObserver {
    public final List<TrustEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void on(TrustEvent event) {
        events.add(event);
    }
}
