package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.image.Wildcard;
import dev.countersign.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A pattern that only images with a tag match. */
final class ReferenceByTag implements Lint {
    private static final LintRule RULE = new LintRule(
            "REFERENCE_BY_TAG",
            Severity.WARNING,
            "The pattern demands a tag, so that images by digest pass unverified.");

    /** So many patterns of an entry are compared with each other. */
    private static final int MAX_COMPARED = 200;

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        for (PlacedEntry placed : PlacedEntry.of(policy)) {
            List<String> patterns = placed.entry().imageReferences().stream()
                    .limit(MAX_COMPARED)
                    .toList();
            for (int i = 0; i < patterns.size(); i++) {
                String pattern = patterns.get(i);
                Optional<String> byDigest = ReferenceShape.byDigest(pattern);
                if (byDigest.isPresent()
                        && ReferenceShape.impossible(pattern).isEmpty()
                        && !Wildcard.matchesAny(patterns, byDigest.get())) {
                    found.add(placed.finding(
                            "imageReferences[" + i + "]",
                            "an image with a digest is compared without its tag, so that nobody looks at the same image"
                                    + " written by digest, nor at this one once it is pinned",
                            pattern,
                            "a pattern that also matches registry/path@sha256:…",
                            "Write * in place of the tag, or add a pattern that ends in @*"));
                }
            }
        }
        return found;
    }
}
