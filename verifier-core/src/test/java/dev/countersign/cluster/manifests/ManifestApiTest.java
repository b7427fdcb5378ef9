package dev.countersign.cluster.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.cluster.ApiRequest;
import dev.countersign.cluster.ClusterException;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestApiTest {
    private static final ManifestCluster CLUSTER = ManifestCluster.of(List.of(
            object("v1", "Namespace", "shop", ""),
            object("v1", "Pod", "a", "shop"),
            object("v1", "Pod", "b", "lab"),
            object("apps/v1", "Deployment", "d", "shop"),
            object("acme.test/v1", "Policy", "p", "shop"),
            object("acme.test/v1", "Proxy", "q", ""),
            object("policy.sigstore.dev/v1alpha1", "TrustRoot", "t", "")));

    private static ObjectValue object(String apiVersion, String kind, String name, String namespace) {
        ObjectValue metadata = Value.EMPTY_OBJECT
                .with("name", Value.of(name))
                .with("labels", Value.EMPTY_OBJECT.with("app", Value.of(name)));
        return Value.EMPTY_OBJECT
                .with("apiVersion", Value.of(apiVersion))
                .with("kind", Value.of(kind))
                .with("metadata", namespace.isEmpty() ? metadata : metadata.with("namespace", Value.of(namespace)));
    }

    private static ObjectValue get(String path) throws ClusterException {
        return (ObjectValue) CLUSTER.call(new ApiRequest("GET", path, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/namespaces/shop, shop",
        "/api/v1/namespaces/shop/pods/a, a",
        "/apis/apps/v1/namespaces/shop/deployments/d, d",
        "/apis/acme.test/v1/namespaces/shop/policies/p, p",
        "/apis/acme.test/v1/proxies/q, q",
        "/apis/policy.sigstore.dev/v1alpha1/trustroots/t, t",
    })
    void an_object_is_found_by_its_path(String path, String name) throws ClusterException {
        assertThat(get(path).object("metadata").orElseThrow().text("name")).contains(name);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/pods, PodList, 2",
        "/api/v1/namespaces/lab/pods, PodList, 1",
        "/api/v1/namespaces/nowhere/pods, PodList, 0",
        "/api/v1/namespaces, NamespaceList, 1",
        "/api/v1/services, ServiceList, 0",
        "/api/v1/pods?labelSelector=app%3Da, PodList, 1",
        "/api/v1/pods?labelSelector=app==a, PodList, 1",
    })
    void a_list_holds_the_objects_of_a_kind(String path, String kind, int count) throws ClusterException {
        assertThat(get(path).text("kind")).contains(kind);
        assertThat(get(path).list("items")).hasSize(count);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/namespaces/shop/pods/none, pods \"none\" not found",
        "/api/v1/namespaces/lab/pods/a, pods \"a\" not found",
        "/apis/apps/v1/namespaces/shop/deployments/x, deployments.apps \"x\" not found",
        "/apis/policy.sigstore.dev/v1alpha1/trustroots/x, trustroots.policy.sigstore.dev \"x\" not found",
        "/api/v1/gadgets, the server could not find the requested resource",
        "/api/v1, the server could not find the requested resource",
        "/api/v1/namespaces/shop/pods/a/log, the server could not find the requested resource",
        "/api/v1/namespaces/shop/nodes, the server could not find the requested resource",
        "/version, the server could not find the requested resource",
        "'', the server could not find the requested resource",
        "/api/v1/namespaces/lab/../shop/pods/a, the server could not find the requested resource",
        "/api/v1/pods?fieldSelector=a, a cluster of manifests does not know the query parameter \"fieldSelector\"",
        "/api/v1/pods?labelSelector=app!=a, a cluster of manifests does not know the label selector \"app!=a\"",
        "/api/v1/pods?labelSelector=%zz, invalid URL escape in \"%zz\"",
    })
    void a_path_that_leads_nowhere_is_refused(String path, String message) {
        assertThatThrownBy(() -> get(path)).isInstanceOf(ClusterException.class).hasMessage(message);
    }

    @Test
    void nothing_is_ever_written() {
        assertThatThrownBy(() -> CLUSTER.call(new ApiRequest("POST", "/api/v1/pods", Optional.empty())))
                .hasMessage("a cluster of manifests answers GET only");
    }
}
