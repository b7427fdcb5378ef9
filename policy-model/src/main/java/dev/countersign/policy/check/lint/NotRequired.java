package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/** {@code required: false}. */
final class NotRequired implements Lint {
    private static final LintRule RULE = new LintRule(
            "NOT_REQUIRED",
            Severity.WARNING,
            "The last phase of admission does not ask whether the image was verified.");

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        for (PlacedEntry placed : PlacedEntry.of(policy)) {
            if (!placed.entry().required()) {
                found.add(placed.finding(
                        "required",
                        "an image that changes after the first phase of the admission, say by another webhook, is not asked"
                                + " for its verification again",
                        "false",
                        "true",
                        "Remove required: false"));
            }
        }
        return found;
    }
}
