package dev.countersign.engine;

import dev.countersign.cluster.ClusterException;
import dev.countersign.cluster.ClusterReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The labels of namespaces, each read once and only when a rule looks at them. Lives for one request; not thread-safe. */
final class NamespaceLabels {
    private final ClusterReader cluster;
    private final Map<String, Optional<Map<String, String>>> known = new HashMap<>();

    NamespaceLabels(ClusterReader cluster) {
        this.cluster = cluster;
    }

    /** The labels of a namespace; empty when the cluster does not know it or cannot be asked. An object of no namespace has none. */
    Optional<Map<String, String>> labels(String namespace) {
        return namespace.isEmpty() ? Optional.of(Map.of()) : known.computeIfAbsent(namespace, this::read);
    }

    private Optional<Map<String, String>> read(String namespace) {
        try {
            return cluster.get(ClusterReader.Kind.NAMESPACE, "", namespace).map(object -> object.object("metadata")
                    .map(metadata -> metadata.texts("labels"))
                    .orElse(Map.of()));
        } catch (ClusterException e) {
            return Optional.empty();
        }
    }
}
