package dev.countersign.engine.match;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.document.Value;
import dev.countersign.policy.KindSelector;
import dev.countersign.policy.check.KindDiscovery;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What match conditions are told of a request: {@code object}, {@code oldObject}, {@code request}, and no {@code namespaceObject}, which
 * the API server does not give them either. A member that is empty is not there, as in an AdmissionReview.
 */
final class ConditionVariables {
    private ConditionVariables() {}

    /** As the API server: an object that is not there is null. */
    static Map<String, Value> asTheApiServer(AdmissionRequest request) {
        return variables(
                request,
                request.object().map(Value.class::cast).orElse(Value.NULL),
                request.oldObject().map(Value.class::cast).orElse(Value.NULL),
                request.name(),
                request.namespace(),
                request.dryRun());
    }

    /** As Kyverno's engine: an object that is not there has a kind, name and namespace are the object's own, and nothing is a dry run. */
    static Map<String, Value> asKyverno(AdmissionRequest request) {
        Value.ObjectValue object = ofKind(request, request.object());
        Value.ObjectValue metadata = object.object("metadata").orElse(Value.EMPTY_OBJECT);
        return variables(
                request,
                object,
                ofKind(request, request.oldObject()),
                metadata.text("name").orElse(""),
                metadata.text("namespace").orElse(""),
                false);
    }

    private static Value.ObjectValue ofKind(AdmissionRequest request, Optional<Value.ObjectValue> object) {
        String group = request.kind().group();
        String version = request.kind().version();
        return object.orElse(Value.EMPTY_OBJECT)
                .with("apiVersion", Value.of(group.isEmpty() ? version : group + "/" + version))
                .with("kind", Value.of(request.kind().kind()));
    }

    private static Map<String, Value> variables(
            AdmissionRequest request, Value object, Value oldObject, String name, String namespace, boolean dryRun) {
        Map<String, Value> members = new LinkedHashMap<>();
        Value kind = kind(request);
        members.put("kind", kind);
        members.put("requestKind", kind);
        resource(request).ifPresent(resource -> {
            members.put("resource", resource);
            members.put("requestResource", resource);
        });
        put(members, "subResource", request.subResource());
        put(members, "requestSubResource", request.subResource());
        put(members, "name", name);
        put(members, "namespace", namespace);
        members.put("operation", Value.of(request.operation().name()));
        members.put("userInfo", request.userInfo().json());
        members.put("dryRun", Value.of(dryRun));
        members.put("options", request.rest().get("options").orElse(Value.NULL));
        return Map.of(
                "object",
                object,
                "oldObject",
                oldObject,
                "request",
                new Value.ObjectValue(members),
                "namespaceObject",
                Value.NULL);
    }

    private static Value kind(AdmissionRequest request) {
        Map<String, Value> kind = new LinkedHashMap<>();
        kind.put("group", Value.of(request.kind().group()));
        kind.put("version", Value.of(request.kind().version()));
        kind.put("kind", Value.of(request.kind().kind()));
        return new Value.ObjectValue(kind);
    }

    /**
     * The resource, as the request states it. Of a request that came in no AdmissionReview, that of Kubernetes' own kinds; of any other
     * nobody knows the name, and a condition that asks for it cannot be evaluated.
     */
    private static Optional<Value> resource(AdmissionRequest request) {
        Optional<Value> stated = request.rest().get("resource").filter(Value.ObjectValue.class::isInstance);
        if (stated.isPresent()) {
            return stated;
        }
        String group = request.kind().group();
        String version = request.kind().version();
        String kind = request.kind().kind();
        if (!KindDiscovery.BUILT_IN.finds(new KindSelector(group, version, kind, ""))) {
            return Optional.empty();
        }
        Map<String, Value> resource = new LinkedHashMap<>();
        resource.put("group", Value.of(group));
        resource.put("version", Value.of(version));
        resource.put("resource", Value.of(plural(kind.toLowerCase(Locale.ROOT))));
        return Optional.of(new Value.ObjectValue(resource));
    }

    /** How Kubernetes forms the names of its own resources. */
    private static String plural(String kind) {
        if (kind.equals("endpoints")) {
            return kind;
        }
        if (kind.endsWith("s")) {
            return kind + "es";
        }
        return kind.endsWith("y") ? kind.substring(0, kind.length() - 1) + "ies" : kind + "s";
    }

    private static void put(Map<String, Value> members, String name, String text) {
        if (!text.isEmpty()) {
            members.put(name, Value.of(text));
        }
    }
}
