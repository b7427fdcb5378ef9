package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A registry in upper case, which matches only images written just so. */
final class UpperCaseRegistry implements Lint {
    private static final LintRule RULE = new LintRule(
            "UPPER_CASE_REGISTRY",
            Severity.WARNING,
            "Images are compared letter by letter, and their registries are mostly written in lower case.");

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        for (PlacedEntry placed : PlacedEntry.of(policy)) {
            List<String> patterns = placed.entry().imageReferences();
            for (int i = 0; i < patterns.size(); i++) {
                String pattern = patterns.get(i);
                int slash = pattern.indexOf('/');
                String registry = slash < 0 ? "" : pattern.substring(0, slash);
                if (!registry.equals(registry.toLowerCase(Locale.ROOT))) {
                    found.add(placed.finding(
                            "imageReferences[" + i + "]",
                            "the same image with its registry in lower case does not match, so that nobody looks at it",
                            pattern,
                            registry.toLowerCase(Locale.ROOT) + pattern.substring(slash),
                            "Write the registry in lower case"));
                }
            }
        }
        return found;
    }
}
