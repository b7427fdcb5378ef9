package dev.countersign.trust;

/** There is no trust material at the moment; nothing is proven either way. */
public final class TrustRootException extends Exception {
    private static final long serialVersionUID = 1L;

    public TrustRootException(String message) {
        super(message);
    }

    public TrustRootException(String message, Throwable cause) {
        super(message, cause);
    }
}
