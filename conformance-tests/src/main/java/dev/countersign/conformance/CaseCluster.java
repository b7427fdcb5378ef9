package dev.countersign.conformance;

import dev.countersign.cluster.ClusterReader;
import dev.countersign.cluster.manifests.ManifestCluster;
import dev.countersign.document.Value.ObjectValue;
import java.util.ArrayList;
import java.util.List;

/** The cluster of a case: what {@code cluster.yaml} holds, and the namespaces that always exist. */
final class CaseCluster {
    private CaseCluster() {}

    /**
     * @param held what the cluster holds
     * @param requested the request's namespace, which exists unless {@code held} has a Namespace; may be empty
     */
    static ClusterReader of(List<ObjectValue> held, String requested) {
        ManifestCluster cluster = ManifestCluster.of(held);
        List<String> existing = new ArrayList<>(List.of("default", "kyverno"));
        if (cluster.namespaces().isEmpty() && !requested.isEmpty()) {
            existing.add(requested);
        }
        return cluster.withNamespaces(existing);
    }
}
