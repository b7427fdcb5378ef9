package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.Policy;
import dev.countersign.policy.VerificationType;
import java.util.ArrayList;
import java.util.List;

/** {@code cert} beside {@code certChain}, which verifies nothing. */
final class CertificateBesideChain implements Lint {
    private static final LintRule RULE = new LintRule(
            "CERTIFICATE_BESIDE_CHAIN", Severity.ERROR, "cert and certChain together never verify a signature.");

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        for (PlacedIdentity placed : PlacedIdentity.of(policy)) {
            if (placed.entry().type() == VerificationType.COSIGN
                    && placed.identity() instanceof AttestorIdentity.Certificates certificates
                    && !certificates.cert().isEmpty()
                    && !certificates.certChain().isEmpty()) {
                found.add(placed.finding(
                        "certChain",
                        "Kyverno holds cert against its chain before it knows any CT log and refuses it, so that every"
                                + " image is refused",
                        "cert and certChain",
                        "cert or certChain",
                        "State cert alone, for exactly this certificate's key, or certChain alone, for every certificate"
                                + " below it"));
            }
        }
        return found;
    }
}
