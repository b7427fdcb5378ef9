package dev.countersign.policy.check;

import dev.countersign.policy.Match;
import dev.countersign.policy.ResourceFilter;
import dev.countersign.policy.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A background scan knows no user, so its rules may not ask for one. */
final class UserInfoChecks {
    private UserInfoChecks() {}

    static void check(List<Rule> rules) throws PolicyRefused {
        for (int i = 0; i < rules.size(); i++) {
            Optional<String> used = firstUse(rules.get(i));
            if (used.isPresent()) {
                throw new PolicyRefused(
                        "only select variables are allowed in background mode. Set spec.background=false to disable"
                                + " background mode for this policy rule: invalid variable used at path: spec/rules["
                                + i + "]/" + used.get() + " ",
                        List.of(new PolicyRefused.Reason(
                                "spec.rules[" + i + "]." + used.get().replace('/', '.'),
                                "a background scan knows no user; set spec.background to false")));
            }
        }
    }

    private static Optional<String> firstUse(Rule rule) {
        List<Optional<String>> uses = new ArrayList<>();
        Match match = rule.match();
        uses.add(use(match.inline(), "match"));
        rule.exclude().ifPresent(exclude -> uses.add(use(exclude.inline(), "exclude")));
        uses.add(use(match.any(), "match/any"));
        uses.add(use(match.all(), "match/all"));
        rule.exclude().ifPresent(exclude -> {
            uses.add(use(exclude.all(), "exclude/all"));
            uses.add(use(exclude.any(), "exclude/any"));
        });
        return uses.stream().flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> use(List<ResourceFilter> filters, String path) {
        for (int i = 0; i < filters.size(); i++) {
            Optional<String> used = use(filters.get(i), path + "[" + i + "]");
            if (used.isPresent()) {
                return used;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> use(ResourceFilter filter, String path) {
        if (!filter.roles().isEmpty()) {
            return Optional.of(path + "/roles");
        }
        if (!filter.clusterRoles().isEmpty()) {
            return Optional.of(path + "/clusterRoles");
        }
        return filter.subjects().isEmpty() ? Optional.empty() : Optional.of(path + "/subjects");
    }
}
