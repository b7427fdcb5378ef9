package dev.countersign.policy.check;

import dev.countersign.image.Wildcard;
import dev.countersign.policy.FailureAction;
import dev.countersign.policy.FailureActionOverride;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code validationFailureActionOverrides}: no namespace may be told both Audit and Enforce. */
final class OverrideChecks {
    private static final Set<String> ACTIONS = Set.of("audit", "enforce", "Audit", "Enforce");

    private final Namespaces audited = new Namespaces();
    private final Namespaces enforced = new Namespaces();

    private OverrideChecks() {}

    static void check(List<FailureActionOverride> overrides, String path) throws PolicyRefused {
        OverrideChecks checks = new OverrideChecks();
        for (int i = 0; i < overrides.size(); i++) {
            checks.add(overrides.get(i), path + "[" + i + "]");
        }
    }

    private void add(FailureActionOverride override, String path) throws PolicyRefused {
        if (!ACTIONS.contains(override.action())) {
            throw new PolicyRefused(path + ".action", "invalid action");
        }
        boolean enforce = FailureAction.of(override.action()) == FailureAction.ENFORCE;
        Namespaces same = enforce ? enforced : audited;
        Namespaces other = enforce ? audited : enforced;
        String namespaces = path + ".namespaces";
        List<String> stated = override.namespaces().orElse(List.of());
        TreeSet<String> conflicts = new TreeSet<>(stated);
        conflicts.retainAll(other.names);
        if (!conflicts.isEmpty()) {
            throw new PolicyRefused(
                    "conflicting namespaces found in path: " + namespaces + ": " + String.join(", ", conflicts),
                    List.of(new PolicyRefused.Reason(namespaces, "these namespaces have another action already")));
        }
        stated.forEach(namespace -> (Wildcard.isPattern(namespace) ? same.patterns : same.names).add(namespace));
        Optional<String> conflict = conflict();
        if (conflict.isPresent()) {
            throw new PolicyRefused(
                    "path: " + namespaces + ": " + conflict.get(),
                    List.of(new PolicyRefused.Reason(namespaces, conflict.get())));
        }
    }

    private Optional<String> conflict() {
        return first(list(audited.patterns), list(enforced.names))
                .or(() -> first(list(enforced.patterns), list(audited.names)))
                .map(hit -> "wildcard pattern '" + hit.pattern() + "' matches with namespace '" + hit.text() + "'")
                .or(() -> first(list(audited.patterns), list(enforced.patterns))
                        .or(() -> first(list(enforced.patterns), list(audited.patterns)))
                        .map(hit -> "wildcard pattern '" + hit.pattern() + "' conflicts with the pattern '" + hit.text()
                                + "'"));
    }

    /** The first text that a pattern matches, and the first pattern that does. */
    private static Optional<Hit> first(List<String> patterns, List<String> texts) {
        for (String text : texts) {
            for (String pattern : patterns) {
                if (Wildcard.matches(pattern, text)) {
                    return Optional.of(new Hit(pattern, text));
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> list(Set<String> texts) {
        return new ArrayList<>(texts);
    }

    private record Hit(String pattern, String text) {}

    private static final class Namespaces {
        final Set<String> names = new TreeSet<>();
        final Set<String> patterns = new TreeSet<>();
    }
}
