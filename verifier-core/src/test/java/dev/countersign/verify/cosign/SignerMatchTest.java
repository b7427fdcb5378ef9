package dev.countersign.verify.cosign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.policy.Attestor;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.verify.Entries;
import dev.countersign.verify.Evidence;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.check.TestSigner;
import dev.countersign.verify.entity.SimpleSigningPayload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignerMatchTest {
    private static final String ISSUER = "https://issuer.test";
    private static final ParsedCertificate DEV = TestSigner.certificate("dev@acme.test", ISSUER);
    private static final ParsedCertificate MALLORY = TestSigner.certificate("mallory@evil.test", ISSUER);
    private static final ParsedCertificate NOBODY = TestSigner.certificate("", ISSUER);

    private static CosignRequirement asking(String subject, Map<String, String> annotations) {
        AttestorIdentity.Keyless keyless =
                new AttestorIdentity.Keyless("", "", subject, "", "", Map.of(), Optional.empty(), Optional.empty());
        return CosignRequirement.of(
                Entries.entry(), new Attestor(List.of(keyless), annotations, "", Optional.empty()), keyless, "a test");
    }

    private static VerifiedSignature<SimpleSigningPayload> by(ParsedCertificate certificate, Map<String, String> says) {
        return by(Optional.of(certificate), says, List.of());
    }

    private static VerifiedSignature<SimpleSigningPayload> by(
            Optional<ParsedCertificate> certificate, Map<String, String> says, List<String> divergences) {
        return new VerifiedSignature<>(
                new SimpleSigningPayload("sha256:" + "a".repeat(64), says),
                certificate,
                new Evidence("", "", "", "", Optional.empty(), "", "", List.of(), List.of()),
                divergences);
    }

    @Test
    void one_signature_that_satisfies_identity_and_annotations_is_enough_wherever_it_stands() {
        List<VerifiedSignature<SimpleSigningPayload>> signatures = new ArrayList<>(List.of(
                by(MALLORY, Map.of("tier", "prod")),
                by(DEV, Map.of()),
                by(DEV, Map.of("tier", "prod", "more", "is fine")),
                by(NOBODY, Map.of("tier", "prod"))));

        for (int i = 0; i < signatures.size(); i++) {
            Collections.rotate(signatures, 1);
            assertThat(SignerMatch.among(signatures, asking("*@acme.test", Map.of("tier", "prod"))))
                    .isInstanceOf(Verdict.Verified.class);
        }
    }

    @Test
    void identity_of_one_and_annotations_of_another_are_refused_with_the_number_of_the_divergence() {
        Verdict verdict = SignerMatch.among(
                List.of(by(DEV, Map.of()), by(MALLORY, Map.of("tier", "prod"))),
                asking("*@acme.test", Map.of("tier", "prod")));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> {
            assertThat(rejected.message()).isEqualTo("no signature matched the required annotations");
            assertThat(rejected.divergences()).containsExactly("D03");
            assertThat(rejected.reasons()).extracting(Reason::code).containsExactly("ANNOTATIONS_MISMATCH");
        });
    }

    @Test
    void annotations_that_nobody_says_are_refused_as_in_kyverno() {
        for (Map<String, String> says : List.of(
                Map.<String, String>of(), Map.of("tier", "test"), Map.of("Tier", "prod"), Map.of("tier", "prod "))) {
            Verdict verdict = SignerMatch.among(List.of(by(DEV, says)), asking("*@acme.test", Map.of("tier", "prod")));

            assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
            assertThat(verdict.divergences()).isEmpty();
        }
    }

    @Test
    void another_signer_is_refused_and_every_one_is_named() {
        Verdict verdict = SignerMatch.among(
                List.of(by(MALLORY, Map.of()), by(NOBODY, Map.of())), asking("dev@acme.test", Map.of()));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> {
            assertThat(rejected.message())
                    .isEqualTo("subject mismatch: expected dev@acme.test, received mallory@evil.test; "
                            + "subject mismatch: expected dev@acme.test, received ");
            assertThat(rejected.divergences()).containsExactly("D04");
            assertThat(rejected.reasons()).hasSize(2);
        });
    }

    @Test
    void a_signature_without_certificate_satisfies_no_identity() {
        Verdict verdict = SignerMatch.among(List.of(by(Optional.empty(), Map.of(), List.of())), asking("*", Map.of()));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> assertThat(rejected.message())
                .isEqualTo("certificate not found"));
    }

    @Test
    void without_a_wanted_identity_everybody_will_do_and_the_divergences_of_the_signature_are_kept() {
        Verdict verdict =
                SignerMatch.among(List.of(by(Optional.of(NOBODY), Map.of(), List.of("D05"))), asking("", Map.of()));

        assertThat(verdict).isInstanceOf(Verdict.Verified.class);
        assertThat(verdict.divergences()).containsExactly("D05");
    }
}
