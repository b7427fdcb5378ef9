package dev.countersign.cluster;

/** The cluster could not be asked, or refused a call. Whether an object exists is unknown. */
public final class ClusterException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The API server refused a call; the message is the one that it gave. */
    public ClusterException(String message) {
        super(message);
    }

    /** The cluster could not be asked. */
    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
