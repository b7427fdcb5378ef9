package dev.countersign.engine;

import dev.countersign.expression.substitution.CompiledDocument;
import dev.countersign.expression.substitution.QueryCache;
import dev.countersign.policy.Match;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Rule;
import dev.countersign.verify.ImageVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One verifyImages rule, compiled. Immutable.
 *
 * @param rule as written, or as generated for pod controllers
 * @param entries in order
 * @param unsupported what the rule states and cannot be taken into account
 * @param document the rule as JSON without the conditions that are asked of attestations, where it holds variables
 * @param queries its queries, compiled when first used
 * @param selectsNamespaces whether its match or exclude looks at the labels of namespaces
 */
record CompiledRule(
        Rule rule,
        List<CompiledEntry> entries,
        List<String> unsupported,
        boolean selectsNamespaces,
        Optional<CompiledDocument> document,
        QueryCache queries) {
    CompiledRule {
        entries = List.copyOf(entries);
        unsupported = List.copyOf(unsupported);
    }

    static CompiledRule compile(Policy policy, Rule rule, ImageVerifier verifier) {
        List<CompiledEntry> entries = new ArrayList<>();
        for (int i = 0; i < rule.verifyImages().size(); i++) {
            String origin = "policy " + policy.key() + ", rule " + rule.name() + ", verifyImages[" + i + "]";
            entries.add(CompiledEntry.compile(i, rule.verifyImages().get(i), verifier, origin));
        }
        return new CompiledRule(
                rule,
                entries,
                UnsupportedFeatures.of(rule, entries),
                selectsNamespaces(rule),
                Optional.of(AttestedConditions.without(rule))
                        .filter(UnsupportedFeatures::holdsVariable)
                        .map(CompiledDocument::of),
                new QueryCache());
    }

    /** Whether a rule's match or exclude looks at the labels of namespaces. */
    static boolean selectsNamespaces(Rule rule) {
        return Stream.concat(Stream.of(rule.match()), rule.exclude().stream())
                .anyMatch(CompiledRule::selectsNamespaces);
    }

    /** Whether a filter looks at the labels of namespaces. */
    static boolean selectsNamespaces(Match match) {
        return Stream.of(match.any().stream(), match.all().stream(), Stream.of(match.inline()))
                .flatMap(filters -> filters)
                .anyMatch(filter -> filter.resources().namespaceSelector().isPresent());
    }

    /** Whether an entry has a {@code validate} that says anything: {@code deny} of all entries is asked then. */
    boolean validates() {
        return AttestedConditions.validates(rule);
    }

    /** Whether the validate phase has something to check. */
    boolean isValidated() {
        return entries.stream()
                .anyMatch(entry -> entry.entry().verifyDigest() || entry.entry().required());
    }
}
