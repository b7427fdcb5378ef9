package dev.countersign.cluster;

import dev.countersign.document.Value;
import java.util.Optional;

/**
 * Reads objects of a cluster. Implementations are thread-safe.
 *
 * <p>An object that does not exist is an empty answer; a cluster that cannot be asked is an exception, so that the one is
 * never taken for the other.
 */
public interface ClusterReader {

    /**
     * One object.
     *
     * @param kind what to read
     * @param namespace its namespace; empty for an object of the whole cluster
     * @param name its name
     * @throws ClusterException when the cluster could not be asked
     */
    Optional<Value.ObjectValue> get(Kind kind, String namespace, String name) throws ClusterException;

    /** The kinds that the engine reads by name. */
    enum Kind {
        NAMESPACE,
        CONFIG_MAP,
        SECRET
    }

    /** A cluster that holds nothing. */
    static ClusterReader empty() {
        return (kind, namespace, name) -> Optional.empty();
    }
}
