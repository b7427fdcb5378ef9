package dev.countersign.conformance;

import dev.countersign.cluster.ClusterReader;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cluster of a case: what {@code cluster.yaml} holds, and the namespaces that always exist. Immutable. */
final class CaseCluster implements ClusterReader {
    private static final Map<String, Kind> KINDS =
            Map.of("Namespace", Kind.NAMESPACE, "ConfigMap", Kind.CONFIG_MAP, "Secret", Kind.SECRET);

    private record Key(Kind kind, String namespace, String name) {}

    private final Map<Key, ObjectValue> objects;

    /**
     * @param held what the cluster holds
     * @param requested the request's namespace, which exists unless {@code held} has a Namespace; may be empty
     */
    CaseCluster(List<ObjectValue> held, String requested) {
        Map<Key, ObjectValue> all = new HashMap<>();
        for (ObjectValue object : held) {
            Kind kind = KINDS.get(object.text("kind").orElse(""));
            if (kind != null && object.text("apiVersion").orElse("").equals("v1")) {
                ObjectValue metadata = object.object("metadata").orElse(Value.EMPTY_OBJECT);
                String name = metadata.text("name").orElse("");
                String namespace =
                        kind == Kind.NAMESPACE ? "" : metadata.text("namespace").orElse("default");
                all.put(new Key(kind, namespace, name), kind == Kind.SECRET ? withData(object) : object);
            }
        }
        boolean named = all.keySet().stream().anyMatch(key -> key.kind() == Kind.NAMESPACE);
        for (String name : named ? List.of("default", "kyverno") : List.of("default", "kyverno", requested)) {
            if (!name.isEmpty()) {
                all.putIfAbsent(new Key(Kind.NAMESPACE, "", name), namespace(name));
            }
        }
        all.replaceAll((key, object) -> key.kind() == Kind.NAMESPACE ? labelled(object, key.name()) : object);
        objects = Map.copyOf(all);
    }

    @Override
    public Optional<ObjectValue> get(Kind kind, String namespace, String name) {
        return Optional.ofNullable(objects.get(new Key(kind, kind == Kind.NAMESPACE ? "" : namespace, name)));
    }

    private static ObjectValue namespace(String name) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("apiVersion", Value.of("v1"));
        members.put("kind", Value.of("Namespace"));
        members.put("metadata", new ObjectValue(Map.of("name", Value.of(name))));
        return new ObjectValue(members);
    }

    /** Every namespace carries its own name as a label, as an API server sees to. */
    private static ObjectValue labelled(ObjectValue namespace, String name) {
        ObjectValue metadata = namespace.object("metadata").orElse(Value.EMPTY_OBJECT);
        ObjectValue labels = metadata.object("labels").orElse(Value.EMPTY_OBJECT);
        return namespace.with(
                "metadata", metadata.with("labels", labels.with("kubernetes.io/metadata.name", Value.of(name))));
    }

    /** A Secret's {@code stringData} becomes {@code data}, as an API server sees to. */
    private static ObjectValue withData(ObjectValue secret) {
        ObjectValue data = secret.object("data").orElse(Value.EMPTY_OBJECT);
        for (Map.Entry<String, String> entry : secret.texts("stringData").entrySet()) {
            byte[] bytes = entry.getValue().getBytes(StandardCharsets.UTF_8);
            data = data.with(entry.getKey(), Value.of(Base64.getEncoder().encodeToString(bytes)));
        }
        return data.members().isEmpty() ? secret : secret.with("data", data);
    }
}
