package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.check;
import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.cluster.manifests.ManifestCluster;
import dev.countersign.crypto.Cryptography;
import dev.countersign.engine.RuleResponse;
import dev.countersign.engine.RuleStatus;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Repository;
import dev.countersign.testkit.BundleRecipe;
import dev.countersign.testkit.SigningKey;
import dev.countersign.testkit.VirtualBundle;
import dev.countersign.testkit.VirtualSigstore;
import dev.countersign.testkit.VirtualSigstore.AttestationEntry;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.inventory.TrustFinding;
import dev.countersign.trust.source.TrustRoots;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.VerificationContext;
import dev.countersign.verify.artifact.ArtifactSigner;
import dev.countersign.verify.artifact.ArtifactVerifier;
import dev.countersign.verify.check.ArtifactDigests;
import dev.countersign.verify.inventory.ImageTrust;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two deployments of Sigstore, where acme's is trusted for acme's issuer alone, and the other one for every other issuer and for keys: neither
 * can speak for the other's.
 */
class IssuerTrustTest extends EndToEnd {
    private static final VirtualSigstore ACME = VirtualSigstore.at(SIGNED_AT);
    private static final VirtualSigstore OTHER = SIGSTORE;
    private static final String ACME_ISSUER = "https://issuer.acme.test";
    private static final String OTHER_ISSUER = "https://issuer.other.test";
    private static final String SUBJECT = "ci@acme.test";
    private static final String NEWER_ISSUER = "1.3.6.1.4.1.57264.1.8";
    private static final String TYPE = "https://example/scan/v1";
    private static final TrustRoot UNION =
            TrustRoots.union(TrustRoots.of(OTHER.trustMaterial()), TrustRoots.of(ACME.trustMaterial()));
    private static final TrustRoot PER_ISSUER = TrustRoots.perIssuer(
            TrustRoots.of(OTHER.trustMaterial()), Map.of(ACME_ISSUER, TrustRoots.of(ACME.trustMaterial())));
    private static final Repository WEB = new Repository(HOST, "shop/web");
    private static final String IMAGE = WEB + ":1";

    private Digest image = new Digest("sha256:" + "0".repeat(64));

    /** How a signature is stored. */
    enum Form {
        ANNOTATIONS,
        BUNDLE
    }

    @BeforeEach
    void an_image_is_there() {
        image = VirtualSigstore.pushImage(server(), WEB, "1");
    }

    /** In DER, as the newer extension holds it. */
    private static String der(String text) {
        return "\u000c" + (char) text.length() + text;
    }

    private void signed(Form form, VirtualSigstore by, String issuer, Map<String, String> extensions) {
        if (form == Form.BUNDLE) {
            VirtualBundle.push(
                    server(), WEB, image, by.bundleKeyless(BundleRecipe.of(image), SUBJECT, issuer, extensions));
        } else {
            sign(WEB, image, by.signKeyless(image, SUBJECT, issuer, extensions, Map.of()));
        }
    }

    private void signed(Form form, VirtualSigstore by, String issuer) {
        signed(form, by, issuer, Map.of());
    }

    private static String attestor(String issuer, String more) {
        return "{keyless: {subject: " + quoted(SUBJECT) + ", issuer: " + quoted(issuer) + more + "}}";
    }

    private RuleResponse answer(Form form, TrustRoot trust, String attestor) {
        return only(builder(check((form == Form.BUNDLE ? "type: SigstoreBundle, " : "") + entry(attestor)))
                .trustRoot(trust)
                .build()
                .decide(create(IMAGE)));
    }

    private RuleResponse answer(Form form, TrustRoot trust, String issuer, String rekor) {
        return answer(form, trust, attestor(issuer, ", rekor: {url: 'https://rekor.test'" + rekor + "}"));
    }

    private RuleStatus status(Form form, TrustRoot trust, String issuer) {
        return answer(form, trust, issuer, "").status();
    }

    private static String codes(RuleResponse rule) {
        return rule.images().stream()
                .map(outcome -> outcome.verdict())
                .filter(Verdict.NotVerified.class::isInstance)
                .flatMap(verdict -> ((Verdict.NotVerified) verdict).reasons().stream())
                .map(reason -> reason.code())
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void each_verifies_for_its_own(Form form) {
        signed(form, ACME, ACME_ISSUER);
        assertThat(status(form, PER_ISSUER, ACME_ISSUER)).isEqualTo(RuleStatus.PASS);

        Digest other = VirtualSigstore.pushImage(server(), WEB, "1");
        assertThat(other).isEqualTo(image);
        signed(form, OTHER, OTHER_ISSUER);
        assertThat(status(form, PER_ISSUER, OTHER_ISSUER)).isEqualTo(RuleStatus.PASS);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void who_is_trusted_for_others_cannot_speak_for_an_issuer_with_trust_of_its_own(Form form) {
        signed(form, OTHER, ACME_ISSUER);

        assertThat(status(form, UNION, ACME_ISSUER)).isEqualTo(RuleStatus.PASS);
        assertThat(status(form, PER_ISSUER, ACME_ISSUER)).isEqualTo(RuleStatus.FAIL);
        assertThat(status(form, PER_ISSUER, "https://issuer.*")).isEqualTo(RuleStatus.FAIL);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void who_is_trusted_for_an_issuer_cannot_speak_for_others(Form form) {
        signed(form, ACME, OTHER_ISSUER);

        assertThat(status(form, UNION, OTHER_ISSUER)).isEqualTo(RuleStatus.PASS);
        assertThat(status(form, PER_ISSUER, OTHER_ISSUER)).isEqualTo(RuleStatus.FAIL);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void a_certificate_that_says_two_issuers_speaks_for_neither(Form form) {
        for (VirtualSigstore by : List.of(OTHER, ACME)) {
            signed(form, by, ACME_ISSUER, Map.of(NEWER_ISSUER, der(OTHER_ISSUER)));
            for (String issuer : List.of(ACME_ISSUER, OTHER_ISSUER)) {
                RuleResponse rule = answer(form, PER_ISSUER, issuer, "");
                assertThat(rule.status()).isEqualTo(RuleStatus.FAIL);
                assertThat(codes(rule)).contains("ISSUER_AMBIGUOUS");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void a_certificate_that_says_two_issuers_neither_of_which_has_trust_of_its_own_is_the_others(Form form) {
        signed(form, OTHER, OTHER_ISSUER, Map.of(NEWER_ISSUER, der("https://third.test")));

        String read = form == Form.BUNDLE ? "https://third.test" : OTHER_ISSUER;
        assertThat(status(form, PER_ISSUER, read)).isEqualTo(RuleStatus.PASS);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void the_newer_extension_counts_where_the_older_is_missing(Form form) {
        signed(form, OTHER, "", Map.of(NEWER_ISSUER, der(ACME_ISSUER)));
        assertThat(codes(answer(form, PER_ISSUER, ACME_ISSUER, ""))).contains("UNKNOWN");

        signed(form, ACME, "", Map.of(NEWER_ISSUER, der(ACME_ISSUER)));
        // Type Cosign reads the older extension only when it comes to the identity.
        assertThat(codes(answer(form, PER_ISSUER, form == Form.BUNDLE ? ACME_ISSUER : "", "")))
                .doesNotContain("UNKNOWN");
        assertThat(status(form, PER_ISSUER, form == Form.BUNDLE ? ACME_ISSUER : ""))
                .isEqualTo(RuleStatus.PASS);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void an_issuer_that_cannot_be_read_is_nobodys(Form form) {
        signed(form, OTHER, OTHER_ISSUER, Map.of(NEWER_ISSUER, "no DER"));

        assertThat(codes(answer(form, PER_ISSUER, OTHER_ISSUER, ""))).contains("CERTIFICATE_EXTENSION_MALFORMED");
    }

    @Test
    void the_log_must_be_the_issuers_too() {
        SigningKey key = SigningKey.p256();
        String certificate = ACME.certify(key, SUBJECT, ACME_ISSUER);
        VirtualBundle.push(server(), WEB, image, OTHER.bundle(BundleRecipe.of(image), key, certificate));

        assertThat(status(Form.BUNDLE, UNION, ACME_ISSUER)).isEqualTo(RuleStatus.PASS);
        RuleResponse refused = answer(Form.BUNDLE, PER_ISSUER, ACME_ISSUER, "");
        assertThat(refused.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(codes(refused)).contains("LOG_UNKNOWN");
    }

    @Test
    void the_CT_log_must_be_the_issuers_too() {
        TrustMaterial acme = ACME.trustMaterial();
        TrustMaterial mixed = new TrustMaterial(
                acme.certificateAuthorities(),
                acme.transparencyLogs(),
                OTHER.trustMaterial().ctLogs(),
                acme.timestampAuthorities());
        TrustRoot root = TrustRoots.perIssuer(UNION, Map.of(ACME_ISSUER, TrustRoots.of(mixed)));
        signed(Form.ANNOTATIONS, ACME, ACME_ISSUER);

        assertThat(codes(answer(Form.ANNOTATIONS, root, ACME_ISSUER, ""))).contains("CT_LOG_UNKNOWN");
    }

    @Test
    void the_timestamp_authority_must_be_the_issuers_too() {
        String attestor = attestor(ACME_ISSUER, ", rekor: {url: 'https://rekor.test', ignoreTlog: true}");
        for (VirtualSigstore stamping : List.of(OTHER, ACME)) {
            BundleRecipe recipe = BundleRecipe.of(image)
                    .logged(BundleRecipe.Log.NONE)
                    .stamped(stamping.timestamps(), SIGNED_AT.plusSeconds(4));
            VirtualBundle.push(server(), WEB, image, ACME.bundleKeyless(recipe, SUBJECT, ACME_ISSUER));

            assertThat(answer(Form.BUNDLE, PER_ISSUER, attestor).status())
                    .isEqualTo(stamping == ACME ? RuleStatus.PASS : RuleStatus.FAIL);
        }
    }

    @Test
    void signatures_by_keys_are_judged_by_the_others() {
        String key = "{keys: {publicKeys: " + quoted(KEY.publicKey()) + ", rekor: {url: 'https://rekor.test'}}}";
        sign(WEB, image, ACME.signWithKey(image, KEY));
        assertThat(answer(Form.ANNOTATIONS, PER_ISSUER, key).status()).isEqualTo(RuleStatus.FAIL);
        sign(WEB, image, OTHER.signWithKey(image, KEY));
        assertThat(answer(Form.ANNOTATIONS, PER_ISSUER, key).status()).isEqualTo(RuleStatus.PASS);

        VirtualBundle.push(server(), WEB, image, ACME.bundleWithKey(BundleRecipe.of(image), KEY));
        assertThat(answer(Form.BUNDLE, PER_ISSUER, key).status()).isEqualTo(RuleStatus.FAIL);
        VirtualBundle.push(server(), WEB, image, OTHER.bundleWithKey(BundleRecipe.of(image), KEY));
        assertThat(answer(Form.BUNDLE, PER_ISSUER, key).status()).isEqualTo(RuleStatus.PASS);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void what_the_policy_states_wins_for_every_issuer_kind_by_kind(Form form) {
        signed(form, OTHER, ACME_ISSUER);
        String roots = ", roots: " + quoted(OTHER.roots());
        String ctlog = ", ctlog: {pubkey: " + quoted(OTHER.ctLogKey()) + "}";
        String rekor = ", rekor: {url: 'https://rekor.test'";

        RuleResponse all = answer(
                form,
                PER_ISSUER,
                attestor(ACME_ISSUER, roots + ctlog + rekor + ", pubkey: " + quoted(OTHER.rekorKey()) + "}"));
        assertThat(all.status()).isEqualTo(RuleStatus.PASS);

        RuleResponse log = answer(form, PER_ISSUER, attestor(ACME_ISSUER, roots + ctlog + rekor + "}"));
        assertThat(log.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(codes(log)).as("the log is still the issuer's").contains("LOG_UNKNOWN");
    }

    @Test
    void attestations_in_annotations_are_judged_likewise() {
        byte[] statement = ("{\"_type\":\"https://in-toto.io/Statement/v0.1\",\"predicateType\":\"" + TYPE
                        + "\",\"subject\":[{\"name\":\"x\",\"digest\":{\"sha256\":\"" + image.hex()
                        + "\"}}],\"predicate\":{}}")
                .getBytes(StandardCharsets.UTF_8);
        String entry = "imageReferences: ['registry.test/*'], failureAction: Enforce, attestations: [{type: '" + TYPE
                + "', attestors: [" + PolicyText.set(attestor(ACME_ISSUER, ", rekor: {url: 'https://rekor.test'}"))
                + "]}]";
        for (VirtualSigstore by : List.of(ACME, OTHER)) {
            VirtualSigstore.pushAttestations(
                    server(), WEB, image, by.attestKeyless(statement, SUBJECT, ACME_ISSUER, AttestationEntry.DSSE));
            RuleResponse rule =
                    only(builder(check(entry)).trustRoot(PER_ISSUER).build().decide(create(IMAGE)));
            assertThat(rule.status()).isEqualTo(by == ACME ? RuleStatus.PASS : RuleStatus.FAIL);
        }
    }

    @Test
    void artifacts_are_judged_likewise() throws Exception {
        ArtifactVerifier verifier = new ArtifactVerifier(PER_ISSUER.material(), Cryptography.bouncyCastle());
        ArtifactSigner signer = new ArtifactSigner.Identity(SUBJECT, ACME_ISSUER);
        ArtifactDigests artifact =
                ArtifactDigests.parse("sha256:" + image.hex()).orElseThrow();
        BundleRecipe recipe = BundleRecipe.of(image);

        assertThat(verifier.verify(ACME.bundleKeyless(recipe, SUBJECT, ACME_ISSUER), artifact, signer))
                .isInstanceOf(Verdict.Verified.class);
        assertThat(verifier.verify(OTHER.bundleKeyless(recipe, SUBJECT, ACME_ISSUER), artifact, signer))
                .isInstanceOf(Verdict.Rejected.class);
        assertThat(verifier.verify(
                        OTHER.bundleKeyless(recipe, SUBJECT, OTHER_ISSUER),
                        artifact,
                        new ArtifactSigner.Identity(SUBJECT, OTHER_ISSUER)))
                .isInstanceOf(Verdict.Verified.class);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void a_check_of_trust_for_an_image_names_what_the_issuer_lacks(Form form) {
        VerificationContext context = new VerificationContext(
                Cryptography.bouncyCastle(), PER_ISSUER, ManifestCluster.of(List.of()), CLOCK.instant());
        signed(form, OTHER, ACME_ISSUER);
        assertThat(ImageTrust.check(IMAGE, server().registry(), Duration.ofSeconds(30), context))
                .extracting(TrustFinding::code)
                .contains("LOG_UNKNOWN");
        signed(form, ACME, ACME_ISSUER);
        assertThat(ImageTrust.check(IMAGE, server().registry(), Duration.ofSeconds(30), context))
                .isEmpty();
    }
}
