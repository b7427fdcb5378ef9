package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.check;
import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.engine.RuleResponse;
import dev.countersign.engine.RuleStatus;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Repository;
import dev.countersign.testkit.SignatureLayer;
import dev.countersign.testkit.SigningKey;
import dev.countersign.testkit.VirtualSigstore;
import dev.countersign.testkit.VirtualTimestampAuthority;
import dev.countersign.verify.Evidence;
import dev.countersign.verify.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Timestamps in cosign's own layout, from the text of the policy to the answer; the signers' certificates expired long ago. */
class TimestampedSignatureTest extends EndToEnd {
    private static final String SUBJECT = "dev@acme.test";
    private static final String ISSUER = "https://token.ci.test";
    private static final Repository WEB = new Repository(HOST, "shop/web");
    private static final String IMAGE = WEB + ":1";
    private static final VirtualTimestampAuthority TSA = SIGSTORE.timestamps();
    private static final VirtualTimestampAuthority OTHER = VirtualTimestampAuthority.at(SIGNED_AT, "other");
    private static final Instant STAMPED_AT = SIGNED_AT.plusSeconds(3);
    private static final String STAMP_FAILED = "no matching signatures: unable to verify RFC3161 timestamp bundle: ";
    private static final String FOREIGN = "certificate embedded in the TSR does not match the provided TSA certificate";

    private Digest image = new Digest("sha256:" + "0".repeat(64));

    @BeforeEach
    void an_image_is_there() {
        image = VirtualSigstore.pushImage(server(), WEB, "1");
    }

    private SignatureLayer logged() {
        return SIGSTORE.signKeyless(image, SUBJECT, ISSUER);
    }

    private SignatureLayer unlogged() {
        return logged().without(SignatureLayer.BUNDLE);
    }

    private static String keyless(boolean ignoreTlog, String tsaCertChain) {
        return "{keyless: {subject: '" + SUBJECT + "', issuer: '" + ISSUER + "', roots: " + quoted(SIGSTORE.roots())
                + ", rekor: {url: 'https://rekor.test', ignoreTlog: " + ignoreTlog + ", pubkey: "
                + quoted(SIGSTORE.rekorKey()) + "}, ctlog: {pubkey: " + quoted(SIGSTORE.ctLogKey())
                + (tsaCertChain.isEmpty() ? "" : ", tsaCertChain: " + quoted(tsaCertChain)) + "}}}";
    }

    private RuleResponse answer(SignatureLayer layer, String attestor) {
        sign(WEB, image, layer);
        return only(decide(create(IMAGE), check(entry(attestor))));
    }

    private static Evidence evidence(RuleResponse rule) {
        assertThat(rule.status()).isEqualTo(RuleStatus.PASS);
        return ((Verdict.Verified) rule.images().get(0).verdict()).evidence().get(0);
    }

    private static void refused(RuleResponse rule, String words) {
        assertThat(rule.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(rule.message()).endsWith(words);
    }

    @Test
    void a_timestamp_proves_that_an_expired_certificate_was_valid() {
        Evidence evidence = evidence(answer(unlogged().stamped(TSA, STAMPED_AT), keyless(true, TSA.chain())));

        assertThat(evidence.time()).contains(STAMPED_AT);
        assertThat(evidence.timeSource()).isEqualTo("timestamp authority");
        assertThat(evidence.log()).isEmpty();
        evidence(answer(unlogged().stamped(TSA, STAMPED_AT), keyless(true, TSA.issuers())));
    }

    @Test
    void a_timestamp_without_certificates_verifies_by_the_policys() {
        SignatureLayer layer = unlogged();
        byte[] signature = Base64.getDecoder().decode(layer.annotations().get(SignatureLayer.SIGNATURE));
        byte[] bare = TSA.stamp(signature, STAMPED_AT, false);

        evidence(answer(layer.stamped(bare), keyless(true, TSA.chain())));
        refused(
                answer(layer.stamped(bare), keyless(true, TSA.issuers())),
                STAMP_FAILED + "leaf certificate must be present in the TSR or as a verify option");
        refused(
                answer(
                        layer.stamped(TSA.stamp(image.text().getBytes(StandardCharsets.UTF_8), STAMPED_AT)),
                        keyless(true, TSA.chain())),
                STAMP_FAILED + "hashed messages don't match");
    }

    @Test
    void without_a_stated_authority_a_timestamp_is_not_looked_at() {
        refused(
                answer(unlogged().stamped(TSA, STAMPED_AT), keyless(true, "")),
                "expected a signed timestamp to verify an expired certificate");
        evidence(answer(logged().stamped(OTHER, STAMPED_AT.plus(Duration.ofDays(30))), keyless(false, "")));
    }

    @Test
    void a_stated_authority_does_not_make_a_timestamp_necessary() {
        assertThat(evidence(answer(logged(), keyless(false, TSA.chain()))).timeSource())
                .isEqualTo("transparency log");
        refused(
                answer(unlogged(), keyless(true, TSA.chain())),
                "expected a signed timestamp to verify an expired certificate");
    }

    @Test
    void with_log_and_timestamp_both_times_must_lie_within_the_certificates_window() {
        Evidence evidence = evidence(answer(logged().stamped(TSA, STAMPED_AT), keyless(false, TSA.chain())));

        assertThat(evidence.time()).contains(STAMPED_AT);
        assertThat(evidence.timeSource()).isEqualTo("timestamp authority");
        assertThat(evidence.log()).isNotEmpty();
        for (long seconds : new long[] {-1, 601}) {
            assertThat(answer(logged().stamped(TSA, SIGNED_AT.plusSeconds(seconds)), keyless(false, TSA.chain()))
                            .message())
                    .contains("checking expiry on certificate with timestamp: certificate ");
        }
    }

    @Test
    void a_timestamp_that_does_not_hold_is_not_made_good_by_a_log_entry() {
        refused(answer(logged().stamped(OTHER, STAMPED_AT), keyless(false, TSA.chain())), STAMP_FAILED + FOREIGN);
        refused(
                answer(logged().stamped(new byte[0]), keyless(false, TSA.chain())),
                STAMP_FAILED + "error parsing response into Timestamp: asn1: syntax error: sequence truncated");
        assertThat(answer(logged().stamped(TSA, SIGNED_AT.plus(Duration.ofDays(400))), keyless(false, TSA.chain()))
                        .message())
                .contains(STAMP_FAILED + "error parsing response into Timestamp: pkcs7: signing time ")
                .contains(" is outside of certificate validity ");
    }

    @Test
    void of_two_stated_chains_either_counts() { // D26
        for (VirtualTimestampAuthority authority : new VirtualTimestampAuthority[] {TSA, OTHER}) {
            RuleResponse rule =
                    answer(unlogged().stamped(authority, STAMPED_AT), keyless(true, TSA.chain() + OTHER.chain()));

            assertThat(rule.status()).isEqualTo(RuleStatus.PASS);
            assertThat(rule.divergences()).containsExactly("D26");
        }
        VirtualTimestampAuthority third = VirtualTimestampAuthority.at(SIGNED_AT, "third");
        RuleResponse rule = answer(unlogged().stamped(third, STAMPED_AT), keyless(true, TSA.chain() + OTHER.chain()));
        refused(rule, STAMP_FAILED + "unable to verify signed timestamps: " + FOREIGN + "\n" + FOREIGN);
        assertThat(rule.divergences()).contains("D26");
    }

    @Test
    void a_static_keys_signature_may_be_stamped_and_then_the_stamp_must_hold() {
        SigningKey key = SigningKey.p256();
        SignatureLayer layer = VirtualSigstore.signUnlogged(image, key, Map.of());
        String attestor = "{keys: {publicKeys: " + quoted(key.publicKey())
                + ", rekor: {ignoreTlog: true}, ctlog: {ignoreSCT: true, tsaCertChain: " + quoted(TSA.chain()) + "}}}";

        assertThat(evidence(answer(layer, attestor)).timeSource()).isEmpty();
        assertThat(evidence(answer(layer.stamped(TSA, STAMPED_AT), attestor)).time())
                .contains(STAMPED_AT);
        refused(answer(layer.stamped(OTHER, STAMPED_AT), attestor), STAMP_FAILED + FOREIGN);
    }

    @Test
    void a_chain_that_cannot_be_read_is_told_before_the_registry_is_asked() {
        refused(
                answer(logged(), keyless(false, "see the wiki")),
                ".attestors[0].entries[0].keyless: error splitting tsa certificates: error during PEM decoding");
        refused(
                answer(
                        logged().stamped("x".getBytes(StandardCharsets.UTF_8)),
                        keyless(false, TSA.chain().repeat(5))),
                "TSA certificate chain contains too many certificates (15), maximum allowed is 12");
    }
}
