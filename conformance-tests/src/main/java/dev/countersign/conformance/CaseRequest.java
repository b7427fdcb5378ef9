package dev.countersign.conformance;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.admission.GroupVersionKind;
import dev.countersign.admission.Operation;
import dev.countersign.admission.UserInfo;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the admission request of a case, as an API server would. */
final class CaseRequest {
    private static final String UID = "6ccdf1e0-0000-4000-8000-00000000c0de";

    /** Kinds that belong to no namespace, as {@code group/Kind}. */
    private static final Set<String> CLUSTER_WIDE = Set.of(
            "/Namespace",
            "/Node",
            "/PersistentVolume",
            "rbac.authorization.k8s.io/ClusterRole",
            "rbac.authorization.k8s.io/ClusterRoleBinding",
            "apiextensions.k8s.io/CustomResourceDefinition",
            "kyverno.io/ClusterPolicy");

    private CaseRequest() {}

    /**
     * @param specification {@code case.json}
     * @param resource {@code resource.yaml}, where the case has one
     * @param old {@code old.yaml}, where the case has one
     */
    static AdmissionRequest of(ObjectValue specification, Optional<ObjectValue> resource, Optional<ObjectValue> old) {
        ObjectValue subject = resource.or(() -> old).orElseThrow(() -> new CorpusException("no object"));
        GroupVersionKind kind = GroupVersionKind.of(
                subject.text("apiVersion").orElse(""), subject.text("kind").orElse(""));
        boolean namespaced = !CLUSTER_WIDE.contains(kind.group() + "/" + kind.kind());
        Optional<ObjectValue> created = resource.map(object -> namespaced ? placed(object) : object);
        Optional<ObjectValue> before = old.map(object -> namespaced ? placed(object) : object);
        Operation operation = Operation.valueOf(specification.text("operation").orElse("CREATE"));
        String name = metadata(subject, "name");
        String namespace = namespaced
                ? metadata(created.or(() -> before).orElseThrow(), "namespace")
                : kind.kind().equals("Namespace") && kind.group().isEmpty() ? name : "";
        return new AdmissionRequest(
                UID,
                kind,
                specification.text("subResource").orElse(""),
                name,
                namespace,
                operation,
                user(specification),
                operation == Operation.DELETE ? Optional.empty() : created,
                switch (operation) {
                    case DELETE -> before.or(() -> created);
                    case UPDATE -> before;
                    case CREATE, CONNECT -> Optional.empty();
                },
                specification.get("dryRun").filter(Value.of(true)::equals).isPresent());
    }

    private static String metadata(ObjectValue object, String name) {
        return object.object("metadata").flatMap(found -> found.text(name)).orElse("");
    }

    private static ObjectValue placed(ObjectValue object) {
        ObjectValue metadata = object.object("metadata").orElse(Value.EMPTY_OBJECT);
        return metadata.text("namespace").orElse("").isEmpty()
                ? object.with("metadata", metadata.with("namespace", Value.of(AdmissionRequest.DEFAULT_NAMESPACE)))
                : object;
    }

    private static UserInfo user(ObjectValue specification) {
        ObjectValue user = specification.object("userInfo").orElse(Value.EMPTY_OBJECT);
        Map<String, List<String>> extra = new LinkedHashMap<>();
        user.object("extra")
                .orElse(Value.EMPTY_OBJECT)
                .members()
                .forEach((key, value) ->
                        extra.put(key, CaseFolder.texts(user.object("extra").orElse(Value.EMPTY_OBJECT), key)));
        return new UserInfo(
                user.text("username").orElse(""),
                user.text("uid").orElse(""),
                CaseFolder.texts(user, "groups"),
                extra,
                CaseFolder.texts(specification, "roles"),
                CaseFolder.texts(specification, "clusterRoles"));
    }
}
