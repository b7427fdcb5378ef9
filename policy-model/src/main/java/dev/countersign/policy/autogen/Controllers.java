package dev.countersign.policy.autogen;

import dev.countersign.policy.KindSelector;
import dev.countersign.policy.Match;
import dev.countersign.policy.Policy;
import dev.countersign.policy.ResourceDescription;
import dev.countersign.policy.ResourceFilter;
import dev.countersign.policy.Rule;
import dev.countersign.policy.RuleKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** For which controllers a policy's rules are generated. */
final class Controllers {
    static final String POD = "Pod";
    static final String CRON_JOB = "CronJob";
    static final String ALL = "all";
    private static final String NONE = "none";

    /** Every controller but CronJob, which gets a rule of its own. */
    static final List<String> TEMPLATE_CONTROLLERS =
            List.of("DaemonSet", "Deployment", "Job", "ReplicaSet", "ReplicationController", "StatefulSet");

    private static final Set<String> DEFAULT = union(TEMPLATE_CONTROLLERS, CRON_JOB);
    private static final Set<String> NEEDED = union(new ArrayList<>(DEFAULT), POD);

    private Controllers() {}

    /**
     * The controllers, sorted.
     *
     * @param kind empty for all of them; else that one, if it is among them
     * @return empty where no rules are generated
     */
    static Set<String> of(Policy policy, String kind) {
        Set<String> selected = new TreeSet<>(Set.of(NONE));
        if (isPossible(policy.spec().rules())) {
            selected = Optional.ofNullable(policy.metadata().annotations().get(AutogenRules.ANNOTATION))
                    .<Set<String>>map(list -> new TreeSet<>(Arrays.asList(list.split(",", -1))))
                    .orElse(DEFAULT);
        }
        if (!kind.isEmpty()) {
            return selected.contains(kind) && !kind.equals(NONE) ? Set.of(kind) : Set.of();
        }
        return selected.equals(Set.of(NONE)) ? Set.of() : selected;
    }

    /** Looks at all rules together: one rule that cannot be generated switches generation off for the policy. */
    private static boolean isPossible(List<Rule> rules) {
        List<ResourceDescription> descriptions = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule.kinds().contains(RuleKind.GENERATE) || OtherRules.hasJsonPatch(rule.document())) {
                return false;
            }
            descriptions.addAll(descriptions(rule.match()));
            rule.exclude().map(Controllers::descriptions).ifPresent(descriptions::addAll);
        }
        return descriptions.stream().allMatch(Controllers::isPossible)
                && descriptions.stream()
                        .flatMap(description -> description.kinds().stream())
                        .anyMatch(NEEDED::contains);
    }

    private static boolean isPossible(ResourceDescription description) {
        return description.name().isEmpty()
                && description.names().isEmpty()
                && description.selector().isEmpty()
                && description.annotations().isEmpty()
                && (description.kinds().size() < 2 || !KindSelector.containsKind(description.kinds(), POD));
    }

    private static List<ResourceDescription> descriptions(Match match) {
        List<ResourceDescription> descriptions = new ArrayList<>();
        descriptions.add(match.inline().resources());
        match.any().stream().map(ResourceFilter::resources).forEach(descriptions::add);
        match.all().stream().map(ResourceFilter::resources).forEach(descriptions::add);
        return descriptions;
    }

    private static Set<String> union(List<String> kinds, String more) {
        Set<String> union = new TreeSet<>(kinds);
        union.add(more);
        return Collections.unmodifiableSet(union);
    }
}
