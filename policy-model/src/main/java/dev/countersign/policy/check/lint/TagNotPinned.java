package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/** Neither {@code mutateDigest} nor {@code verifyDigest}. */
final class TagNotPinned implements Lint {
    private static final LintRule RULE = new LintRule(
            "TAG_NOT_PINNED", Severity.WARNING, "What was verified need not be what runs: the image keeps its tag.");

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        for (PlacedEntry placed : PlacedEntry.of(policy)) {
            if (!placed.entry().mutateDigest() && !placed.entry().verifyDigest()) {
                found.add(placed.finding(
                        "mutateDigest",
                        "the image keeps its tag, which may stand for another image by the time that a node pulls it",
                        "mutateDigest: false, verifyDigest: false",
                        "mutateDigest: true, or verifyDigest: true",
                        "Let mutateDigest write the digest, or demand one by verifyDigest"));
            }
        }
        return found;
    }
}
