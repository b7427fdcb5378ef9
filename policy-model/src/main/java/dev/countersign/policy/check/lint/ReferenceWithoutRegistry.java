package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/** A pattern that begins with a path, while images are compared with their registry in front. */
final class ReferenceWithoutRegistry implements Lint {
    private static final LintRule RULE = new LintRule(
            "REFERENCE_WITHOUT_REGISTRY",
            Severity.WARNING,
            "The pattern lacks the registry that stands in front of every image.");

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
                if (ReferenceShape.impossible(pattern).isEmpty() && ReferenceShape.lacksRegistry(pattern)) {
                    found.add(placed.finding(
                            "imageReferences[" + i + "]",
                            "images are compared with their registry in front (docker.io where none is written), so that"
                                    + " this pattern means none of those it seems to mean",
                            pattern,
                            "a pattern that begins with a registry or with *",
                            "Write docker.io/" + pattern + " or */" + pattern));
                }
            }
        }
        return found;
    }
}
