package dev.countersign.verify.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.Policy;
import dev.countersign.policy.VerificationType;
import dev.countersign.policy.check.lint.Lint;
import dev.countersign.policy.check.lint.LintFinding;
import dev.countersign.policy.check.lint.LintRule;
import dev.countersign.policy.check.lint.PlacedIdentity;
import dev.countersign.trust.Origin;
import dev.countersign.verify.attestor.PolicyTrust;
import dev.countersign.verify.attestor.TimestampTrust;
import java.util.ArrayList;
import java.util.List;

/** Roots or log keys that cannot be read, so that nothing is below them. */
final class UnusableTrust implements Lint {
    private static final LintRule RULE = new LintRule(
            "UNUSABLE_TRUST", Severity.ERROR, "The roots, log keys or timestamp authorities cannot be read.");

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        for (PlacedIdentity placed : PlacedIdentity.of(policy)) {
            if (placed.entry().type() == VerificationType.NOTARY) {
                continue; // reads none of these fields
            }
            if (placed.identity() instanceof AttestorIdentity.Keyless keyless
                    && PolicyTrust.roots(keyless.roots(), new Origin("roots")) instanceof PolicyTrust.Roots.Malformed
                    && !StatedKeys.isVariable(keyless.roots())) {
                found.add(finding(placed, "roots", "", "PEM blocks BEGIN CERTIFICATE"));
            }
            placed.rekor().ifPresent(rekor -> logKeys(placed, "rekor.pubkey", rekor.pubkey(), found));
            placed.ctlog().ifPresent(ctlog -> {
                logKeys(placed, "ctlog.pubkey", ctlog.pubkey(), found);
                if (TimestampTrust.of(ctlog.tsaCertChain(), new Origin("tsaCertChain"))
                                instanceof TimestampTrust.Malformed malformed
                        && !StatedKeys.isVariable(ctlog.tsaCertChain())) {
                    found.add(
                            finding(placed, "ctlog.tsaCertChain", malformed.message(), "PEM blocks BEGIN CERTIFICATE"));
                }
            });
        }
        return found;
    }

    private static void logKeys(PlacedIdentity placed, String field, String pem, List<LintFinding> found) {
        if (PolicyTrust.logKeys(pem, new Origin(field)) instanceof PolicyTrust.LogKeys.Malformed malformed
                && !StatedKeys.isVariable(pem)) {
            found.add(finding(placed, field, malformed.message(), "PEM blocks BEGIN PUBLIC KEY"));
        }
    }

    private static LintFinding finding(PlacedIdentity placed, String field, String cause, String expected) {
        return placed.finding(
                field,
                "the trust that stands here cannot be read, so that nothing is proven by it",
                cause,
                expected,
                "Paste the PEM text whole, with its lines not indented further than the first");
    }
}
