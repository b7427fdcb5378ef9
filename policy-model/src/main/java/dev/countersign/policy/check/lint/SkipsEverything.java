package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.image.Wildcard;
import dev.countersign.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/** {@code skipImageReferences} that leave no image of the entry over. */
final class SkipsEverything implements Lint {
    private static final LintRule RULE =
            new LintRule("SKIPS_EVERYTHING", Severity.ERROR, "Every image that the entry means is skipped.");

    /** So many patterns of each list are compared. */
    private static final int MAX_COMPARED = 200;

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        for (PlacedEntry placed : PlacedEntry.of(policy)) {
            List<String> meant = placed.entry().imageReferences();
            List<String> skipped = placed.entry().skipImageReferences().stream()
                    .filter(pattern -> pattern.indexOf('?') < 0)
                    .limit(MAX_COMPARED)
                    .toList();
            // A pattern without ? that matches another one's text matches everything that the other one does.
            boolean all = !meant.isEmpty()
                    && !skipped.isEmpty()
                    && meant.size() <= MAX_COMPARED
                    && placed.entry().image().isEmpty()
                    && meant.stream().allMatch(pattern -> Wildcard.matchesAny(skipped, pattern));
            if (all) {
                found.add(placed.finding(
                        "skipImageReferences",
                        "every image that imageReferences mean is skipped, so that the entry verifies nothing",
                        String.join(", ", skipped),
                        "patterns for some of the images only",
                        "Narrow the patterns, or remove the entry"));
            }
        }
        return found;
    }
}
