package dev.countersign.verify.lint;

import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.Policy;
import dev.countersign.policy.VerificationType;
import dev.countersign.policy.check.lint.Lint;
import dev.countersign.policy.check.lint.LintFinding;
import dev.countersign.policy.check.lint.LintRule;
import dev.countersign.policy.check.lint.PlacedIdentity;
import dev.countersign.verify.attestor.CertificateKey;
import dev.countersign.verify.attestor.KeySource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@code certificates} block that holds no certificate, or one whose key verifies nothing. */
final class UnusableCertificate implements Lint {
    private static final LintRule RULE =
            new LintRule("UNUSABLE_CERTIFICATE", Severity.ERROR, "No signature can verify with this certificate.");

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        for (PlacedIdentity placed : PlacedIdentity.of(policy)) {
            Optional<HashAlgorithm> hash = HashAlgorithm.ofPolicyName(
                    placed.attestor().signatureAlgorithm().orElse(""));
            if (placed.entry().type() == VerificationType.COSIGN
                    && placed.identity() instanceof AttestorIdentity.Certificates certificates
                    && hash.isPresent()
                    && !StatedKeys.isVariable(certificates.cert() + certificates.certChain())
                    && CertificateKey.of(certificates, hash.get()).orElse(null) instanceof KeySource.Broken broken) {
                found.add(placed.finding(
                        certificates.cert().isEmpty() ? "certChain" : "cert",
                        broken.reason().message(),
                        broken.reason().found(),
                        broken.reason().expected(),
                        broken.reason().remedy()));
            }
        }
        return found;
    }
}
