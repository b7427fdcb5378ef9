package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.Policy;
import dev.countersign.policy.VerificationType;
import java.util.ArrayList;
import java.util.List;

/** A wildcard in an identity of type SigstoreBundle, where texts are compared as they stand. */
final class WildcardInBundleIdentity implements Lint {
    private static final LintRule RULE = new LintRule(
            "WILDCARD_IN_BUNDLE_IDENTITY",
            Severity.ERROR,
            "With type SigstoreBundle, subject and issuer are compared exactly; a wildcard stands for itself.");

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        for (PlacedIdentity placed : PlacedIdentity.of(policy)) {
            if (placed.entry().type() == VerificationType.SIGSTORE_BUNDLE
                    && placed.identity() instanceof AttestorIdentity.Keyless keyless) {
                // A subject's regular expression is an alternative; an issuer's is one more demand.
                if (keyless.subjectRegExp().isEmpty()) {
                    check(placed, "subject", keyless.subject(), found);
                }
                check(placed, "issuer", keyless.issuer(), found);
            }
        }
        return found;
    }

    private static void check(PlacedIdentity placed, String field, String text, List<LintFinding> found) {
        if (text.indexOf('*') >= 0) {
            found.add(placed.finding(
                    field,
                    "with type SigstoreBundle the text is compared as it stands, so that nobody's name matches",
                    text,
                    "a name without wildcards, or " + field + "RegExp",
                    "Write " + field + "RegExp: ^…$ instead"));
        }
    }
}
