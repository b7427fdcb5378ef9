package dev.countersign.policy.check.lint;

import dev.countersign.image.Wildcard;
import dev.countersign.policy.KindSelector;
import dev.countersign.policy.ResourceDescription;
import dev.countersign.policy.ResourceFilter;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Whether filters of which all must match leave nothing over. Errs on the side of silence. */
final class FilterContradiction {
    private FilterContradiction() {}

    /** Two conditions that no object meets; empty where none were found. */
    static Optional<String> of(List<ResourceFilter> filters) {
        for (int i = 1; i < filters.size(); i++) {
            // Each against its neighbour only: policies may hold very many.
            ResourceDescription one = filters.get(i - 1).resources();
            ResourceDescription other = filters.get(i).resources();
            if (disjoint(one.kinds(), other.kinds(), FilterContradiction::mayShareKind)) {
                return told("kinds", one.kinds(), other.kinds());
            }
            if (disjoint(one.namespaces(), other.namespaces(), FilterContradiction::mayShareText)) {
                return told("namespaces", one.namespaces(), other.namespaces());
            }
            if (disjoint(one.names(), other.names(), FilterContradiction::mayShareText)) {
                return told("names", one.names(), other.names());
            }
            if (disjoint(one.operations(), other.operations(), String::equals)) {
                return told("operations", one.operations(), other.operations());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> told(String field, List<String> one, List<String> other) {
        return Optional.of(field + " " + one + " and " + other);
    }

    private static boolean disjoint(List<String> one, List<String> other, BiPredicate<String, String> share) {
        return !one.isEmpty()
                && !other.isEmpty()
                && one.stream().noneMatch(left -> other.stream().anyMatch(right -> share.test(left, right)));
    }

    private static boolean mayShareKind(String left, String right) {
        KindSelector one = KindSelector.parse(left);
        KindSelector other = KindSelector.parse(right);
        return mayShareText(one.group(), other.group())
                && mayShareText(one.version(), other.version())
                && mayShareText(one.kind(), other.kind())
                && mayShareText(one.subresource(), other.subresource());
    }

    private static boolean mayShareText(String left, String right) {
        return Wildcard.isPattern(left) && Wildcard.isPattern(right)
                || Wildcard.matches(left, right)
                || Wildcard.matches(right, left);
    }
}
