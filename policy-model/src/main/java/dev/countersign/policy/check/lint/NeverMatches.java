package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.Match;
import dev.countersign.policy.Policy;
import dev.countersign.policy.ResourceDescription;
import dev.countersign.policy.ResourceFilter;
import dev.countersign.policy.Rule;
import dev.countersign.policy.autogen.AutogenRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** A rule whose {@code match} contradicts itself, or whose {@code exclude} takes everything back. */
final class NeverMatches implements Lint {
    private static final LintRule RULE =
            new LintRule("NEVER_MATCHES", Severity.ERROR, "The rule means no object at all.");

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<Rule> generated = AutogenRules.compute(policy).stream()
                .filter(rule -> !policy.spec().rules().contains(rule))
                .toList();
        List<LintFinding> found = new ArrayList<>();
        List<Rule> rules = policy.spec().rules();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            String path = "spec.rules[" + i + "]";
            Optional<String> contradiction = FilterContradiction.of(rule.match().all());
            boolean lives = generated.stream()
                    .filter(other -> other.name().equals("autogen-" + rule.name())
                            || other.name().equals("autogen-cronjob-" + rule.name()))
                    .anyMatch(
                            other -> FilterContradiction.of(other.match().all()).isEmpty());
            if (contradiction.isPresent() && !lives) {
                found.add(new LintFinding(
                        path + ".match.all",
                        "no object matches all filters, so that the rule never speaks",
                        contradiction.get(),
                        "",
                        "Write the filters below any, or one filter with all values"));
            } else if (isTakenBack(rule)) {
                found.add(new LintFinding(
                        path + ".exclude",
                        "exclude names every kind that match names, and no other condition, so that the rule never speaks",
                        String.join(", ", kinds(rule)),
                        "",
                        "Exclude by names, namespaces or labels, or remove the rule"));
            }
        }
        return found;
    }

    private static boolean isTakenBack(Rule rule) {
        List<String> kinds = kinds(rule);
        return !kinds.isEmpty()
                && rule.exclude().stream()
                        .flatMap(exclude -> exclude.any().stream())
                        .filter(filter -> !filter.hasUserInfo())
                        .map(ResourceFilter::resources)
                        .anyMatch(excluded -> new HashSet<>(excluded.kinds()).containsAll(kinds)
                                && excluded.equals(onlyKinds(excluded.kinds())));
    }

    private static ResourceDescription onlyKinds(List<String> kinds) {
        return new ResourceDescription(
                kinds, "", List.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    /** The kinds that a rule means; none where a filter states none, because then it means them all. */
    private static List<String> kinds(Rule rule) {
        Match match = rule.match();
        List<ResourceFilter> filters =
                !match.any().isEmpty() ? match.any() : match.all().isEmpty() ? List.of(match.inline()) : match.all();
        return filters.stream().anyMatch(filter -> filter.resources().kinds().isEmpty())
                ? List.of()
                : filters.stream()
                        .flatMap(filter -> filter.resources().kinds().stream())
                        .toList();
    }
}
