package dev.countersign.trust.source;

import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.TrustSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * The trust of one request: the snapshot that counted when it was first asked for, or the failure to get one, whatever is rotated
 * meanwhile. A trust root that fails otherwise than it may has nothing. Thread-safe.
 */
final class PinnedTrustRoot implements TrustRoot {
    private final TrustRoot root;
    private @Nullable TrustSnapshot pinned;
    private @Nullable TrustRootException failure;

    PinnedTrustRoot(TrustRoot root) {
        this.root = root;
    }

    @Override
    public synchronized TrustSnapshot snapshot() throws TrustRootException {
        if (failure != null) {
            String message = String.valueOf(failure.getMessage());
            throw failure.isWithdrawn()
                    ? TrustRootException.withdrawn(message).resting(failure.divergence())
                    : new TrustRootException(message, failure);
        }
        TrustSnapshot snapshot = pinned;
        if (snapshot == null) {
            try {
                snapshot = root.snapshot();
            } catch (TrustRootException e) {
                failure = e;
                throw e;
            } catch (RuntimeException e) {
                TrustRootException failed = new TrustRootException("the trust root failed: " + e, e);
                failure = failed;
                throw failed;
            }
            pinned = snapshot;
        }
        return snapshot;
    }
}
