package dev.countersign.trust.source;

import dev.countersign.trust.TrustEvent;
import dev.countersign.trust.TrustObserver;

/** Tells an observer, whose failure changes no answer: it is logged. */
record HarmlessObserver(TrustObserver observer) implements TrustObserver {
    private static final System.Logger LOG = System.getLogger(HarmlessObserver.class.getName());

    @Override
    public void on(TrustEvent event) {
        try {
            observer.on(event);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "the observer failed over " + event.source(), e);
        }
    }
}
