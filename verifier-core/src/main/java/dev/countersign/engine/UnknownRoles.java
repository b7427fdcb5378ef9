package dev.countersign.engine;

import dev.countersign.policy.Match;
import dev.countersign.policy.ResourceFilter;
import dev.countersign.policy.Rule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rules that look at the roles of a user whose roles nobody knows: an AdmissionReview does not tell them. */
final class UnknownRoles {
    private UnknownRoles() {}

    /** Whether a rule looks at roles. */
    static boolean concern(Rule rule) {
        return filters(rule.match()).anyMatch(UnknownRoles::looksAtRoles)
                || rule.exclude().stream().flatMap(UnknownRoles::filters).anyMatch(UnknownRoles::looksAtRoles);
    }

    /** What a rule means, whatever roles the user has: roles match everywhere, and exclude nothing. */
    static Match match(Rule rule) {
        return new Match(
                rule.match().any().stream().map(UnknownRoles::withoutRoles).toList(),
                rule.match().all().stream().map(UnknownRoles::withoutRoles).toList(),
                withoutRoles(rule.match().inline()));
    }

    /** What a rule leaves out, whatever roles the user has. */
    static Optional<Match> exclude(Rule rule) {
        return rule.exclude().filter(match -> filters(match).noneMatch(UnknownRoles::looksAtRoles));
    }

    private static Stream<ResourceFilter> filters(Match match) {
        return Stream.of(match.any().stream(), match.all().stream(), Stream.of(match.inline()))
                .flatMap(filters -> filters);
    }

    private static boolean looksAtRoles(ResourceFilter filter) {
        return !filter.roles().isEmpty() || !filter.clusterRoles().isEmpty();
    }

    private static ResourceFilter withoutRoles(ResourceFilter filter) {
        return new ResourceFilter(filter.resources(), List.of(), List.of(), filter.subjects());
    }
}
