package dev.countersign.engine.match;

import dev.countersign.policy.Match;
import dev.countersign.policy.ResourceDescription;
import dev.countersign.policy.ResourceFilter;
import dev.countersign.policy.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a rule means a request. Source: Kyverno's {@code MatchesResourceDescription}, whose texts are kept. Stateless and
 * thread-safe.
 */
public final class RuleMatch {
    private RuleMatch() {}

    /** The answer. */
    public sealed interface MatchResult {}

    /** The rule means the request. */
    public record Matched() implements MatchResult {}

    /**
     * The rule does not mean the request, and gives no answer.
     *
     * @param reason Kyverno's text, which may have several lines
     */
    public record NotMatched(String reason) implements MatchResult {}

    private static final MatchResult MATCHED = new Matched();

    /**
     * Whether a rule means a request.
     *
     * @param policyNamespace the namespace of a namespaced policy; empty for a cluster policy
     */
    public static MatchResult matches(Rule rule, String policyNamespace, RequestFacts facts) {
        return matches(rule.name(), rule.match(), rule.exclude(), policyNamespace, facts);
    }

    /**
     * The same for the parts of a rule, or of what is matched like one.
     *
     * @param ruleName for the text of the reason
     */
    public static MatchResult matches(
            String ruleName, Match match, Optional<Match> exclude, String policyNamespace, RequestFacts facts) {
        if (facts.resource().isEmpty()) {
            return new NotMatched("resource is empty");
        }
        if (!policyNamespace.isEmpty() && !policyNamespace.equals(facts.namespace())) {
            return new NotMatched("policy and resource namespaces mismatch");
        }
        List<String> reasons = notMatched(match, facts);
        if (reasons.isEmpty() && exclude.isPresent()) {
            reasons = excluded(exclude.get(), facts);
        }
        if (reasons.isEmpty()) {
            return MATCHED;
        }
        StringBuilder text = new StringBuilder("rule ").append(ruleName).append(" not matched:");
        for (int i = 0; i < reasons.size(); i++) {
            text.append("\n ").append(i + 1).append(". ").append(reasons.get(i));
        }
        return new NotMatched(text.toString());
    }

    /**
     * Whether a PolicyException means a request. Its operations do not count; without a filter, and by an empty one, it means nothing;
     * and one for certain users means nobody where the user is unknown.
     */
    public static boolean matchesException(Match match, RequestFacts facts) {
        return match.any().isEmpty()
                ? !match.all().isEmpty()
                        && match.all().stream().allMatch(filter -> excludes(withoutOperations(filter), facts))
                : match.any().stream().anyMatch(filter -> excludes(withoutOperations(filter), facts));
    }

    private static ResourceFilter withoutOperations(ResourceFilter filter) {
        ResourceDescription stated = filter.resources();
        return new ResourceFilter(
                new ResourceDescription(
                        stated.kinds(),
                        stated.name(),
                        stated.names(),
                        stated.namespaces(),
                        stated.annotations(),
                        stated.selector(),
                        stated.namespaceSelector(),
                        List.of()),
                filter.roles(),
                filter.clusterRoles(),
                filter.subjects());
    }

    private static List<String> notMatched(Match match, RequestFacts facts) {
        if (!match.any().isEmpty()) {
            boolean one = match.any().stream()
                    .anyMatch(filter -> filterReasons(filter, facts).isEmpty());
            return one ? List.of() : List.of("no resource matched");
        }
        if (!match.all().isEmpty()) {
            List<String> reasons = new ArrayList<>();
            match.all().forEach(filter -> reasons.addAll(filterReasons(filter, facts)));
            return reasons;
        }
        return filterReasons(match.inline(), facts);
    }

    private static List<String> filterReasons(ResourceFilter filter, RequestFacts facts) {
        ResourceFilter asked =
                facts.knowsNoUser() ? new ResourceFilter(filter.resources(), List.of(), List.of(), List.of()) : filter;
        return asked.isEmpty() ? List.of("match cannot be empty") : FilterMatch.reasons(asked, facts);
    }

    private static List<String> excluded(Match exclude, RequestFacts facts) {
        String byOne = "resource excluded since one of the criteria excluded it";
        if (!exclude.any().isEmpty()) {
            return exclude.any().stream()
                    .filter(filter -> excludes(filter, facts))
                    .map(filter -> byOne)
                    .toList();
        }
        if (!exclude.all().isEmpty()) {
            return exclude.all().stream().allMatch(filter -> excludes(filter, facts))
                    ? List.of("resource excluded since the combination of all criteria exclude it")
                    : List.of();
        }
        return excludes(exclude.inline(), facts) ? List.of(byOne) : List.of();
    }

    private static boolean excludes(ResourceFilter filter, RequestFacts facts) {
        return !filter.isEmpty() && FilterMatch.reasons(filter, facts).isEmpty();
    }
}
