package dev.countersign.trust;

/**
 * Yields the trust material of the process, which counts only where a policy states none of that kind. It may change over
 * time. Implementations are thread-safe and do no I/O when they are made.
 */
public interface TrustRoot {

    /**
     * The material that counts now.
     *
     * @throws TrustRootException when there is none, so that nothing can be decided
     */
    TrustMaterial material() throws TrustRootException;

    /** The absent trust root: every question that needs it stays open. */
    static TrustRoot none() {
        return () -> {
            throw new TrustRootException("no trust root is configured");
        };
    }
}
