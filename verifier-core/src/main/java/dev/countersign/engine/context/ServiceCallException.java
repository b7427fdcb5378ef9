package dev.countersign.engine.context;

/** A service gave no answer; the message says why, and names neither method nor URL. */
public final class ServiceCallException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With the reason. */
    public ServiceCallException(String message) {
        super(message);
    }

    /** With the reason, and what lies beneath. */
    public ServiceCallException(String message, Throwable cause) {
        super(message, cause);
    }
}
