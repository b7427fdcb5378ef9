package dev.countersign.engine.match;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.admission.GroupVersionKind;
import dev.countersign.admission.Operation;
import dev.countersign.admission.UserInfo;
import dev.countersign.document.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a rule's {@code match} is asked about. Immutable.
 *
 * @param resource the object; for a DELETE the old one; absent where there is neither
 * @param kind the kind that the request names
 * @param subresource empty for the object itself
 * @param operation what is done
 * @param user who asks
 * @param dryRun whether nothing will come of it
 * @param namespaceLabels the labels of the object's namespace
 */
public record RequestFacts(
        Optional<Value.ObjectValue> resource,
        GroupVersionKind kind,
        String subresource,
        Operation operation,
        UserInfo user,
        boolean dryRun,
        Map<String, String> namespaceLabels) {
    public RequestFacts {
        namespaceLabels = Map.copyOf(namespaceLabels);
    }

    /**
     * The facts of a request: of its object, or of its old object where there is no other. Kind and namespace are the request's,
     * whatever the object says of itself, as in Kyverno.
     */
    public static RequestFacts of(AdmissionRequest request, Map<String, String> namespaceLabels) {
        return new RequestFacts(
                request.object()
                        .or(request::oldObject)
                        .map(object -> placed(object, request.kind().kind(), request.namespace())),
                request.kind(),
                request.subResource(),
                request.operation(),
                request.userInfo(),
                request.dryRun(),
                namespaceLabels);
    }

    private static Value.ObjectValue placed(Value.ObjectValue object, String kind, String namespace) {
        Value.ObjectValue named = kind.isEmpty() ? object : object.with("kind", Value.of(kind));
        Value.ObjectValue metadata = named.object("metadata").orElse(Value.EMPTY_OBJECT);
        return namespace.isEmpty() || kind.equals("Namespace")
                ? named
                : named.with("metadata", metadata.with("namespace", Value.of(namespace)));
    }

    /** Whether nothing is known of who asks, as in a background scan; then {@code match} does not look at the user. */
    boolean knowsNoUser() {
        return user.equals(UserInfo.NOBODY) && !dryRun;
    }

    String resourceKind() {
        return resource.flatMap(found -> found.text("kind")).orElse("");
    }

    /** The namespace that the object is in; empty where it is in none. */
    public String namespace() {
        return metadata("namespace");
    }

    /** The namespace that {@code namespaces} of a rule are compared with: a Namespace is in itself. */
    public String selectedNamespace() {
        return resourceKind().equals("Namespace") ? name() : namespace();
    }

    String name() {
        return metadata("name");
    }

    String generateName() {
        return metadata("generateName");
    }

    Map<String, String> labels() {
        return texts("labels");
    }

    Map<String, String> annotations() {
        return texts("annotations");
    }

    private String metadata(String member) {
        return resource.flatMap(found -> found.object("metadata"))
                .flatMap(found -> found.text(member))
                .orElse("");
    }

    /** As in Go, one value that is no text makes the whole map unreadable, that is empty. */
    private Map<String, String> texts(String member) {
        Map<String, String> texts = new LinkedHashMap<>();
        Value.ObjectValue found = resource.flatMap(object -> object.object("metadata"))
                .flatMap(metadata -> metadata.object(member))
                .orElse(Value.EMPTY_OBJECT);
        for (Map.Entry<String, Value> entry : found.members().entrySet()) {
            if (!(entry.getValue() instanceof Value.StringValue text)) {
                return Map.of();
            }
            texts.put(entry.getKey(), text.value());
        }
        return texts;
    }
}
