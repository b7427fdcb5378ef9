package dev.countersign.cli;

import dev.countersign.cluster.ClusterReader;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster of the objects in files. A namespace that no file holds exists when an object under admission is in it, with no labels
 * but its name. Immutable.
 */
final class ObjectCluster implements ClusterReader {
    private record Key(Kind kind, String namespace, String name) {}

    private final Map<Key, ObjectValue> objects;

    /**
     * @param held what the cluster holds
     * @param admitted the objects under admission
     */
    ObjectCluster(List<ObjectValue> held, List<ObjectValue> admitted) {
        Map<Key, ObjectValue> all = new HashMap<>();
        for (ObjectValue object : held) {
            kind(object).ifPresent(kind -> {
                String namespace = kind == Kind.NAMESPACE ? "" : metadata(object, "namespace", "default");
                all.put(
                        new Key(kind, namespace, metadata(object, "name", "")),
                        kind == Kind.SECRET ? withData(object) : object);
            });
        }
        for (ObjectValue object : admitted) {
            String name = metadata(object, "namespace", "default");
            all.putIfAbsent(new Key(Kind.NAMESPACE, "", name), namespace(name));
        }
        all.replaceAll((key, object) -> key.kind() == Kind.NAMESPACE ? labelled(object, key.name()) : object);
        objects = Map.copyOf(all);
    }

    @Override
    public Optional<ObjectValue> get(Kind kind, String namespace, String name) {
        return Optional.ofNullable(objects.get(new Key(kind, kind == Kind.NAMESPACE ? "" : namespace, name)));
    }

    private static Optional<Kind> kind(ObjectValue object) {
        if (!object.text("apiVersion").orElse("").equals("v1")) {
            return Optional.empty();
        }
        return switch (object.text("kind").orElse("")) {
            case "Namespace" -> Optional.of(Kind.NAMESPACE);
            case "ConfigMap" -> Optional.of(Kind.CONFIG_MAP);
            case "Secret" -> Optional.of(Kind.SECRET);
            default -> Optional.empty();
        };
    }

    private static String metadata(ObjectValue object, String name, String absent) {
        return object.object("metadata")
                .flatMap(found -> found.text(name))
                .filter(found -> !found.isEmpty())
                .orElse(absent);
    }

    private static ObjectValue namespace(String name) {
        return Value.EMPTY_OBJECT
                .with("apiVersion", Value.of("v1"))
                .with("kind", Value.of("Namespace"))
                .with("metadata", Value.EMPTY_OBJECT.with("name", Value.of(name)));
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
