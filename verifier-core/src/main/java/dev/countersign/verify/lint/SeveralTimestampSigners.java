package dev.countersign.verify.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.Policy;
import dev.countersign.policy.check.lint.Lint;
import dev.countersign.policy.check.lint.LintFinding;
import dev.countersign.policy.check.lint.LintRule;
import dev.countersign.policy.check.lint.PlacedIdentity;
import dev.countersign.trust.Origin;
import dev.countersign.verify.attestor.TimestampTrust;
import java.util.ArrayList;
import java.util.List;

/** Several timestamp authorities in one chain, which Kyverno refuses. */
final class SeveralTimestampSigners implements Lint {
    private static final LintRule RULE = new LintRule(
            "SEVERAL_TIMESTAMP_SIGNERS",
            Severity.WARNING,
            "Countersign takes any of several timestamp signers in tsaCertChain; Kyverno refuses them.");

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        for (PlacedIdentity placed : PlacedIdentity.of(policy)) {
            String chain =
                    placed.ctlog().map(AttestorIdentity.CtLog::tsaCertChain).orElse("");
            if (TimestampTrust.of(chain, new Origin("tsaCertChain")) instanceof TimestampTrust.Stated stated
                    && stated.several()) {
                found.add(placed.finding(
                        "ctlog.tsaCertChain",
                        "Kyverno refuses a chain with more than one signer's certificate, so that there nothing verifies",
                        stated.authorities().size() + " signers",
                        "one signer's certificate, where Kyverno itself runs the policy",
                        "For Kyverno, write one attestor for each authority, and count: 1"));
            }
        }
        return found;
    }
}
