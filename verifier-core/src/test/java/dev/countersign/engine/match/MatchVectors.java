package dev.countersign.engine.match;

import dev.countersign.admission.GroupVersionKind;
import dev.countersign.admission.Operation;
import dev.countersign.admission.UserInfo;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.policy.LabelSelector;
import dev.countersign.policy.Match;
import dev.countersign.policy.ResourceDescription;
import dev.countersign.policy.ResourceFilter;
import dev.countersign.policy.Subject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds the records that the vectors speak of from their JSON. */
final class MatchVectors {
    private MatchVectors() {}

    static List<String> texts(ObjectValue object, String name) {
        return object.list(name).stream()
                .map(item -> ((Value.StringValue) item).value())
                .toList();
    }

    static LabelSelector selector(ObjectValue object) {
        return new LabelSelector(
                matchLabels(object),
                object.list("matchExpressions").stream()
                        .map(ObjectValue.class::cast)
                        .map(item -> new LabelSelector.Requirement(
                                item.text("key").orElse(""),
                                item.text("operator").orElse(""),
                                texts(item, "values")))
                        .toList());
    }

    /** A null among them is an empty text, as Go reads it. */
    private static Map<String, String> matchLabels(ObjectValue selector) {
        Map<String, String> labels = new HashMap<>();
        selector.object("matchLabels")
                .orElse(Value.EMPTY_OBJECT)
                .members()
                .forEach((key, value) -> labels.put(key, value instanceof Value.StringValue text ? text.value() : ""));
        return labels;
    }

    static Match match(ObjectValue object) {
        return new Match(filters(object, "any"), filters(object, "all"), filter(object));
    }

    private static List<ResourceFilter> filters(ObjectValue object, String name) {
        return object.list(name).stream()
                .map(item -> filter((ObjectValue) item))
                .toList();
    }

    private static ResourceFilter filter(ObjectValue object) {
        ObjectValue resources = object.object("resources").orElse(Value.EMPTY_OBJECT);
        return new ResourceFilter(
                new ResourceDescription(
                        texts(resources, "kinds"),
                        resources.text("name").orElse(""),
                        texts(resources, "names"),
                        texts(resources, "namespaces"),
                        resources.object("annotations").map(found -> resources.texts("annotations")),
                        resources.object("selector").map(MatchVectors::selector),
                        resources.object("namespaceSelector").map(MatchVectors::selector),
                        texts(resources, "operations")),
                texts(object, "roles"),
                texts(object, "clusterRoles"),
                object.list("subjects").stream()
                        .map(ObjectValue.class::cast)
                        .map(item -> new Subject(
                                item.text("kind").orElse(""),
                                item.text("name").orElse(""),
                                item.text("namespace").orElse(""),
                                item.text("apiGroup").orElse("")))
                        .toList());
    }

    static RequestFacts facts(ObjectValue in) {
        ObjectValue request = in.object("request").orElse(Value.EMPTY_OBJECT);
        Optional<ObjectValue> resource = in.object("resource");
        return new RequestFacts(
                resource,
                GroupVersionKind.of(
                        resource.flatMap(found -> found.text("apiVersion")).orElse(""),
                        resource.flatMap(found -> found.text("kind")).orElse("")),
                request.text("subresource").orElse(""),
                request.text("operation").map(Operation::valueOf).orElse(Operation.CREATE),
                new UserInfo(
                        request.text("username").orElse(""),
                        "",
                        texts(request, "groups"),
                        Map.of(),
                        texts(request, "roles"),
                        texts(request, "clusterRoles")),
                false,
                request.texts("namespaceLabels"));
    }

    static String policyNamespace(ObjectValue in) {
        return in.object("request")
                .flatMap(request -> request.text("policyNamespace"))
                .orElse("");
    }
}
