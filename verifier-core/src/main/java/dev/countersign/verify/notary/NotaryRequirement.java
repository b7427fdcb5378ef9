package dev.countersign.verify.notary;

import dev.countersign.crypto.CertificatePem;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.policy.Attestor;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.ImageVerification;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.Verdicts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an attestor of type {@code Notary} asks for, read once from the policy (Kyverno spec 8.7).
 *
 * @param statesCertificates whether {@code cert} or {@code certChain} holds anything
 * @param check the check with the stated certificates as trust store; it trusts nobody where they are malformed
 * @param malformed the verdict where they cannot be read
 */
record NotaryRequirement(boolean statesCertificates, NotationCheck check, Optional<Verdict.Rejected> malformed) {

    static NotaryRequirement of(
            ImageVerification entry, Attestor attestor, AttestorIdentity.Certificates certificates) {
        Map<String, String> annotations =
                attestor.annotations().isEmpty() ? entry.annotations() : attestor.annotations();
        String separator =
                certificates.cert().isEmpty() || certificates.certChain().isEmpty() ? "" : "\n";
        String pem = certificates.cert() + separator + certificates.certChain();
        try {
            return new NotaryRequirement(
                    !pem.isEmpty(), new NotationCheck(CertificatePem.strict(pem), annotations), Optional.empty());
        } catch (CryptographyException e) {
            return new NotaryRequirement(
                    true,
                    new NotationCheck(List.of(), annotations),
                    Optional.of(Verdicts.rejected(
                            "failed to parse certificates: " + e.getMessage(),
                            new Reason(
                                    "CERTIFICATES_NOT_LOADED",
                                    "",
                                    "certificates holds something else than certificates",
                                    String.valueOf(e.getMessage()),
                                    "PEM blocks BEGIN CERTIFICATE, and nothing between or behind them",
                                    "Paste the certificates of the signers, or of whoever issues them."))));
        }
    }
}
