package dev.countersign.policy.read;

import dev.countersign.policy.LabelSelector;
import dev.countersign.policy.Match;
import dev.countersign.policy.ResourceDescription;
import dev.countersign.policy.ResourceFilter;
import dev.countersign.policy.Subject;
import java.util.Optional;

/** Checked {@code match} and {@code exclude} to the model. */
final class MatchModel {
    private MatchModel() {}

    static Match match(Members match) {
        return new Match(
                match.objects("any", MatchModel::filter), match.objects("all", MatchModel::filter), filter(match));
    }

    static LabelSelector selector(Members selector) {
        return new LabelSelector(
                selector.textMap("matchLabels"),
                selector.objects(
                        "matchExpressions",
                        requirement -> new LabelSelector.Requirement(
                                requirement.text("key"), requirement.text("operator"), requirement.texts("values"))));
    }

    private static ResourceFilter filter(Members filter) {
        return new ResourceFilter(
                filter.object("resources", MatchModel::resources).orElse(ResourceDescription.EMPTY),
                filter.texts("roles"),
                filter.texts("clusterRoles"),
                filter.objects("subjects", MatchModel::subject));
    }

    private static ResourceDescription resources(Members resources) {
        return new ResourceDescription(
                resources.texts("kinds"),
                resources.text("name"),
                resources.texts("names"),
                resources.texts("namespaces"),
                resources.any("annotations").isEmpty()
                        ? Optional.empty()
                        : Optional.of(resources.textMap("annotations")),
                resources.object("selector", MatchModel::selector),
                resources.object("namespaceSelector", MatchModel::selector),
                resources.texts("operations"));
    }

    private static Subject subject(Members subject) {
        return new Subject(
                subject.text("kind"), subject.text("name"), subject.text("namespace"), subject.text("apiGroup"));
    }
}
