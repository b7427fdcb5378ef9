package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.check;
import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.engine.AdmissionDecision;
import dev.countersign.engine.RuleResponse;
import dev.countersign.engine.RuleStatus;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Repository;
import dev.countersign.testkit.SignatureLayer;
import dev.countersign.testkit.SigningKey;
import dev.countersign.testkit.VirtualSigstore;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.source.TrustRoots;
import dev.countersign.verify.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keyless and logged signatures, from the text of the policy to the answer. */
class KeylessVerificationTest extends EndToEnd {
    private static final String SUBJECT = "https://ci.test/acme/web/.github/workflows/release.yaml@refs/heads/main";
    private static final String ISSUER = "https://token.ci.test";
    private static final String REPOSITORY_OID = "1.3.6.1.4.1.57264.1.5";
    private static final VirtualSigstore OTHER = VirtualSigstore.at(SIGNED_AT);
    private static final Repository WEB = new Repository(HOST, "shop/web");
    private static final String IMAGE = WEB + ":1";

    private Digest image = new Digest("sha256:" + "0".repeat(64));

    @BeforeEach
    void an_image_is_signed_keyless() {
        image = VirtualSigstore.pushImage(server(), WEB, "1");
        sign(WEB, image, SIGSTORE.signKeyless(image, SUBJECT, ISSUER, Map.of(REPOSITORY_OID, "acme/web"), Map.of()));
    }

    private static String keyless(String identity) {
        return keyless(identity, SIGSTORE.roots(), SIGSTORE.rekorKey(), SIGSTORE.ctLogKey());
    }

    private static String keyless(String identity, String roots, String rekor, String ctLog) {
        return "{keyless: {" + identity + ", roots: " + quoted(roots) + ", rekor: {url: 'https://rekor.test', pubkey: "
                + quoted(rekor) + "}, ctlog: {pubkey: " + quoted(ctLog) + "}}}";
    }

    private static String identity(String subject, String issuer) {
        return "subject: " + quoted(subject) + ", issuer: " + quoted(issuer);
    }

    private RuleResponse answer(String attestor) {
        return only(decide(create(IMAGE), check(entry(attestor))));
    }

    @Test
    void a_keyless_signature_verifies_by_the_policys_own_trust_alone() {
        AdmissionDecision decision = builder(check(entry(keyless(identity(SUBJECT, ISSUER)))))
                .trustRoot(() -> {
                    throw new AssertionError("the process-wide trust root was asked");
                })
                .build()
                .decide(create(IMAGE));

        assertThat(decision.allowed()).isTrue();
        assertThat(only(decision).divergences()).isEmpty();
        assertThat(only(decision).images().get(0).verdict())
                .isInstanceOfSatisfying(Verdict.Verified.class, verdict -> assertThat(verdict.evidence())
                        .singleElement()
                        .satisfies(evidence -> {
                            assertThat(evidence.attestor()).isEqualTo(".attestors[0].entries[0].keyless");
                            assertThat(evidence.signer()).isEqualTo(SUBJECT + " by " + ISSUER);
                            assertThat(evidence.time()).contains(SIGNED_AT.plusSeconds(5));
                            assertThat(evidence.timeSource()).isEqualTo("transparency log");
                            assertThat(evidence.log()).matches("[0-9a-f]{64}@\\d+");
                            assertThat(evidence.ctLogs()).hasSize(1);
                            assertThat(evidence.weakened()).isEmpty();
                        }));
    }

    @Test
    void a_keyless_signature_verifies_by_the_process_wide_trust_where_the_policy_states_none() {
        String attestor = "{keyless: {" + identity(SUBJECT, ISSUER) + ", rekor: {url: 'https://rekor.test'}}}";

        AdmissionDecision trusting = builder(check(entry(attestor)))
                .trustRoot(TrustRoots.of(SIGSTORE.trustMaterial()))
                .build()
                .decide(create(IMAGE));
        AdmissionDecision trustingAnother = builder(check(entry(attestor)))
                .trustRoot(TrustRoots.of(OTHER.trustMaterial()))
                .build()
                .decide(create(IMAGE));
        AdmissionDecision trustingNobody = decide(create(IMAGE), check(entry(attestor)));
        AdmissionDecision notLoaded = builder(check(entry(attestor)))
                .trustRoot(() -> {
                    throw new TrustRootException("not loaded");
                })
                .build()
                .decide(create(IMAGE));

        assertThat(trusting.allowed()).isTrue();
        assertThat(trustingAnother.allowed()).isFalse();
        for (AdmissionDecision open : List.of(trustingNobody, notLoaded)) {
            assertThat(open.allowed()).isFalse();
            assertThat(only(open).status()).isEqualTo(RuleStatus.FAIL);
            assertThat(only(open).images().get(0).verdict()).isInstanceOf(Verdict.Indeterminate.class);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            subject: "https://ci.test/*", issuer: "https://token.ci.test" | pass
            subjectRegExp: "workflows/release", issuerRegExp: "^https://token" | pass
            subject: "https://ci.test/other/*", subjectRegExp: "acme/web", issuer: "*" | pass
            subject: "https://ci.test", issuer: "https://token.ci.test" | subject mismatch
            subject: "*", issuer: "https://other.test" | issuer mismatch
            subject: "*", issuer: "*", issuerRegExp: "other" | issuer mismatch
            subjectRegExp: "(", issuer: "*" | invalid regexp for subject
            subject: "*", issuerRegExp: "(", issuer: "*" | invalid regexp for issuer
            subject: "*", issuer: "*", additionalExtensions: {githubWorkflowRepository: "acme/*"} | pass
            subject: "*", issuer: "*", additionalExtensions: {"1.3.6.1.4.1.57264.1.5": "acme/web"} | pass
            subject: "*", issuer: "*", additionalExtensions: {githubWorkflowRepository: "other/*"} | extension mismatch
            subject: "*", issuer: "*", additionalExtensions: {githubWorkflowTrigger: "push"} | extension mismatch
            subject: "*", issuer: "*", additionalExtensions: {nothing: "*"} | invalid certificate extension nothing
            """)
    void the_identity_decides(String identity, String outcome) {
        RuleResponse response = answer(keyless(identity));

        if (outcome.equals("pass")) {
            assertThat(response.status()).as(response.message()).isEqualTo(RuleStatus.PASS);
        } else {
            assertThat(response.status()).isEqualTo(RuleStatus.FAIL);
            assertThat(response.message()).contains(".attestors[0].entries[0].keyless: " + outcome);
        }
    }

    @Test
    void every_kind_of_trust_that_the_policy_states_must_be_the_right_one() {
        String who = identity("*", "*");

        assertThat(answer(keyless(who, OTHER.roots(), SIGSTORE.rekorKey(), SIGSTORE.ctLogKey())))
                .extracting(RuleResponse::status)
                .isEqualTo(RuleStatus.FAIL);
        assertThat(answer(keyless(who, SIGSTORE.roots(), OTHER.rekorKey(), SIGSTORE.ctLogKey())))
                .extracting(RuleResponse::status)
                .isEqualTo(RuleStatus.FAIL);
        assertThat(answer(keyless(who, SIGSTORE.roots(), SIGSTORE.rekorKey(), OTHER.ctLogKey())))
                .extracting(RuleResponse::status)
                .isEqualTo(RuleStatus.FAIL);
    }

    @ParameterizedTest
    @ValueSource(strings = {SignatureLayer.SIGNATURE, SignatureLayer.CERTIFICATE, SignatureLayer.BUNDLE})
    void no_part_of_a_keyless_signature_may_be_missing_or_of_another(String part) {
        SignatureLayer own = SIGSTORE.signKeyless(image, SUBJECT, ISSUER);
        SignatureLayer another = SIGSTORE.signKeyless(image, SUBJECT, ISSUER);
        String attestor = keyless(identity("*", "*"));

        sign(WEB, image, own);
        assertThat(answer(attestor).status()).isEqualTo(RuleStatus.PASS);
        sign(WEB, image, own.without(part));
        assertThat(answer(attestor).status()).isEqualTo(RuleStatus.FAIL);
        sign(WEB, image, own.with(part, String.valueOf(another.annotations().get(part))));
        assertThat(answer(attestor).status()).isEqualTo(RuleStatus.FAIL);
    }

    @Test
    void a_signature_without_log_entry_is_told_so_and_no_log_is_asked() {
        sign(WEB, image, SIGSTORE.signKeyless(image, SUBJECT, ISSUER).without(SignatureLayer.BUNDLE));

        RuleResponse response = answer(keyless(identity("*", "*")));

        assertThat(response.message()).contains("https://rekor.test/api/v1/log/entries/retrieve");
        assertThat(((Verdict.NotVerified) response.images().get(0).verdict()).reasons())
                .extracting(dev.countersign.verify.Reason::code)
                .containsExactly("NO_LOG_ENTRY");
    }

    @Test
    void keyless_is_not_satisfied_by_a_key_nor_a_key_by_keyless() {
        String keys = PolicyText.key(KEY);
        assertThat(answer(keys).status()).isEqualTo(RuleStatus.FAIL);

        sign(WEB, image, SIGSTORE.signWithKey(image, KEY));
        assertThat(answer(keys).status()).isEqualTo(RuleStatus.PASS);
        assertThat(answer(keyless(identity("*", "*"))).status()).isEqualTo(RuleStatus.FAIL);
        assertThat(answer(keyless("issuer: ''")).status()).isEqualTo(RuleStatus.FAIL);
    }

    @Test
    void a_logged_signature_with_a_key_verifies_by_the_logs_key() {
        sign(WEB, image, SIGSTORE.signWithKey(image, KEY));
        String keys = "{keys: {publicKeys: " + quoted(KEY.publicKey()) + ", ctlog: {ignoreSCT: true}, rekor: {url: x,"
                + " pubkey: ";

        assertThat(answer(keys + quoted(SIGSTORE.rekorKey()) + "}}}").status()).isEqualTo(RuleStatus.PASS);
        assertThat(answer(keys + quoted(OTHER.rekorKey()) + "}}}").status()).isEqualTo(RuleStatus.FAIL);
    }

    // D03, D04, D05, D07 from the policy's text

    @Test
    void identity_and_annotations_of_two_signatures_do_not_make_one() {
        sign(
                WEB,
                image,
                SIGSTORE.signKeyless(image, SUBJECT, ISSUER),
                SIGSTORE.signKeyless(image, "mallory@evil.test", ISSUER, Map.of(), Map.of("tier", "prod")));

        RuleResponse response =
                answer(keyless(identity(SUBJECT, ISSUER)).replace("{keyless", "{annotations: {tier: prod}, keyless"));

        assertThat(response.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(response.message()).endsWith("no signature matched the required annotations");
        assertThat(response.divergences()).containsExactly("D03");
    }

    @Test
    void a_certificate_that_names_nobody_satisfies_no_subject() {
        sign(WEB, image, SIGSTORE.signKeyless(image, "", ISSUER));

        RuleResponse response = answer(keyless(identity("*", ISSUER)));

        assertThat(response.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(response.divergences()).containsExactly("D04");
    }

    @Test
    void signatures_from_before_and_after_a_rotation_of_both_logs_verify() {
        String who = identity("*", "*");
        String both = keyless(
                who,
                OTHER.roots() + SIGSTORE.roots(),
                OTHER.rekorKey() + SIGSTORE.rekorKey(),
                OTHER.ctLogKey() + SIGSTORE.ctLogKey());

        RuleResponse byTheSecond = answer(both);
        RuleResponse byNobodyAsked = answer(both.replace("subject: \"*\"", "subject: \"nobody\""));
        sign(WEB, image, OTHER.signKeyless(image, SUBJECT, ISSUER));
        RuleResponse byTheFirst = answer(both);

        assertThat(byTheSecond.status()).isEqualTo(RuleStatus.PASS);
        assertThat(byTheSecond.divergences()).containsExactly("D05");
        assertThat(byNobodyAsked.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(byNobodyAsked.divergences()).containsExactly("D05");
        assertThat(byTheFirst.status()).isEqualTo(RuleStatus.PASS);
        assertThat(byTheFirst.divergences()).isEmpty();
    }

    @Test
    void a_second_key_that_cannot_be_read_refuses_and_says_so() {
        String attestor = keyless(
                identity("*", "*"), SIGSTORE.roots(), SIGSTORE.rekorKey() + SIGSTORE.roots(), SIGSTORE.ctLogKey());

        RuleResponse response = answer(attestor);

        assertThat(response.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(response.divergences()).containsExactly("D05");
    }

    @ParameterizedTest
    @CsvSource({"acme/*, PASS", "other/*, FAIL"})
    void extensions_of_the_entry_count_for_its_keyless_attestors(String wanted, RuleStatus status) {
        String extensions = ", additionalExtensions: {githubWorkflowRepository: '" + wanted + "'}";
        RuleResponse response = only(decide(create(IMAGE), check(entry(keyless(identity("*", "*"))) + extensions)));

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.divergences()).isEqualTo(status == RuleStatus.PASS ? List.of() : List.of("D07"));
    }

    @Test
    void extensions_count_for_the_deprecated_fields_too() {
        String deprecated = "imageReferences: [\"registry.test/*\"], failureAction: Enforce, issuer: \"" + ISSUER
                + "\", subject: \"" + SUBJECT + "\", roots: " + quoted(SIGSTORE.roots());
        String extensions = ", additionalExtensions: {githubWorkflowRepository: 'other/*'}";

        RuleResponse without = only(builder(check(deprecated))
                .trustRoot(TrustRoots.of(SIGSTORE.trustMaterial()))
                .build()
                .decide(create(IMAGE)));
        RuleResponse with = only(builder(check(deprecated + extensions))
                .trustRoot(TrustRoots.of(SIGSTORE.trustMaterial()))
                .build()
                .decide(create(IMAGE)));

        assertThat(without.status()).isEqualTo(RuleStatus.PASS);
        assertThat(with.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(with.divergences()).containsExactly("D07");
    }

    // other keys

    @Test
    void keys_of_other_families_verify_with_their_algorithm() {
        SigningKey rsa = SigningKey.rsa();
        SigningKey p384 = SigningKey.p384();
        sign(
                WEB,
                image,
                VirtualSigstore.signUnlogged(image, rsa, Map.of()),
                VirtualSigstore.signUnlogged(image, p384, Map.of()));
        String withSha384 = PolicyText.key(p384).replace("{keys: {", "{keys: {signatureAlgorithm: sha384, ");

        assertThat(answer(PolicyText.key(rsa)).status()).isEqualTo(RuleStatus.PASS);
        assertThat(answer(withSha384).status()).isEqualTo(RuleStatus.PASS);
        assertThat(answer(PolicyText.key(p384)).status()).isEqualTo(RuleStatus.FAIL);
        assertThat(answer(PolicyText.key(OTHER_KEY)).status()).isEqualTo(RuleStatus.FAIL);
    }

    @Test
    void one_key_of_several_in_a_text_satisfies_only_a_count_of_one() {
        sign(WEB, image, VirtualSigstore.signUnlogged(image, OTHER_KEY, Map.of()));
        String both = PolicyText.key(KEY.publicKey() + OTHER_KEY.publicKey());
        String counted =
                "imageReferences: [\"registry.test/*\"], failureAction: Enforce, attestors: [{count: 1, entries: ["
                        + both + "]}]";

        assertThat(answer(both).message()).contains(".attestors[0].entries[0].keys: ");
        assertThat(only(decide(create(IMAGE), check(counted))).status()).isEqualTo(RuleStatus.PASS);
    }
}
