package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.Policy;
import dev.countersign.policy.VerificationType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Fields that Kyverno ignores with type SigstoreBundle. */
final class IgnoredByKyvernoInBundle implements Lint {
    private static final LintRule RULE = new LintRule(
            "IGNORED_BY_KYVERNO_IN_BUNDLE",
            Severity.WARNING,
            "Countersign honours the field with type SigstoreBundle; Kyverno ignores it.");

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        for (PlacedIdentity placed : PlacedIdentity.of(policy)) {
            if (placed.entry().type() == VerificationType.SIGSTORE_BUNDLE) {
                identity(placed, found);
                placed.rekor().ifPresent(rekor -> check(placed, "rekor.pubkey", rekor.pubkey(), found));
                placed.ctlog().ifPresent(ctlog -> {
                    check(placed, "ctlog.pubkey", ctlog.pubkey(), found);
                    check(placed, "ctlog.tsaCertChain", ctlog.tsaCertChain(), found);
                });
            }
        }
        for (PlacedEntry placed : PlacedEntry.of(policy)) {
            if (placed.entry().type() == VerificationType.SIGSTORE_BUNDLE) {
                entry(placed, found);
            }
        }
        return found;
    }

    private static void identity(PlacedIdentity placed, List<LintFinding> found) {
        if (placed.identity() instanceof AttestorIdentity.Keyless keyless) {
            check(placed, "roots", keyless.roots(), found);
            check(placed, "additionalExtensions", names(keyless.additionalExtensions()), found);
        } else if (placed.identity() instanceof AttestorIdentity.Certificates certificates) {
            check(placed, "cert", certificates.cert(), found);
            check(placed, "certChain", certificates.certChain(), found);
        }
    }

    private static void entry(PlacedEntry placed, List<LintFinding> found) {
        if (!placed.entry().repository().isEmpty()) {
            found.add(finding(placed.path() + ".repository"));
        }
        if (!placed.entry().annotations().isEmpty()) {
            found.add(finding(placed.path() + ".annotations"));
        }
    }

    private static String names(Map<String, String> map) {
        return String.join(", ", map.keySet());
    }

    private static void check(PlacedIdentity placed, String field, String stated, List<LintFinding> found) {
        if (!stated.isEmpty()) {
            found.add(finding(placed.path() + "." + field));
        }
    }

    private static LintFinding finding(String path) {
        String field = path.substring(path.lastIndexOf('.') + 1);
        return new LintFinding(
                path,
                "Kyverno ignores " + field
                        + " with type SigstoreBundle and goes by its own trusted root; Countersign honours" + " it",
                field,
                "",
                "Keep it for Countersign; do not rely on it where Kyverno itself runs the policy");
    }
}
