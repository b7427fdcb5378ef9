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
import dev.countersign.testkit.BundleRecipe;
import dev.countersign.testkit.BundleRecipe.Log;
import dev.countersign.testkit.SigningKey;
import dev.countersign.testkit.VirtualBundle;
import dev.countersign.testkit.VirtualSigstore;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustSnapshot;
import dev.countersign.verify.Evidence;
import dev.countersign.verify.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * For type SigstoreBundle, what the policy states of trust counts, and what it does not state falls back to the process-wide trust root.
 * Kyverno knows the latter only.
 */
class BundlePolicyTrustTest extends EndToEnd {
    private static final String SUBJECT = "https://ci.test/acme/web/.github/workflows/release.yaml@refs/heads/main";
    private static final String ISSUER = "https://token.ci.test";
    private static final String REPOSITORY_OID = "1.3.6.1.4.1.57264.1.5";
    private static final VirtualSigstore OTHER = VirtualSigstore.at(SIGNED_AT);
    private static final Instant STAMPED_AT = SIGNED_AT.plusSeconds(4);
    private static final Repository WEB = new Repository(HOST, "shop/web");
    private static final String IMAGE = WEB + ":1";
    private static final String TYPE = "type: SigstoreBundle, ";

    private Digest image = new Digest("sha256:" + "0".repeat(64));

    @BeforeEach
    void an_image_is_there() {
        image = VirtualSigstore.pushImage(server(), WEB, "1");
    }

    private BundleRecipe recipe() {
        return BundleRecipe.of(image);
    }

    private void keyless(BundleRecipe recipe) {
        VirtualBundle.push(
                server(),
                WEB,
                image,
                SIGSTORE.bundleKeyless(recipe, SUBJECT, ISSUER, Map.of(REPOSITORY_OID, "acme/web")));
    }

    private static String attestor(String roots, String rekor, String ctlog, String more) {
        return "{keyless: {subject: " + quoted(SUBJECT) + ", issuer: " + quoted(ISSUER)
                + (roots.isEmpty() ? "" : ", roots: " + quoted(roots)) + ", rekor: {url: 'https://rekor.test'"
                + (rekor.isEmpty() ? "" : ", pubkey: " + quoted(rekor)) + "}"
                + (ctlog.isEmpty() ? "" : ", ctlog: {" + ctlog + "}") + more + "}}";
    }

    private RuleResponse answer(TrustRoot process, String entry) {
        return only(builder(check(TYPE + entry)).trustRoot(process).build().decide(create(IMAGE)));
    }

    private static TrustRoot root(VirtualSigstore sigstore) {
        return () -> TrustSnapshot.fixed(sigstore.trustMaterial());
    }

    private static Evidence passes(RuleResponse rule, String... divergences) {
        assertThat(rule.status()).as(rule.message()).isEqualTo(RuleStatus.PASS);
        assertThat(rule.divergences()).containsExactlyInAnyOrder(divergences);
        return ((Verdict.Verified) rule.images().get(0).verdict()).evidence().get(0);
    }

    private static void fails(RuleResponse rule, String code, String... divergences) {
        assertThat(rule.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(rule.message()).endsWith("sigstore bundle verification failed: no matching signatures found");
        assertThat(rule.divergences()).containsExactlyInAnyOrder(divergences);
        assertThat(((Verdict.NotVerified) rule.images().get(0).verdict()).reasons())
                .singleElement()
                .satisfies(reason -> assertThat(reason.code()).isEqualTo(code));
    }

    @Test
    void what_the_policy_does_not_state_is_the_process_wide_trust_roots() {
        keyless(recipe());

        Evidence evidence = passes(answer(root(SIGSTORE), entry(attestor("", "", "", ""))));

        assertThat(evidence.signer()).isEqualTo(SUBJECT + " by " + ISSUER);
        assertThat(evidence.time()).contains(SIGNED_AT.plusSeconds(5));
        assertThat(evidence.timeSource()).isEqualTo("transparency log");
        assertThat(evidence.log()).matches("[0-9a-f]{64}@\\d+");
        fails(answer(root(OTHER), entry(attestor("", "", "", ""))), "LOG_UNKNOWN");
    }

    @Test
    void without_a_trust_root_the_policys_own_roots_and_log_are_enough() {
        keyless(recipe());
        String own = attestor(SIGSTORE.roots(), SIGSTORE.rekorKey(), "", "");

        passes(answer(TrustRoot.none(), entry(own)), "D40", "D41");
        assertThat(answer(TrustRoot.none(), entry(attestor(SIGSTORE.roots(), "", "", "")))
                        .message())
                .contains("failed to get trusted material: ");
    }

    @Test
    void stated_roots_replace_the_process_wide_authorities() {
        keyless(recipe());

        passes(answer(root(OTHER), entry(attestor(SIGSTORE.roots(), SIGSTORE.rekorKey(), "", ""))), "D40", "D41");
        fails(
                answer(root(SIGSTORE), entry(attestor(OTHER.roots(), "", "", ""))),
                "CERTIFICATE_AUTHORITY_UNKNOWN",
                "D40");
    }

    @Test
    void a_stated_log_replaces_the_process_wide_ones() {
        keyless(recipe());

        passes(answer(root(SIGSTORE), entry(attestor("", SIGSTORE.rekorKey(), "", ""))), "D41");
        passes(answer(root(SIGSTORE), entry(attestor("", OTHER.rekorKey() + SIGSTORE.rekorKey(), "", ""))), "D41");
        fails(answer(root(SIGSTORE), entry(attestor("", OTHER.rekorKey(), "", ""))), "LOG_UNKNOWN", "D41");
    }

    @Test
    void a_stated_log_of_version_2_goes_by_the_host_of_its_address() {
        keyless(recipe().logged(Log.TILED).stamped(SIGSTORE.timestamps(), STAMPED_AT));

        Evidence evidence = passes(answer(root(SIGSTORE), entry(attestor("", SIGSTORE.rekorKey(), "", ""))), "D41");

        assertThat(evidence.timeSource()).isEqualTo("timestamp authority");
        fails(answer(root(SIGSTORE), entry(attestor("", "", "", ""))), "LOG_ADDRESS_MISSING");
    }

    @Test
    void a_stated_ct_log_must_have_promised_the_certificate() {
        keyless(recipe());

        assertThat(passes(answer(root(SIGSTORE), entry(attestor("", "", "pubkey: " + quoted(SIGSTORE.ctLogKey()), ""))))
                        .ctLogs())
                .hasSize(1);
        fails(
                answer(root(SIGSTORE), entry(attestor("", "", "pubkey: " + quoted(OTHER.ctLogKey()), ""))),
                "CT_LOG_UNKNOWN",
                "D42");
    }

    @Test
    void a_stated_timestamp_authority_replaces_the_process_wide_ones() {
        keyless(recipe().logged(Log.NONE).stamped(OTHER.timestamps(), STAMPED_AT));
        String unlogged = attestor("", "", "tsaCertChain: %s", "")
                .replace("https://rekor.test'", "https://rekor.test', ignoreTlog: true");

        passes(
                answer(
                        root(SIGSTORE),
                        entry(unlogged.replace("%s", quoted(OTHER.timestamps().chain())))),
                "D43");
        fails(
                answer(
                        root(OTHER),
                        entry(unlogged.replace(
                                "%s", quoted(SIGSTORE.timestamps().chain())))),
                "TIMESTAMP_AUTHORITY_UNKNOWN",
                "D43");
    }

    @Test
    void stated_extensions_of_the_certificate_count() {
        keyless(recipe());

        passes(answer(
                root(SIGSTORE),
                entry(attestor("", "", "", ", additionalExtensions: {githubWorkflowRepository: acme/web}"))));
        fails(
                answer(
                        root(SIGSTORE),
                        entry(attestor("", "", "", ", additionalExtensions: {githubWorkflowRepository: acme/other}"))),
                "EXTENSION_MISMATCH",
                "D44");
    }

    @Test
    void stated_annotations_must_be_in_the_statement() {
        keyless(recipe().saying("env", "prod"));
        String plain = attestor("", "", "", "");

        passes(answer(root(SIGSTORE), "annotations: {env: prod}, " + entry(plain)));
        fails(answer(root(SIGSTORE), "annotations: {env: test}, " + entry(plain)), "ANNOTATIONS_MISMATCH", "D45");
    }

    @Test
    void a_stated_certificate_is_the_signers() {
        SigningKey key = SigningKey.p256();
        String certificate = SIGSTORE.certify(key, SUBJECT, ISSUER);
        VirtualBundle.push(server(), WEB, image, SIGSTORE.bundle(recipe(), key, certificate));
        String with = "{certificates: {%s, rekor: {url: 'https://rekor.test'}}}";

        passes(answer(root(SIGSTORE), entry(String.format(with, "cert: " + quoted(certificate)))), "D46");
        passes(
                answer(
                        root(SIGSTORE),
                        entry(String.format(
                                with, "cert: " + quoted(certificate) + ", certChain: " + quoted(SIGSTORE.roots())))),
                "D46");
        fails(
                answer(
                        root(SIGSTORE),
                        entry(String.format(with, "cert: " + quoted(OTHER.certify(key, SUBJECT, ISSUER))))),
                "CERTIFICATE_OF_OTHER_KEY");
    }

    @Test
    void a_stated_certificate_counts_within_its_window_and_chain_also_where_the_bundle_brings_none() {
        SigningKey key = SigningKey.p256();
        String own = SIGSTORE.certificateOf(key, SIGNED_AT, SIGNED_AT.plusSeconds(60));
        String expired = SIGSTORE.certificateOf(key, SIGNED_AT.minusSeconds(60), SIGNED_AT);
        VirtualBundle.push(server(), WEB, image, SIGSTORE.bundleWithKey(recipe(), key));
        String with = "{certificates: {cert: %s, certChain: %s, rekor: {url: 'https://rekor.test'}}}";
        String alone = "{certificates: {cert: %s, rekor: {url: 'https://rekor.test'}}}";

        passes(answer(root(SIGSTORE), entry(String.format(alone, quoted(own)))), "D46");
        passes(answer(root(SIGSTORE), entry(String.format(with, quoted(own), quoted(SIGSTORE.roots())))), "D46");
        fails(answer(root(SIGSTORE), entry(String.format(alone, quoted(expired)))), "CERTIFICATE_EXPIRED");
        fails(
                answer(root(SIGSTORE), entry(String.format(with, quoted(expired), quoted(SIGSTORE.roots())))),
                "CERTIFICATE_AUTHORITY_UNKNOWN");
        fails(
                answer(root(SIGSTORE), entry(String.format(with, quoted(own), quoted(OTHER.roots())))),
                "CERTIFICATE_AUTHORITY_UNKNOWN");
    }

    @Test
    void a_stated_ct_log_must_have_promised_a_stated_certificate_with_its_chain_too() {
        SigningKey key = SigningKey.p256();
        String certificate = SIGSTORE.certify(key, SUBJECT, ISSUER);
        VirtualBundle.push(server(), WEB, image, SIGSTORE.bundle(recipe(), key, certificate));
        String with = "{certificates: {cert: " + quoted(certificate) + ", certChain: " + quoted(SIGSTORE.roots())
                + ", rekor: {url: 'https://rekor.test'}, ctlog: {pubkey: %s}}}";

        passes(answer(root(SIGSTORE), entry(String.format(with, quoted(SIGSTORE.ctLogKey())))), "D46");
        fails(answer(root(SIGSTORE), entry(String.format(with, quoted(OTHER.ctLogKey())))), "CT_LOG_UNKNOWN", "D42");
    }

    @Test
    void bundles_are_looked_for_in_the_stated_repository() {
        Repository signatures = new Repository(HOST, "signatures");
        VirtualBundle.push(server(), signatures, image, SIGSTORE.bundleKeyless(recipe(), SUBJECT, ISSUER));

        fails(answer(root(SIGSTORE), entry(attestor("", "", "", ""))), "NO_BUNDLES");
        passes(answer(root(SIGSTORE), "repository: " + signatures + ", " + entry(attestor("", "", "", ""))), "D47");
    }

    @Test
    void a_message_signature_by_a_key_verifies_by_that_key_alone() {
        VirtualBundle.push(
                server(),
                WEB,
                image,
                SIGSTORE.bundleWithKey(recipe().asMessage().logged(Log.NONE), KEY));

        passes(answer(TrustRoot.none(), entry(PolicyText.key(KEY))));
        fails(answer(TrustRoot.none(), entry(PolicyText.key(OTHER_KEY))), "SIGNATURE_INVALID");
    }

    @Test
    void every_bundle_that_does_not_verify_is_explained() {
        keyless(recipe());
        VirtualBundle.push(server(), WEB, image, OTHER.bundleKeyless(recipe(), SUBJECT, ISSUER));
        RuleResponse rule = answer(
                root(SIGSTORE), entry(attestor("", "", "", "").replace("subject: ", "subject: 'x', subjectRegExp: ")));

        assertThat(((Verdict.NotVerified) rule.images().get(0).verdict()).reasons())
                .extracting(reason -> reason.code())
                .containsExactlyInAnyOrderElementsOf(List.of("SUBJECT_MISMATCH", "LOG_UNKNOWN"));
    }
}
