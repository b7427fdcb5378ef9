package dev.countersign.engine.match;

import dev.countersign.image.Wildcard;
import dev.countersign.policy.LabelSelector;
import dev.countersign.policy.ResourceDescription;
import dev.countersign.policy.ResourceFilter;
import dev.countersign.policy.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** One filter of {@code match} or {@code exclude}: the reasons why it does not mean a request; none when it does. */
final class FilterMatch {
    private FilterMatch() {}

    static List<String> reasons(ResourceFilter filter, RequestFacts facts) {
        ResourceDescription wanted = filter.resources();
        if (!wanted.operations().isEmpty()
                && !wanted.operations().contains(facts.operation().name())) {
            return List.of("operation does not match");
        }
        List<String> reasons = new ArrayList<>();
        if (!wanted.kinds().isEmpty()
                && !KindMatch.matchesAny(wanted.kinds(), facts.kind(), facts.subresource(), true)) {
            reasons.add("kind does not match [" + String.join(" ", wanted.kinds()) + "]");
        }
        names(wanted, facts, reasons);
        if (!wanted.annotations().map(Map::isEmpty).orElse(true)
                && !LabelMatch.annotations(wanted.annotations().get(), facts.annotations())) {
            reasons.add("annotations does not match");
        }
        wanted.selector()
                .ifPresent(
                        selector -> select(selector, facts.labels(), "selector", "selector does not match", reasons));
        wanted.namespaceSelector().ifPresent(selector -> {
            if (facts.resourceKind().equals("Namespace")) {
                reasons.add("namespace selector is not applicable for namespace resource");
            } else if (!facts.resourceKind().isEmpty() || wanted.kinds().contains("*")) {
                select(
                        selector,
                        facts.namespaceLabels(),
                        "namespace selector",
                        "namespace selector does not match labels",
                        reasons);
            }
        });
        user(filter, facts, reasons);
        return reasons;
    }

    private static void names(ResourceDescription wanted, RequestFacts facts, List<String> reasons) {
        String name = facts.name().isEmpty() ? facts.generateName() : facts.name();
        if (!wanted.name().isEmpty() && !Wildcard.matches(wanted.name(), name)) {
            reasons.add("name does not match");
        }
        if (!wanted.names().isEmpty() && !Wildcard.matchesAny(wanted.names(), name)) {
            reasons.add("none of the names match");
        }
        if (!wanted.namespaces().isEmpty() && !Wildcard.matchesAny(wanted.namespaces(), facts.selectedNamespace())) {
            reasons.add("namespace does not match");
        }
    }

    private static void select(
            LabelSelector selector, Map<String, String> labels, String what, String mismatch, List<String> reasons) {
        LabelMatch.Outcome outcome = LabelMatch.selects(selector, labels);
        if (outcome.error().isPresent()) {
            reasons.add("failed to parse " + what + ": " + outcome.error().get());
        } else if (!outcome.matches()) {
            reasons.add(mismatch);
        }
    }

    private static void user(ResourceFilter filter, RequestFacts facts, List<String> reasons) {
        if (!filter.roles().isEmpty()
                && Collections.disjoint(filter.roles(), facts.user().roles())) {
            reasons.add("user info does not match roles for the given conditionBlock");
        }
        if (!filter.clusterRoles().isEmpty()
                && Collections.disjoint(filter.clusterRoles(), facts.user().clusterRoles())) {
            reasons.add("user info does not match clustersRoles for the given conditionBlock");
        }
        if (!filter.subjects().isEmpty()
                && filter.subjects().stream().noneMatch(subject -> isSubject(subject, facts))) {
            reasons.add("user info does not match subject for the given conditionBlock");
        }
    }

    private static boolean isSubject(Subject subject, RequestFacts facts) {
        return switch (subject.kind()) {
            case "ServiceAccount" ->
                Wildcard.matches(
                        "system:serviceaccount:" + subject.namespace() + ":" + subject.name(),
                        facts.user().username());
            case "Group" -> facts.user().groups().stream().anyMatch(group -> Wildcard.matches(subject.name(), group));
            case "User" -> Wildcard.matches(subject.name(), facts.user().username());
            default -> false;
        };
    }
}
