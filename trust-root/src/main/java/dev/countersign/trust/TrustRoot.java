package dev.countersign.trust;

/**
 * Yields the trust material of the process, which counts only where a policy states none of that kind. It may change over
 * time. Implementations are thread-safe and do no I/O when they are made.
 */
public interface TrustRoot {

    /**
     * What counts now. It does not wait for a refresh once there is a snapshot.
     *
     * @throws TrustRootException when there is none, so that nothing can be decided
     */
    TrustSnapshot snapshot() throws TrustRootException;

    /** The material that counts now; two calls may answer differently, a {@link #snapshot} does not. */
    default TrustMaterial material() throws TrustRootException {
        return snapshot().material();
    }

    /** The absent trust root: every question that needs it stays open. */
    static TrustRoot none() {
        return () -> {
            throw new TrustRootException("no trust root is configured");
        };
    }
}
