package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/** A pattern for images that no image's normal form matches. */
final class ReferenceNeverMatches implements Lint {
    private static final LintRule RULE =
            new LintRule("REFERENCE_NEVER_MATCHES", Severity.ERROR, "No image can match the pattern.");

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        for (PlacedEntry placed : PlacedEntry.of(policy)) {
            check(placed, "imageReferences", placed.entry().imageReferences(), found);
            check(placed, "skipImageReferences", placed.entry().skipImageReferences(), found);
        }
        return found;
    }

    private static void check(PlacedEntry placed, String field, List<String> patterns, List<LintFinding> found) {
        for (int i = 0; i < patterns.size(); i++) {
            String pattern = patterns.get(i);
            if (pattern.contains("{{")) {
                continue; // skipImageReferences may hold variables
            }
            String at = field + "[" + i + "]";
            ReferenceShape.impossible(pattern)
                    .ifPresent(why -> found.add(placed.finding(
                            at,
                            "no image matches this pattern: " + why,
                            pattern,
                            "registry/path:tag or registry/path@digest, with * where anything may stand",
                            "Write the registry and the path as images name them, and * for tag or digest:"
                                    + " registry.example/web*")));
        }
    }
}
