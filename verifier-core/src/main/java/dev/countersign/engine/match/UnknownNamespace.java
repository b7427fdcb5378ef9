package dev.countersign.engine.match;

import dev.countersign.policy.LabelSelector;
import dev.countersign.policy.Match;
import dev.countersign.policy.ResourceDescription;
import dev.countersign.policy.ResourceFilter;
import dev.countersign.policy.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be said of a rule while the labels of the namespace are unknown. Stateless and thread-safe. */
public final class UnknownNamespace {
    private static final LabelSelector EVERY_NAMESPACE = new LabelSelector(Map.of(), List.of());

    private UnknownNamespace() {}

    /**
     * Whether a rule would mean a request for some labels of its namespace: a selector of {@code match} is taken to select it, one of
     * {@code exclude} not to.
     *
     * @param policyNamespace the namespace of a namespaced policy; empty for a cluster policy
     */
    public static boolean mayMatch(Rule rule, String policyNamespace, RequestFacts facts) {
        return RuleMatch.matches(
                        rule.name(),
                        widened(rule.match()),
                        rule.exclude().flatMap(UnknownNamespace::certain),
                        policyNamespace,
                        facts)
                instanceof RuleMatch.Matched;
    }

    private static Match widened(Match match) {
        return new Match(
                match.any().stream().map(UnknownNamespace::widened).toList(),
                match.all().stream().map(UnknownNamespace::widened).toList(),
                widened(match.inline()));
    }

    private static ResourceFilter widened(ResourceFilter filter) {
        if (!selects(filter)) {
            return filter;
        }
        ResourceDescription wanted = filter.resources();
        ResourceDescription anywhere = new ResourceDescription(
                wanted.kinds(),
                wanted.name(),
                wanted.names(),
                wanted.namespaces(),
                wanted.annotations(),
                wanted.selector(),
                Optional.of(EVERY_NAMESPACE),
                wanted.operations());
        return new ResourceFilter(anywhere, filter.roles(), filter.clusterRoles(), filter.subjects());
    }

    /** The part of an exclusion that holds whatever the labels are; none when there is no such part. */
    private static Optional<Match> certain(Match exclude) {
        if (!exclude.any().isEmpty()) {
            List<ResourceFilter> certain =
                    exclude.any().stream().filter(filter -> !selects(filter)).toList();
            return certain.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Match(certain, List.of(), ResourceFilter.EMPTY));
        }
        boolean open = exclude.all().isEmpty()
                ? selects(exclude.inline())
                : exclude.all().stream().anyMatch(UnknownNamespace::selects);
        return open ? Optional.empty() : Optional.of(exclude);
    }

    private static boolean selects(ResourceFilter filter) {
        return filter.resources().namespaceSelector().isPresent();
    }
}
