package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/** {@code ignoreTlog}. */
final class LogIgnored implements Lint {
    private static final LintRule RULE =
            new LintRule("LOG_IGNORED", Severity.WARNING, "No entry in the transparency log is asked for.");

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        for (PlacedIdentity placed : PlacedIdentity.of(policy)) {
            if (placed.rekor().map(AttestorIdentity.Rekor::ignoreTlog).orElse(false)) {
                found.add(placed.finding(
                        "rekor.ignoreTlog",
                        placed.identity() instanceof AttestorIdentity.Keyless
                                ? "nothing proves that the signature was made while its certificate was valid, nor that it is"
                                        + " public"
                                : "a signature by a stolen key that nobody has ever seen is accepted",
                        "true",
                        "false, and rekor.pubkey for a log of your own",
                        "Log the signatures and remove ignoreTlog, or take note that this is meant"));
            }
        }
        return found;
    }
}
