package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.check;
import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.engine.RuleResponse;
import dev.countersign.engine.RuleStatus;
import dev.countersign.testkit.SignatureLayer;
import dev.countersign.testkit.SigningKey;
import dev.countersign.testkit.VirtualSigstore;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates as attestors, from the text of the policy to the answer. */
class CertificateAttestorTest extends EndToEnd {
    private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");
    private static final String CERTIFICATE = SIGSTORE.certificateOf(KEY, SIGNED_AT, LATER);
    private static final String OTHER_CERTIFICATE = SIGSTORE.certificateOf(OTHER_KEY, SIGNED_AT, LATER);
    private static final VirtualSigstore ELSEWHERE = VirtualSigstore.at(SIGNED_AT);
    private static final String IGNORING = ", rekor: {ignoreTlog: true}, ctlog: {ignoreSCT: true}";

    private static String cert(String cert) {
        return "{certificates: {cert: " + quoted(cert) + IGNORING + "}}";
    }

    private static String chain(String chain) {
        return "{certificates: {certChain: " + quoted(chain) + IGNORING + "}}";
    }

    private static String both(String cert, String chain) {
        return "{certificates: {cert: " + quoted(cert) + ", certChain: " + quoted(chain) + IGNORING + "}}";
    }

    private RuleResponse answer(String attestor) {
        return only(decide(create(GOOD_IMAGE), check(entry(attestor))));
    }

    /** Refused before the registry is asked. */
    private RuleResponse refusal(String attestor) {
        RuleResponse response = only(builder(check(entry(attestor) + ", mutateDigest: false"))
                .registry(ScriptedRegistry.untouchable())
                .build()
                .decide(create(GOOD_IMAGE)));
        assertThat(response.status()).isEqualTo(RuleStatus.FAIL);
        return response;
    }

    @Test
    void a_certificate_alone_stands_for_its_key() {
        assertThat(answer(cert(CERTIFICATE)).status()).isEqualTo(RuleStatus.PASS);
        assertThat(answer(cert(CERTIFICATE + OTHER_CERTIFICATE)).status()).isEqualTo(RuleStatus.PASS);
        assertThat(answer(cert("some text\n" + CERTIFICATE)).status()).isEqualTo(RuleStatus.PASS);
        assertThat(answer(cert(Base64.getEncoder().encodeToString(CERTIFICATE.getBytes(StandardCharsets.UTF_8))))
                        .status())
                .isEqualTo(RuleStatus.PASS);

        assertThat(answer(cert(OTHER_CERTIFICATE)).status()).isEqualTo(RuleStatus.FAIL);
        assertThat(answer(cert(OTHER_CERTIFICATE + CERTIFICATE)).status()).isEqualTo(RuleStatus.FAIL);
    }

    @Test
    void the_hash_of_a_certificates_key_is_the_attestors() {
        SigningKey key = SigningKey.p384();
        String certificate = SIGSTORE.certificateOf(key, SIGNED_AT, LATER);
        sign(GOOD, good, VirtualSigstore.signUnlogged(good, key, Map.of()));

        assertThat(answer(cert(certificate).replace("{certificates", "{signatureAlgorithm: sha384, certificates"))
                        .status())
                .isEqualTo(RuleStatus.PASS);
        assertThat(answer(cert(certificate)).message())
                .endsWith("no matching signatures: invalid signature when validating ASN.1 encoded signature");
    }

    @Test
    void an_expired_certificate_proves_nothing_unless_the_log_saw_the_signature_in_time() {
        String brief = SIGSTORE.certificateOf(KEY, SIGNED_AT, SIGNED_AT.plusSeconds(600));
        String earlier = SIGSTORE.certificateOf(KEY, SIGNED_AT.minusSeconds(600), SIGNED_AT);
        String future = SIGSTORE.certificateOf(KEY, LATER, LATER.plusSeconds(600));
        String logged = ", rekor: {url: x, pubkey: " + quoted(SIGSTORE.rekorKey()) + "}, ctlog: {ignoreSCT: true}";

        RuleResponse expired = answer(cert(brief));
        assertThat(expired.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(expired.divergences()).containsExactly("D16");
        assertThat(answer(cert(future)).divergences()).containsExactly("D16");
        assertThat(answer(cert(CERTIFICATE)).divergences()).isEmpty();

        sign(GOOD, good, SIGSTORE.signWithKey(good, KEY));
        // cosign binds the entry to the key, for which the signature carries no certificate
        assertThat(answer(cert(brief).replace(IGNORING, logged)).status()).isEqualTo(RuleStatus.PASS);
        RuleResponse late = answer(cert(earlier).replace(IGNORING, logged));
        assertThat(late.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(late.message()).contains("checking expiry on certificate with bundle: certificate expired before");
        assertThat(late.divergences()).containsExactly("D16");
    }

    @ParameterizedTest
    @ValueSource(strings = {"see the wiki", "-----BEGIN CERTIFICATE-----", "AAAA"})
    void a_certificate_that_is_none_is_refused_before_the_registry_is_asked(String text) {
        assertThat(refusal(cert(text)).message())
                .endsWith("failed to load certificate from " + text
                        + ": failed to unmarshal certificate from PEM format: error during PEM decoding");
    }

    @Test
    void a_blank_certificate_holds_none() {
        assertThat(refusal(cert(" \n ")).message()).contains("no certs found in pem file");
    }

    @Test
    void a_chain_alone_stands_for_every_certificate_below_it() {
        sign(GOOD, good, SIGSTORE.signKeyless(good, "dev@acme.test", "https://issuer.test"));
        String attestor = "{certificates: {certChain: " + quoted(SIGSTORE.roots()) + ", rekor: {url: x, pubkey: "
                + quoted(SIGSTORE.rekorKey()) + "}, ctlog: {pubkey: " + quoted(SIGSTORE.ctLogKey()) + "}}}";

        assertThat(answer(attestor).status()).isEqualTo(RuleStatus.PASS);
        assertThat(answer(attestor.replace(quoted(SIGSTORE.roots()), quoted(ELSEWHERE.roots())))
                        .status())
                .isEqualTo(RuleStatus.FAIL);
        assertThat(answer(attestor.replace(quoted(SIGSTORE.ctLogKey()), quoted(ELSEWHERE.ctLogKey())))
                        .status())
                .isEqualTo(RuleStatus.FAIL);
    }

    @Test
    void a_chain_alone_asks_for_a_certificate_on_the_signature() {
        assertThat(answer(chain(SIGSTORE.roots())).message()).endsWith("no certificate found on signature");
        assertThat(refusal(chain("no PEM")).message())
                .endsWith(".certificates: failed to load certificates: error creating root cert pool");
    }

    @Test
    void certificate_and_chain_together_never_verify_and_the_reason_says_what_to_do() {
        sign(
                GOOD,
                good,
                VirtualSigstore.signUnlogged(good, KEY, Map.of()).with(SignatureLayer.CERTIFICATE, CERTIFICATE));

        RuleResponse response = refusal(both(CERTIFICATE, SIGSTORE.roots()));
        assertThat(response.message())
                .endsWith("failed to load validate certificate chain: none of the CTFE keys have been found");
        assertThat(response.divergences()).isEmpty();
        Verdict.NotVerified verdict =
                (Verdict.NotVerified) response.images().get(0).verdict();
        assertThat(verdict.reasons())
                .extracting(Reason::remedy)
                .singleElement()
                .asString()
                .contains("State cert alone");

        assertThat(refusal(both(CERTIFICATE, ELSEWHERE.roots())).message())
                .contains(
                        "failed to load validate certificate chain: cert verification failed: x509: certificate signed"
                                + " by unknown authority");
        assertThat(refusal(both(CERTIFICATE, "no PEM")).message())
                .endsWith("failed to load certificate chain: error during PEM decoding");
        assertThat(refusal(both(CERTIFICATE, " ")).message())
                .endsWith("failed to load validate certificate chain: no chain provided to validate certificate");
    }

    @Test
    void a_chain_beside_a_certificate_is_bounded_before_it_is_read() {
        assertThat(refusal(both(CERTIFICATE, SIGSTORE.roots().repeat(11))).message())
                .endsWith("none of the CTFE keys have been found");
        assertThat(refusal(both(CERTIFICATE, SIGSTORE.roots().repeat(12))).message())
                .endsWith(".certificates: certificate chain too long (12), maximum allowed is 11");
        assertThat(refusal(both(CERTIFICATE, "-----BEGIN CERTIFICATE-----\n".repeat(12)))
                        .message())
                .endsWith("certificate chain too long (12), maximum allowed is 11");
        String unmarked = SIGSTORE.roots().replace("CERTIFICATE", "SOMETHING");
        assertThat(refusal(both(CERTIFICATE, unmarked.repeat(12))).message())
                .endsWith("certificate chain too long (12), maximum allowed is 11");
    }
}
