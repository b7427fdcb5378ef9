package dev.countersign.cluster.manifests;

import dev.countersign.cluster.ClusterReader;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A cluster of the Namespaces, ConfigMaps and Secrets among some manifests, as an API server would hold them: every namespace
 * carries its own name as a label, a Secret's {@code stringData} has become {@code data}, and what states no namespace is in
 * {@code default}. Immutable and thread-safe.
 */
public final class ManifestCluster implements ClusterReader {
    private static final Map<String, Kind> KINDS =
            Map.of("Namespace", Kind.NAMESPACE, "ConfigMap", Kind.CONFIG_MAP, "Secret", Kind.SECRET);

    private record Key(Kind kind, String namespace, String name) {}

    private final Map<Key, ObjectValue> objects;

    private ManifestCluster(Map<Key, ObjectValue> objects) {
        this.objects = Map.copyOf(objects);
    }

    /** The cluster of these objects. Of two with one name the last counts; those of other kinds are passed over. */
    public static ManifestCluster of(List<ObjectValue> manifests) {
        Map<Key, ObjectValue> objects = new HashMap<>();
        for (ObjectValue manifest : manifests) {
            Kind kind = KINDS.get(manifest.text("kind").orElse(""));
            if (kind != null && manifest.text("apiVersion").orElse("").equals("v1")) {
                String name = metadata(manifest, "name", "");
                switch (kind) {
                    case NAMESPACE -> objects.put(new Key(kind, "", name), labelled(manifest, name));
                    case CONFIG_MAP -> objects.put(new Key(kind, namespaceOf(manifest), name), manifest);
                    case SECRET -> objects.put(new Key(kind, namespaceOf(manifest), name), withData(manifest));
                }
            }
        }
        return new ManifestCluster(objects);
    }

    /** The namespace that an object states, or {@code default}. */
    public static String namespaceOf(ObjectValue object) {
        return metadata(object, "namespace", "default");
    }

    /** This cluster, where namespaces of these names exist too; those that it lacks have no labels but their name. */
    public ManifestCluster withNamespaces(Collection<String> names) {
        Map<Key, ObjectValue> more = new HashMap<>(objects);
        names.forEach(name -> more.computeIfAbsent(
                new Key(Kind.NAMESPACE, "", name),
                absent -> labelled(
                        Value.EMPTY_OBJECT
                                .with("apiVersion", Value.of("v1"))
                                .with("kind", Value.of("Namespace"))
                                .with("metadata", Value.EMPTY_OBJECT.with("name", Value.of(name))),
                        name)));
        return new ManifestCluster(more);
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
