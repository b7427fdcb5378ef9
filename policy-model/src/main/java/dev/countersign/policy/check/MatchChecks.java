package dev.countersign.policy.check;

import dev.countersign.document.Value;
import dev.countersign.policy.Match;
import dev.countersign.policy.ResourceDescription;
import dev.countersign.policy.ResourceFilter;
import dev.countersign.policy.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code match} and {@code exclude}: their filters, users and selectors. */
final class MatchChecks {
    private static final String SERVICE_ACCOUNT = "ServiceAccount";
    private static final Set<String> SUBJECT_KINDS = Set.of("User", "Group", SERVICE_ACCOUNT);

    private final boolean namespaced;
    private final Set<String> clusterKinds;
    private final List<FieldError> errors = new ArrayList<>();

    /**
     * Checks for one kind of policy.
     *
     * @param clusterKinds kinds without a namespace, plain and as group/version/Kind
     */
    MatchChecks(boolean namespaced, Set<String> clusterKinds) {
        this.namespaced = namespaced;
        this.clusterKinds = clusterKinds;
    }

    /** Checks one block; {@code stated} is its JSON. */
    List<FieldError> check(Match match, Value.ObjectValue stated, String path) {
        errors.clear();
        if (!match.any().isEmpty() && !match.all().isEmpty()) {
            errors.add(FieldError.invalid(path, stated, "Can't specify any and all together"));
        }
        filters(match.any(), stated.list("any"), path + ".any", path + ".any");
        // Kyverno names the users of "all" by the path of "any".
        filters(match.all(), stated.list("all"), path + ".any", path + ".all");
        users(match.inline(), path);
        resources(match.inline().resources(), object(stated, "resources"), path);
        return List.copyOf(errors);
    }

    private void filters(List<ResourceFilter> filters, List<Value> stated, String userPath, String path) {
        for (int i = 0; i < filters.size(); i++) {
            Value.ObjectValue filter =
                    i < stated.size() && stated.get(i) instanceof Value.ObjectValue found ? found : Value.EMPTY_OBJECT;
            users(filters.get(i), userPath + "[" + i + "]");
            resources(filters.get(i).resources(), object(filter, "resources"), path + "[" + i + "]");
        }
    }

    private void users(ResourceFilter filter, String path) {
        for (int i = 0; i < filter.subjects().size(); i++) {
            subject(filter.subjects().get(i), path + ".subjects[" + i + "]");
        }
        for (int i = 0; i < filter.roles().size(); i++) {
            String role = filter.roles().get(i);
            if (role.chars().filter(c -> c == ':').count() != 1) {
                errors.add(FieldError.invalidText(
                        path + ".roles[" + i + "]", role, "Role is expected to be in namespace:name format"));
            }
        }
    }

    private void subject(Subject subject, String path) {
        if (subject.kind().isEmpty()) {
            errors.add(FieldError.required(path + ".kind", ""));
        } else if (!SUBJECT_KINDS.contains(subject.kind())) {
            errors.add(FieldError.invalidText(
                    path + ".kind", subject.kind(), "kind must be 'User', 'Group', or 'ServiceAccount'"));
        }
        if (subject.name().isEmpty()) {
            errors.add(FieldError.required(path + ".name", ""));
        }
        if (subject.kind().equals(SERVICE_ACCOUNT) && subject.namespace().isEmpty()) {
            errors.add(FieldError.required(path + ".namespace", "namespace is required when Kind is ServiceAccount"));
        }
    }

    private void resources(ResourceDescription resources, Value.ObjectValue stated, String path) {
        if (!resources.name().isEmpty() && !resources.names().isEmpty()) {
            errors.add(FieldError.invalid(path, stated, "Both name and names can not be specified together"));
        }
        resources
                .selector()
                .flatMap(selector -> SelectorChecks.check(selector, object(stated, "selector"), path + ".selector"))
                .ifPresent(errors::add);
        if (namespaced) {
            if (!resources.namespaces().isEmpty()) {
                errors.add(FieldError.forbidden(
                        path + ".namespaces", "Filtering namespaces not allowed in namespaced policies"));
            }
            for (int i = 0; i < resources.kinds().size(); i++) {
                String kind = resources.kinds().get(i);
                if (clusterKinds.contains(kind)) {
                    errors.add(FieldError.forbidden(
                            path + ".kinds[" + i + "]",
                            "Cluster wide resource '" + kind + "' not allowed in namespaced policy"));
                }
            }
        }
    }

    private static Value.ObjectValue object(Value.ObjectValue parent, String member) {
        return parent.object(member).orElse(Value.EMPTY_OBJECT);
    }
}
