package dev.countersign.cluster.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.cluster.ClusterReader.Kind;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestClusterTest {
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    private static ObjectValue object(String kind, Map<String, Value> metadata) {
        return new ObjectValue(
                Map.of("apiVersion", Value.of("v1"), "kind", Value.of(kind), "metadata", new ObjectValue(metadata)));
    }

    private static Map<String, String> labels(ManifestCluster cluster, String namespace) {
        return cluster.get(Kind.NAMESPACE, "", namespace)
                .orElseThrow()
                .object("metadata")
                .orElseThrow()
                .texts("labels");
    }

    @Test
    void an_object_is_found_by_kind_namespace_and_name() {
        ObjectValue stated = object("ConfigMap", Map.of("name", Value.of("c"), "namespace", Value.of("n")));
        ObjectValue unstated = object("ConfigMap", Map.of("name", Value.of("c")));
        ManifestCluster cluster = ManifestCluster.of(List.of(stated, unstated));
        assertThat(cluster.get(Kind.CONFIG_MAP, "n", "c")).contains(stated);
        assertThat(cluster.get(Kind.CONFIG_MAP, "default", "c")).contains(unstated);
        assertThat(cluster.get(Kind.SECRET, "n", "c")).isEmpty();
        assertThat(cluster.get(Kind.CONFIG_MAP, "n", "d")).isEmpty();
    }

    @Test
    void objects_of_another_kind_or_version_are_passed_over() {
        Map<String, Value> metadata = Map.of("name", Value.of("c"), "namespace", Value.of("n"));
        ObjectValue newer = object("Secret", metadata).with("apiVersion", Value.of("v2"));
        ManifestCluster cluster = ManifestCluster.of(List.of(object("Pod", metadata), newer, Value.EMPTY_OBJECT));
        assertThat(cluster.get(Kind.SECRET, "n", "c")).isEmpty();
        assertThat(cluster.namespaces()).isEmpty();
    }

    @Test
    void the_text_data_of_a_secret_becomes_data() {
        ObjectValue secret = object("Secret", Map.of("name", Value.of("s")))
                .with("data", new ObjectValue(Map.of("a", Value.of("AQ=="))))
                .with("stringData", new ObjectValue(Map.of("b", Value.of("text"))));
        assertThat(ManifestCluster.of(List.of(secret))
                        .get(Kind.SECRET, "default", "s")
                        .orElseThrow()
                        .texts("data"))
                .isEqualTo(Map.of("a", "AQ==", "b", "dGV4dA=="));
    }

    @Test
    void a_namespace_carries_its_name_as_a_label_and_an_added_one_no_other() {
        ObjectValue held = object(
                "Namespace",
                Map.of("name", Value.of("held"), "labels", new ObjectValue(Map.of("team", Value.of("one")))));
        ManifestCluster cluster = ManifestCluster.of(List.of(held)).withNamespaces(List.of("held", "added"));
        assertThat(labels(cluster, "held")).isEqualTo(Map.of("team", "one", NAME_LABEL, "held"));
        assertThat(labels(cluster, "added")).isEqualTo(Map.of(NAME_LABEL, "added"));
        assertThat(cluster.namespaces()).containsExactlyInAnyOrder("held", "added");
    }
}
