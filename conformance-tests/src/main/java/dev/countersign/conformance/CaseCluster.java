package dev.countersign.conformance;

import dev.countersign.cluster.ClusterException;
import dev.countersign.cluster.ClusterReader;
import dev.countersign.cluster.manifests.ManifestCluster;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.policy.KyvernoConfiguration;
import dev.countersign.policy.read.ConfigurationReader;
import java.util.ArrayList;
import java.util.List;

/** The cluster of a case: what {@code cluster.yaml} holds, and the namespaces that always exist. */
final class CaseCluster {
    private CaseCluster() {}

    /** How Kyverno is configured there: by the ConfigMap {@code kyverno} in the namespace {@code kyverno}. */
    static KyvernoConfiguration configuration(ClusterReader cluster) {
        try {
            return cluster.get(ClusterReader.Kind.CONFIG_MAP, "kyverno", "kyverno")
                    .map(configMap -> ConfigurationReader.of(configMap.texts("data")))
                    .orElse(KyvernoConfiguration.DEFAULT);
        } catch (ClusterException e) {
            throw new CorpusException("the cluster of a case cannot be asked", e);
        }
    }

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
