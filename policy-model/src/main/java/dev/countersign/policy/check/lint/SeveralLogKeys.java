package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/** Several keys in a field of which Kyverno reads the first. */
final class SeveralLogKeys implements Lint {
    private static final LintRule RULE = new LintRule(
            "SEVERAL_LOG_KEYS",
            Severity.WARNING,
            "Countersign takes any of several PEM blocks in a log's pubkey; Kyverno reads the first only.");

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        for (PlacedIdentity placed : PlacedIdentity.of(policy)) {
            placed.rekor().ifPresent(rekor -> check(placed, "rekor.pubkey", rekor.pubkey(), found));
            placed.ctlog().ifPresent(ctlog -> check(placed, "ctlog.pubkey", ctlog.pubkey(), found));
        }
        return found;
    }

    private static void check(PlacedIdentity placed, String field, String pem, List<LintFinding> found) {
        int blocks = PublicKeyTexts.blocks(pem);
        if (blocks > 1) {
            found.add(placed.finding(
                    field,
                    "Kyverno reads the first block only, so that there signatures under the other keys fail; Countersign takes"
                            + " any of them",
                    blocks + " PEM blocks",
                    "one PEM block, where Kyverno itself runs the policy",
                    "For Kyverno, write one attestor for each key, and count: 1"));
        }
    }
}
