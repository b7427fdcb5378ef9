package dev.countersign.policy.check;

import dev.countersign.image.Wildcard;
import dev.countersign.policy.LabelSelector;
import dev.countersign.policy.Match;
import dev.countersign.policy.ResourceDescription;
import dev.countersign.policy.ResourceFilter;
import dev.countersign.policy.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a rule excludes all that it matches. Kyverno compares the written texts only, and compares the inline forms even
 * where {@code exclude} holds {@code any}: an inline match beside it counts as empty.
 */
final class EmptySet {
    private EmptySet() {}

    static boolean isEmpty(Rule rule) {
        Match match = rule.match();
        Match exclude = rule.exclude().orElse(null);
        if (exclude == null || !match.all().isEmpty() || !exclude.all().isEmpty()) {
            return false;
        }
        if (!match.any().isEmpty() && !exclude.any().isEmpty()) {
            return match.any().stream().anyMatch(new HashSet<>(exclude.any())::contains);
        }
        if (exclude.any().isEmpty() && exclude.inline().isEmpty()) {
            return false;
        }
        return coversUsers(exclude.inline(), match.inline())
                && coversResources(exclude.inline().resources(), match.inline().resources());
    }

    private static boolean coversUsers(ResourceFilter exclude, ResourceFilter match) {
        return covers(exclude.roles(), match.roles())
                && covers(exclude.clusterRoles(), match.clusterRoles())
                && covers(exclude.subjects(), match.subjects());
    }

    private static boolean coversResources(ResourceDescription exclude, ResourceDescription match) {
        if (!exclude.name().isEmpty() && !Wildcard.matches(exclude.name(), match.name())) {
            return false;
        }
        if (!exclude.names().isEmpty()) {
            return match.names().stream()
                    .anyMatch(name -> exclude.names().stream().anyMatch(pattern -> Wildcard.matches(pattern, name)));
        }
        return covers(exclude.namespaces(), match.namespaces())
                && covers(exclude.kinds(), match.kinds())
                && coversSelector(exclude.selector(), match.selector())
                && coversSelector(exclude.namespaceSelector(), match.namespaceSelector())
                && exclude.annotations().equals(match.annotations());
    }

    private static <T> boolean covers(List<T> exclude, List<T> match) {
        return exclude.isEmpty() || !match.isEmpty() && new HashSet<>(exclude).containsAll(match);
    }

    private static boolean coversSelector(Optional<LabelSelector> exclude, Optional<LabelSelector> match) {
        if (exclude.isEmpty() || match.isEmpty()) {
            return exclude.isEmpty() && match.isEmpty();
        }
        Map<String, String> excluded = exclude.get().matchLabels();
        Map<String, String> matched = match.get().matchLabels();
        return covers(exclude.get().matchExpressions(), match.get().matchExpressions())
                && (excluded.isEmpty()
                        || !matched.isEmpty()
                                && matched.entrySet().stream().allMatch(label -> label.getValue()
                                        .equals(excluded.getOrDefault(label.getKey(), ""))));
    }
}
