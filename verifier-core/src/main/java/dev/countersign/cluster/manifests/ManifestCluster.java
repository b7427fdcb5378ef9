package dev.countersign.cluster.manifests;

import dev.countersign.cluster.ApiRequest;
import dev.countersign.cluster.ClusterException;
import dev.countersign.cluster.ClusterReader;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A cluster of some manifests, as an API server would hold them: every namespace carries its own name as a label, a Secret's
 * {@code stringData} has become {@code data}, and what states no namespace is in {@code default}. Its API answers {@code GET} of one
 * object and of lists, of the kinds that the manifests hold and of the common ones, for {@code labelSelector}s of equality; any other call
 * is refused. Immutable and thread-safe.
 */
public final class ManifestCluster implements ClusterReader {
    private static final Map<String, Kind> KINDS =
            Map.of("Namespace", Kind.NAMESPACE, "ConfigMap", Kind.CONFIG_MAP, "Secret", Kind.SECRET);

    private record Key(Kind kind, String namespace, String name) {}

    private final Map<Key, ObjectValue> objects;
    private final ManifestApi api;

    private ManifestCluster(Map<Key, ObjectValue> objects, ManifestApi api) {
        this.objects = Map.copyOf(objects);
        this.api = api;
    }

    /** The cluster of these objects. Of two with one name the last counts; {@link #get} knows those of its kinds only. */
    public static ManifestCluster of(List<ObjectValue> manifests) {
        Map<Key, ObjectValue> objects = new HashMap<>();
        List<ObjectValue> all = new ArrayList<>();
        for (ObjectValue manifest : manifests) {
            Kind kind = KINDS.get(manifest.text("kind").orElse(""));
            if (kind != null && manifest.text("apiVersion").orElse("").equals("v1")) {
                String name = metadata(manifest, "name", "");
                ObjectValue held =
                        switch (kind) {
                            case NAMESPACE -> labelled(manifest, name);
                            case CONFIG_MAP -> manifest;
                            case SECRET -> withData(manifest);
                        };
                objects.put(new Key(kind, kind == Kind.NAMESPACE ? "" : namespaceOf(manifest), name), held);
                all.add(held);
            } else {
                all.add(manifest);
            }
        }
        return new ManifestCluster(objects, ManifestApi.of(all));
    }

    /** The namespace that an object states, or {@code default}. */
    public static String namespaceOf(ObjectValue object) {
        return metadata(object, "namespace", "default");
    }

    /** This cluster, where namespaces of these names exist too; those that it lacks have no labels but their name. */
    public ManifestCluster withNamespaces(Collection<String> names) {
        Map<Key, ObjectValue> more = new HashMap<>(objects);
        List<ObjectValue> added = new ArrayList<>();
        for (String name : names) {
            Key key = new Key(Kind.NAMESPACE, "", name);
            if (!more.containsKey(key)) {
                ObjectValue namespace = labelled(
                        Value.EMPTY_OBJECT
                                .with("apiVersion", Value.of("v1"))
                                .with("kind", Value.of("Namespace"))
                                .with("metadata", Value.EMPTY_OBJECT.with("name", Value.of(name))),
                        name);
                more.put(key, namespace);
                added.add(namespace);
            }
        }
        return new ManifestCluster(more, api.with(added));
    }

    /** The names of the namespaces. */
    public Set<String> namespaces() {
        return objects.keySet().stream()
                .filter(key -> key.kind() == Kind.NAMESPACE)
                .map(Key::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Optional<ObjectValue> get(Kind kind, String namespace, String name) {
        return Optional.ofNullable(objects.get(new Key(kind, kind == Kind.NAMESPACE ? "" : namespace, name)));
    }

    @Override
    public Value call(ApiRequest request) throws ClusterException {
        return api.answer(request);
    }

    private static String metadata(ObjectValue object, String name, String absent) {
        return object.object("metadata")
                .flatMap(found -> found.text(name))
                .filter(found -> !found.isEmpty())
                .orElse(absent);
    }

    private static ObjectValue labelled(ObjectValue namespace, String name) {
        ObjectValue metadata = namespace.object("metadata").orElse(Value.EMPTY_OBJECT);
        ObjectValue labels = metadata.object("labels").orElse(Value.EMPTY_OBJECT);
        return namespace.with(
                "metadata", metadata.with("labels", labels.with("kubernetes.io/metadata.name", Value.of(name))));
    }

    private static ObjectValue withData(ObjectValue secret) {
        ObjectValue data = secret.object("data").orElse(Value.EMPTY_OBJECT);
        for (Map.Entry<String, String> entry : secret.texts("stringData").entrySet()) {
            byte[] bytes = entry.getValue().getBytes(StandardCharsets.UTF_8);
            data = data.with(entry.getKey(), Value.of(Base64.getEncoder().encodeToString(bytes)));
        }
        return data.members().isEmpty() ? secret : secret.with("data", data);
    }
}
