package dev.countersign.policy.check;

import dev.countersign.image.Wildcard;
import dev.countersign.policy.KindSelector;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which kinds the cluster serves. Kyverno asks the API server's discovery; a tool without a cluster says what it knows.
 * Implementations are thread-safe.
 */
public interface KindDiscovery {

    /** The kinds that every Kubernetes 1.34 serves. */
    KindDiscovery BUILT_IN = new BuiltInKinds();

    /** Every kind that anybody names is served: where nobody knows the cluster, so that no check is left out. */
    KindDiscovery EVERY = new KindDiscovery() {
        @Override
        public boolean finds(KindSelector selector) {
            return true;
        }

        @Override
        public Set<String> clusterKinds() {
            return BUILT_IN.clusterKinds();
        }
    };

    /** Whether some served kind, or subresource of one, is selected. */
    boolean finds(KindSelector selector);

    /** The kinds without a namespace, each as {@code Kind} and as {@code group/version/Kind}. */
    Set<String> clusterKinds();

    /**
     * These kinds and one more, say of a CustomResourceDefinition.
     *
     * @param group empty for the core group
     */
    default KindDiscovery and(String group, String version, String kind, boolean namespaced) {
        KindDiscovery known = this;
        return new KindDiscovery() {
            @Override
            public boolean finds(KindSelector selector) {
                return known.finds(selector)
                        || selector.subresource().isEmpty()
                                && Wildcard.matches(selector.group(), group)
                                && Wildcard.matches(selector.version(), version)
                                && Wildcard.matches(selector.kind(), kind);
            }

            @Override
            public Set<String> clusterKinds() {
                if (namespaced) {
                    return known.clusterKinds();
                }
                Set<String> kinds = new LinkedHashSet<>(known.clusterKinds());
                kinds.addAll(List.of(kind, (group.isEmpty() ? "" : group + "/") + version + "/" + kind));
                return kinds;
            }
        };
    }
}
