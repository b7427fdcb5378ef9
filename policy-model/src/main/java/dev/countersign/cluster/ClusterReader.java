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

    /**
     * What the API server answers to a call of one of its paths, such as {@code /api/v1/namespaces/shop} (Kyverno's {@code apiCall}
     * with {@code urlPath}). A reader that does not call it says so, which is the default.
     *
     * @return the JSON of an answer of success, at most {@link #MAX_ANSWER_BYTES} bytes
     * @throws ClusterException when the API server could not be asked, or with its message when it refused: also when the object does
     *     not exist
     */
    default Value call(ApiRequest request) throws ClusterException {
        throw new ClusterException("this cluster reader makes no API calls");
    }

    /** An answer to {@link #call} may not be larger: Kyverno's bound, 2 000 000 bytes. */
    int MAX_ANSWER_BYTES = 2_000_000;

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
