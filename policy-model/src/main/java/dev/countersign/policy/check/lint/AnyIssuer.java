package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/** A keyless attestor that any issuer of identities satisfies. */
final class AnyIssuer implements Lint {
    private static final LintRule RULE =
            new LintRule("ANY_ISSUER", Severity.WARNING, "Identities of any issuer are accepted.");

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        for (PlacedIdentity placed : PlacedIdentity.of(policy)) {
            if (placed.identity() instanceof AttestorIdentity.Keyless keyless && isAny(keyless)) {
                boolean byExpression =
                        keyless.issuer().isEmpty() && !keyless.issuerRegExp().isEmpty();
                found.add(placed.finding(
                        byExpression ? "issuerRegExp" : "issuer",
                        "who vouches for the identity does not matter, so that anybody who can choose an issuer can have"
                                + " any name",
                        byExpression ? keyless.issuerRegExp() : keyless.issuer(),
                        "the address of one issuer",
                        "State the issuer: https://token.actions.githubusercontent.com for workflows of GitHub"));
            }
        }
        return found;
    }

    /** Both forms must hold, so that either one suffices to narrow the issuer. */
    private static boolean isAny(AttestorIdentity.Keyless keyless) {
        return (keyless.issuer().isEmpty() || Broad.wildcard(keyless.issuer()))
                && (keyless.issuerRegExp().isEmpty() || Broad.expression(keyless.issuerRegExp()));
    }
}
