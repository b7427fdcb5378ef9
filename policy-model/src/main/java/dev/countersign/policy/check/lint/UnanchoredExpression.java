package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/** A regular expression for an identity that also matches longer names. */
final class UnanchoredExpression implements Lint {
    private static final LintRule RULE = new LintRule(
            "UNANCHORED_EXPRESSION",
            Severity.WARNING,
            "The regular expression may match in the middle of a name, so that somebody else's name matches too.");

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        for (PlacedIdentity placed : PlacedIdentity.of(policy)) {
            if (placed.identity() instanceof AttestorIdentity.Keyless keyless) {
                check(placed, "issuerRegExp", keyless.issuerRegExp(), found);
                check(placed, "subjectRegExp", keyless.subjectRegExp(), found);
            }
        }
        return found;
    }

    private static void check(PlacedIdentity placed, String field, String expression, List<LintFinding> found) {
        if (!expression.isEmpty() && !Broad.expression(expression) && !Anchors.hold(expression)) {
            found.add(placed.finding(
                    field,
                    "the expression matches anywhere in the name, so that a longer name of somebody else matches too",
                    expression,
                    "^ at the beginning and $ at the end of every alternative",
                    "Write ^(…)$ around it, and \\. for a dot"));
        }
    }
}
