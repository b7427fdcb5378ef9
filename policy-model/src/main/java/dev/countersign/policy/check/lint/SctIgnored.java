package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/** {@code ignoreSCT} where certificates count; keys have no certificate. */
final class SctIgnored implements Lint {
    private static final LintRule RULE =
            new LintRule("SCT_IGNORED", Severity.WARNING, "No promise of a certificate log is asked for.");

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        for (PlacedIdentity placed : PlacedIdentity.of(policy)) {
            if (!(placed.identity() instanceof AttestorIdentity.Keys)
                    && placed.ctlog().map(AttestorIdentity.CtLog::ignoreSct).orElse(false)) {
                found.add(placed.finding(
                        "ctlog.ignoreSCT",
                        "a certificate that the authority issued in secret is accepted",
                        "true",
                        "false, and ctlog.pubkey for a log of your own",
                        "State ctlog.pubkey and remove ignoreSCT, or take note that this is meant"));
            }
        }
        return found;
    }
}
