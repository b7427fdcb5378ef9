package dev.countersign.cluster;

/** The cluster could not be asked. Whether the object exists is unknown. */
public final class ClusterException extends Exception {
    private static final long serialVersionUID = 1L;

    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
