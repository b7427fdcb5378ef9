package dev.countersign.endtoend;

import static dev.countersign.testkit.NotationDraft.COSE;
import static dev.countersign.testkit.NotationDraft.JWS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.engine.RuleResponse;
import dev.countersign.engine.RuleStatus;
import dev.countersign.registry.Digest;
import dev.countersign.testkit.NotationDraft;
import dev.countersign.testkit.SignerCertificate;
import dev.countersign.testkit.SigningKey;
import dev.countersign.testkit.VirtualNotation;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Image signatures of the Notary Project, good ones and bad ones, in both envelopes. */
class NotarySignatureTest extends NotaryScene {
    private static final String CHAIN = "certificate-chain is invalid, ";

    private void assertRefused(NotationDraft draft, String envelope, String words, String code) {
        Digest signature = push(draft, envelope);

        RuleResponse answer = answer(trusting(NOTATION.root()));

        assertThat(answer.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(answer.message())
                .isEqualTo("failed to verify image " + IMAGE + ": .attestors[0].entries[0]: failed to verify " + WEB
                        + "@" + image + ": signature verification failed\nfailed to verify signature with digest "
                        + signature + ", " + words);
        assertThat(reasons(answer)).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo(code);
            assertThat(reason.message()).isNotBlank();
            assertThat(reason.remedy()).isNotBlank();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {JWS, COSE})
    void a_signature_under_a_trusted_root_verifies_and_tells_who_signed_when(String envelope) {
        Digest signature = push(draft(NOTATION), envelope);

        RuleResponse answer = answer(trusting(NOTATION.root()));

        assertThat(answer.status()).as(answer.message()).isEqualTo(RuleStatus.PASS);
        assertThat(answer.divergences()).isEmpty();
        Verdict.Verified verified = (Verdict.Verified) verdict(answer);
        assertThat(verified.digest()).isEqualTo(image.text());
        assertThat(verified.evidence()).singleElement().satisfies(evidence -> {
            assertThat(evidence.signer()).startsWith("CN=signer,O=virtual by ");
            assertThat(evidence.time()).contains(SIGNED_AT);
            assertThat(evidence.timeSource()).isEqualTo("signer's claim");
            assertThat(evidence.foundAt()).isEqualTo(WEB + "@" + signature);
            assertThat(evidence.attestor()).isEqualTo(".attestors[0].entries[0]");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {JWS, COSE})
    void rsa_and_p384_signers_verify(String envelope) {
        VirtualNotation rsa = VirtualNotation.at(SIGNED_AT, SigningKey.rsa());
        VirtualNotation p384 = VirtualNotation.at(SIGNED_AT, SigningKey.p384());
        push(draft(rsa), envelope);
        assertThat(answer(trusting(rsa.root())).status()).isEqualTo(RuleStatus.PASS);

        push(draft(p384), envelope);
        assertThat(answer(trusting(p384.root())).status()).isEqualTo(RuleStatus.PASS);
    }

    @Test
    void row_121_a_signature_whose_descriptor_names_no_notation_type_is_not_seen() {
        byte[] envelope = draft(NOTATION).sign(JWS);
        VirtualNotation.attach(server(), WEB, image, "application/vnd.oci.empty.v1+json", JWS, envelope);

        RuleResponse answer = answer(trusting(NOTATION.root()));

        assertThat(answer.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(answer.message())
                .endsWith("no signature is associated with \"" + WEB + "@" + image
                        + "\", make sure the artifact was signed successfully");
        assertThat(reasons(answer)).extracting(Reason::code).containsExactly("NO_SIGNATURES");
    }

    @ParameterizedTest
    @ValueSource(strings = {JWS, COSE})
    void row_122_a_chain_must_end_with_a_self_signed_root(String envelope) {
        assertRefused(
                draft(NOTATION).chain(NOTATION.chain().subList(0, 2)),
                envelope,
                CHAIN + "root certificate with subject \"CN=intermediate,O=virtual\" is invalid or not self-signed."
                        + " Certificate chain must end with a valid self-signed root certificate. Error: x509: ECDSA"
                        + " verification failure",
                "CERTIFICATE_CHAIN_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {JWS, COSE})
    void row_123_trusting_the_signers_certificate_alone_is_enough(String envelope) {
        push(draft(NOTATION), envelope);

        assertThat(answer(trusting(NOTATION.signer())).status()).isEqualTo(RuleStatus.PASS);
    }

    @Test
    void row_124_the_key_decides_the_algorithm() {
        assertRefused(
                draft(NOTATION).algorithm("ES384"),
                JWS,
                "signature is invalid. Error: crypto/ecdsa: verification error",
                "SIGNATURE_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "HS256", "none", "EdDSA"})
    void row_125_algorithms_that_notation_does_not_know_are_refused(String algorithm) {
        assertRefused(
                draft(NOTATION).algorithm(algorithm),
                JWS,
                "signature is invalid. Error: signing method " + algorithm + " is invalid",
                "SIGNATURE_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {JWS, COSE})
    void row_126_an_unknown_critical_header_is_accepted_as_notation_accepts_it(String envelope) {
        push(draft(NOTATION).header("io.example.mood", "good", true), envelope);

        assertThat(answer(trusting(NOTATION.root())).status()).isEqualTo(RuleStatus.PASS);
    }

    @ParameterizedTest
    @ValueSource(strings = {JWS, COSE})
    void row_127_another_size_media_type_or_digest_in_the_payload_is_another_manifest(String envelope) {
        String words = "content descriptor mismatch";
        String code = "SIGNATURE_OF_ANOTHER_MANIFEST";
        assertRefused(draft(NOTATION).target(image, MANIFEST, size(image) + 1), envelope, words, code);
        Digest unsigned = image;

        an_image_is_pushed_again();
        assertRefused(
                draft(NOTATION).target(image, "application/vnd.docker.x+json", size(image)), envelope, words, code);

        an_image_is_pushed_again();
        assertRefused(draft(NOTATION).target(unsigned, MANIFEST, size(image)), envelope, words, code);
    }

    private int pushed;

    /** Another image under the same tag, so that it has no signature yet. */
    private void an_image_is_pushed_again() {
        byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"layers\":[],\"n\":" + pushed++
                        + "}")
                .getBytes(StandardCharsets.UTF_8);
        image = server().push(WEB, "1", MANIFEST, manifest);
    }

    @ParameterizedTest
    @ValueSource(strings = {JWS, COSE})
    void row_128_an_expired_certificate_of_the_chain_is_refused_whenever_the_signature_was_made(String envelope) {
        SignerCertificate plan = SignerCertificate.at(SIGNED_AT);
        assertRefused(
                draft(NOTATION.withSigner(plan.valid(plan.from(), SIGNED_AT.plusSeconds(60)))),
                envelope,
                "verification time is after certificate \"CN=signer,O=virtual\" validity period, it was expired at"
                        + " \"Thu, 01 Jan 2026 00:01:00 +0000\"",
                "CERTIFICATE_EXPIRED");
    }

    @ParameterizedTest
    @ValueSource(strings = {JWS, COSE})
    void row_129_D50_a_signer_whose_revocation_would_have_to_be_asked_for_is_refused(String envelope) {
        SignerCertificate plan = SignerCertificate.at(SIGNED_AT).revokedAt("http://ca.test/list.crl");
        assertRefused(
                draft(NOTATION.withSigner(plan)),
                envelope,
                "signing certificate with subject \"CN=signer,O=virtual\" revocation status is unknown",
                "REVOCATION_UNKNOWN");
        assertThat(verdict(answer(trusting(NOTATION.root()))).divergences()).containsExactly("D50");
    }

    @ParameterizedTest
    @ValueSource(strings = {JWS, COSE})
    void row_130_no_signing_authority_can_be_trusted(String envelope) {
        assertRefused(
                draft(NOTATION).scheme("notary.x509.signingAuthority"),
                envelope,
                "no trusted certificates are found to verify authenticity",
                "SIGNER_UNTRUSTED");
    }

    @Test
    void row_131_a_good_signature_behind_ten_bad_ones_is_not_reached() {
        for (int i = 0; i < 10; i++) {
            push(draft(STRANGER), JWS);
        }
        push(draft(NOTATION), JWS);

        RuleResponse answer = answer(trusting(NOTATION.root()));

        assertThat(answer.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(answer.message())
                .endsWith("signature evaluation stopped. The configured limit of 10 signatures to verify per artifact"
                        + " exceeded");
        assertThat(reasons(answer)).extracting(Reason::code).startsWith("TOO_MANY_SIGNATURES");
    }

    @Test
    void a_good_signature_behind_nine_bad_ones_counts() {
        for (int i = 0; i < 8; i++) {
            push(draft(STRANGER), JWS);
        }
        VirtualNotation.push(server(), WEB, image, COSE, "broken".getBytes(StandardCharsets.UTF_8));
        push(draft(NOTATION), JWS);

        assertThat(answer(trusting(NOTATION.root())).status()).isEqualTo(RuleStatus.PASS);
    }

    @Test
    void row_112_more_than_fifty_referrers_are_an_error_even_if_one_would_count() {
        push(draft(NOTATION), JWS);
        for (int i = 0; i < 50; i++) {
            byte[] content = ("{\"n\":" + i + "}").getBytes(StandardCharsets.UTF_8);
            VirtualNotation.attach(server(), WEB, image, "application/x", "application/json", content);
        }

        RuleResponse answer = answer(trusting(NOTATION.root()));

        assertThat(answer.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(answer.message()).endsWith("failed to fetch referrers: too many referrers found, max limit is 50");
    }

    @ParameterizedTest
    @ValueSource(strings = {JWS, COSE})
    void a_stranger_is_not_trusted_and_people_are_told_who_signed(String envelope) {
        assertRefused(
                draft(STRANGER),
                envelope,
                "the signature's certificate chain does not contain any trusted certificate",
                "SIGNER_UNTRUSTED");
        assertThat(reasons(answer(trusting(NOTATION.root()))).get(0).found()).contains("CN=signer,O=virtual");
    }

    @ParameterizedTest
    @ValueSource(strings = {JWS, COSE})
    void a_trusted_chain_beside_a_strangers_signature_proves_nothing(String envelope) {
        push(draft(STRANGER).chain(NOTATION.chain()), envelope);

        RuleResponse answer = answer(trusting(NOTATION.root()));

        assertThat(answer.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(reasons(answer)).extracting(Reason::code).containsExactly("SIGNATURE_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {JWS, COSE})
    void an_expired_signature_is_refused(String envelope) {
        assertRefused(
                draft(NOTATION).expires(CLOCK.instant()),
                envelope,
                "digital signature has expired on \"Mon, 01 Jun 2026 00:00:00 +0000\"",
                "SIGNATURE_EXPIRED");
    }

    @ParameterizedTest
    @ValueSource(strings = {JWS, COSE})
    void an_expiry_that_is_not_critical_or_lies_before_the_signing_time_is_refused(String envelope) {
        assertRefused(
                draft(NOTATION).expires(SIGNED_AT),
                envelope,
                "expiry cannot be equal or before the signing time",
                "EXPIRY_BEFORE_SIGNING");

        an_image_is_pushed_again();
        assertRefused(
                draft(NOTATION).expires(CLOCK.instant().plusSeconds(9)).uncritical("io.cncf.notary.expiry"),
                envelope,
                "these required headers are not marked as critical: [io.cncf.notary.expiry]",
                "ENVELOPE_MALFORMED");
    }

    @Test
    void a_critical_header_that_is_not_there_is_refused() {
        assertRefused(
                draft(NOTATION).critical("io.example.ghost"),
                JWS,
                "\"io.example.ghost\" header is marked critical but not present",
                "ENVELOPE_MALFORMED");

        an_image_is_pushed_again();
        assertRefused(
                draft(NOTATION).critical("io.example.ghost"),
                COSE,
                "unable to parse the digital signature, error : cbor: invalid protected header: protected header: header"
                        + " parameter: crit: missing critical header: io.example.ghost",
                "ENVELOPE_MALFORMED");
    }

    @ParameterizedTest
    @ValueSource(strings = {JWS, COSE})
    void a_signature_that_demands_a_plug_in_is_refused(String envelope) {
        assertRefused(
                draft(NOTATION).header("io.cncf.notary.verificationPlugin", "com.example.plugin", true),
                envelope,
                "plugin unsupported due to nil verifier.pluginManager",
                "PLUGIN_REQUIRED");
    }

    @ParameterizedTest
    @ValueSource(strings = {JWS, COSE})
    void a_payload_of_another_type_is_refused(String envelope) {
        assertRefused(
                draft(NOTATION).contentType("application/json"),
                envelope,
                "payload content type \"application/json\" not supported",
                "PAYLOAD_TYPE_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(strings = {JWS, COSE})
    void a_signers_certificate_must_be_made_for_signing_alone(String envelope) {
        SignerCertificate plan = SignerCertificate.at(SIGNED_AT);
        String subject = "certificate with subject \"CN=signer,O=virtual\"";
        assertRefused(
                draft(NOTATION.withSigner(plan.usage(KeyUsage.digitalSignature, false))),
                envelope,
                CHAIN + subject + ": key usage extension must be marked critical",
                "CERTIFICATE_CHAIN_INVALID");

        an_image_is_pushed_again();
        assertRefused(
                draft(NOTATION.withSigner(plan.usage(0, false))),
                envelope,
                CHAIN + subject + ": key usage extension must be present",
                "CERTIFICATE_CHAIN_INVALID");

        an_image_is_pushed_again();
        assertRefused(
                draft(NOTATION.withSigner(plan.usage(KeyUsage.digitalSignature | KeyUsage.keyAgreement, true))),
                envelope,
                CHAIN + "the " + subject
                        + " is invalid. The key usage must be \"Digital Signature\" only, but found \"KeyAgreement\"",
                "CERTIFICATE_CHAIN_INVALID");

        an_image_is_pushed_again();
        assertRefused(
                draft(NOTATION.withSigner(plan.purpose("1.3.6.1.5.5.7.3.8"))),
                envelope,
                CHAIN + subject + ": extended key usage must not contain Timestamping eku",
                "CERTIFICATE_CHAIN_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {JWS, COSE})
    void D51_a_chain_of_more_certificates_than_anybody_needs_is_not_followed(String envelope) {
        List<byte[]> chain = new java.util.ArrayList<>(NOTATION.chain());
        while (chain.size() <= 32) {
            chain.add(chain.get(chain.size() - 1));
        }
        assertRefused(
                draft(NOTATION).chain(chain), envelope, "certificate chain is longer than 32", "ENVELOPE_MALFORMED");
        assertThat(verdict(answer(trusting(NOTATION.root()))).divergences()).containsExactly("D51");
    }

    @ParameterizedTest
    @ValueSource(strings = {JWS, COSE})
    void D53_annotations_that_the_policy_states_must_be_in_the_signature(String envelope) {
        push(draft(NOTATION).metadata("stage", "prod"), envelope);
        String attestors = "attestors: [" + PolicyText.set(certificates(NOTATION.root())) + "]";

        assertThat(answer(notary("annotations: {stage: prod}, " + attestors)).status())
                .isEqualTo(RuleStatus.PASS);
        RuleResponse other = answer(notary("annotations: {stage: test}, " + attestors));
        assertThat(other.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(verdict(other).divergences()).containsExactly("D53");
    }

    @Test
    void an_attestor_without_certificates_is_an_error_that_names_the_cause() {
        push(draft(NOTATION), JWS);
        String key = "{keys: {publicKeys: " + PolicyText.quoted(KEY.publicKey()) + "}}";

        // Within a nested set, Kyverno's admission does not look.
        String nested = "{attestor: " + PolicyText.set(key) + "}";
        RuleResponse answer = answer(notary("attestors: [" + PolicyText.set(nested) + "]"));

        assertThat(answer.status()).isEqualTo(RuleStatus.ERROR);
        assertThat(answer.message()).contains("a Notary attestor without certificates");
    }

    @Test
    void certificates_that_are_none_are_told_before_anything_is_asked() {
        RuleResponse answer = answer(trusting("no certificate"));

        assertThat(answer.message())
                .endsWith(".attestors[0].entries[0]: failed to parse certificates: error during PEM decoding");
    }
}
