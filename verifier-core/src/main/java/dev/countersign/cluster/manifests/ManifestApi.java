package dev.countersign.cluster.manifests;

import dev.countersign.cluster.ApiRequest;
import dev.countersign.cluster.ClusterException;
import dev.countersign.cluster.ClusterReader;
import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The paths of an API server over manifests: {@code GET} of one object or of a list. Immutable. */
final class ManifestApi {
    private static final String NO_RESOURCE = "the server could not find the requested resource";
    private static final int MAX_PATH = 4096;

    private record Name(ServedKind kind, String namespace, String name) {}

    private final Map<Name, ObjectValue> objects;
    private final Set<ServedKind> kinds;

    private ManifestApi(Map<Name, ObjectValue> objects) {
        this.objects = objects;
        this.kinds = new LinkedHashSet<>(ServedKind.common());
        objects.keySet().forEach(name -> kinds.add(name.kind()));
    }

    static ManifestApi of(List<ObjectValue> manifests) {
        return new ManifestApi(new LinkedHashMap<>()).with(manifests);
    }

    /** This API with more objects. */
    ManifestApi with(List<ObjectValue> manifests) {
        Map<Name, ObjectValue> all = new LinkedHashMap<>(objects);
        for (ObjectValue manifest : manifests) {
            ServedKind kind = ServedKind.of(manifest);
            String name = manifest.object("metadata")
                    .flatMap(metadata -> metadata.text("name"))
                    .orElse("");
            String namespace = kind.namespaced() ? ManifestCluster.namespaceOf(manifest) : "";
            all.put(new Name(kind, namespace, name), kind.namespaced() ? placed(manifest, namespace) : manifest);
        }
        return new ManifestApi(all);
    }

    private static ObjectValue placed(ObjectValue manifest, String namespace) {
        ObjectValue metadata = manifest.object("metadata").orElse(Value.EMPTY_OBJECT);
        return metadata.text("namespace").isPresent()
                ? manifest
                : manifest.with("metadata", metadata.with("namespace", Value.of(namespace)));
    }

    Value answer(ApiRequest request) throws ClusterException {
        if (!request.method().equals("GET")) {
            throw new ClusterException("a cluster of manifests answers GET only");
        }
        if (request.path().length() > MAX_PATH) {
            throw new ClusterException("the path is longer than " + MAX_PATH + " characters");
        }
        int mark = request.path().indexOf('?');
        String path = mark < 0 ? request.path() : request.path().substring(0, mark);
        Map<String, String> labels = labels(mark < 0 ? "" : request.path().substring(mark + 1));
        List<String> segments = new ArrayList<>(List.of(path.split("/", -1)));
        boolean core = path.startsWith("/api/");
        int version = core ? 2 : 3;
        if ((!core && !path.startsWith("/apis/")) || segments.size() <= version + 1) {
            throw new ClusterException(NO_RESOURCE);
        }
        String group = core ? "" : segments.get(2);
        List<String> rest = segments.subList(version + 1, segments.size());
        String namespace = "";
        if (rest.get(0).equals("namespaces") && rest.size() > 2) {
            namespace = rest.get(1);
            rest = rest.subList(2, rest.size());
        }
        Optional<ServedKind> kind = kind(group, segments.get(version), rest.get(0));
        if (kind.isEmpty()
                || rest.size() > 2
                || (!namespace.isEmpty() && !kind.get().namespaced())) {
            throw new ClusterException(NO_RESOURCE);
        }
        if (rest.size() == 1) {
            return bounded(list(kind.get(), namespace, labels));
        }
        ObjectValue found = objects.get(new Name(kind.get(), namespace, rest.get(1)));
        if (found == null) {
            throw new ClusterException(kind.get().resource() + " \"" + rest.get(1) + "\" not found");
        }
        return bounded(found);
    }

    private Optional<ServedKind> kind(String group, String version, String plural) {
        return kinds.stream()
                .filter(kind -> kind.group().equals(group)
                        && kind.version().equals(version)
                        && kind.plural().equals(plural))
                .findFirst();
    }

    private Value list(ServedKind kind, String namespace, Map<String, String> labels) {
        List<Value> items = new ArrayList<>();
        objects.forEach((name, object) -> {
            if (name.kind().equals(kind)
                    && (namespace.isEmpty() || name.namespace().equals(namespace))) {
                Map<String, String> own = object.object("metadata")
                        .map(metadata -> metadata.texts("labels"))
                        .orElse(Map.of());
                if (own.entrySet().containsAll(labels.entrySet())) {
                    items.add(object);
                }
            }
        });
        return Value.EMPTY_OBJECT
                .with("kind", Value.of(kind.kind() + "List"))
                .with("apiVersion", Value.of(kind.apiVersion()))
                .with("metadata", Value.EMPTY_OBJECT.with("resourceVersion", Value.of("1")))
                .with("items", new Value.ListValue(items));
    }

    /** The labels that a query asks for. A query of any other form is refused, since it would narrow the answer. */
    private static Map<String, String> labels(String query) throws ClusterException {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String parameter : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            if (!name.equals("labelSelector")) {
                throw new ClusterException("a cluster of manifests does not know the query parameter \"" + name + "\"");
            }
            for (String wanted : decoded(parameter.substring(equals + 1)).split(",", -1)) {
                String[] sides = wanted.split("==?", -1);
                if (sides.length != 2 || sides[0].isBlank() || wanted.contains("!")) {
                    throw new ClusterException(
                            "a cluster of manifests does not know the label selector \"" + wanted + "\"");
                }
                labels.put(sides[0].strip(), sides[1].strip());
            }
        }
        return labels;
    }

    private static String decoded(String text) throws ClusterException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ClusterException("invalid URL escape in \"" + text + "\"", e);
        }
    }

    private static Value bounded(Value answer) throws ClusterException {
        if (JsonText.compact(answer).length() > ClusterReader.MAX_ANSWER_BYTES) {
            throw new ClusterException("the answer has more than " + ClusterReader.MAX_ANSWER_BYTES + " bytes");
        }
        return answer;
    }
}
