package dev.countersign.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.cluster.manifests.ManifestCluster;
import dev.countersign.clusterimagepolicy.ClusterImagePolicyEngine;
import dev.countersign.clusterimagepolicy.ImagePolicyDecision;
import dev.countersign.clusterimagepolicy.NoMatchPolicy;
import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.policy.sigstore.ClusterImagePolicy;
import dev.countersign.policy.sigstore.ClusterImagePolicyReader;
import dev.countersign.policy.sigstore.ClusterImagePolicyReading;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Repository;
import dev.countersign.testkit.BundleRecipe;
import dev.countersign.testkit.SignatureLayer;
import dev.countersign.testkit.VirtualBundle;
import dev.countersign.testkit.VirtualSigstore;
import dev.countersign.testkit.VirtualTimestampAuthority;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustSnapshot;
import dev.countersign.trust.resource.ClusterTrustRoots;
import dev.countersign.trust.source.Refresh;
import dev.countersign.trust.source.TrustRoots;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** ClusterImagePolicies from their text to the answer of admission. */
class ClusterImagePolicyEngineTest extends EndToEnd {
    private static final String SUBJECT = "dev@acme.test";
    private static final String ISSUER = "https://token.ci.test";
    private static final Repository WEB = new Repository(HOST, "shop/web");
    private static final VirtualTimestampAuthority TSA = SIGSTORE.timestamps();
    private static final String IDENTITY = "identities: [{issuer: '" + ISSUER + "', subject: '" + SUBJECT + "'}]";
    private static final String KEYLESS = "keyless: {trustRootRef: acme, " + IDENTITY + "}";

    private static ClusterImagePolicy policy(String name, String spec, String... authorities) {
        StringBuilder text = new StringBuilder("apiVersion: policy.sigstore.dev/v1beta1\nkind: ClusterImagePolicy\n")
                .append("metadata: {name: ")
                .append(name)
                .append("}\nspec:\n  images: [{glob: '**'}]\n")
                .append(spec)
                .append("  authorities:")
                .append(authorities.length == 0 ? " []\n" : "\n");
        for (String authority : authorities) {
            text.append("  - ").append(authority).append('\n');
        }
        ClusterImagePolicyReading reading = ClusterImagePolicyReader.read(
                "p.yaml",
                text.toString().getBytes(StandardCharsets.UTF_8),
                new ClusterImagePolicyReader.Options("cosign-system", false));
        assertThat(reading.allIssues()).isEmpty();
        return reading.policies().get(0);
    }

    private static String key(String... pems) {
        return "key: {data: \"" + String.join("", pems).replace("\n", "\\n") + "\"}";
    }

    private static ObjectValue pod(String image) {
        return object("apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\n"
                + "spec: {containers: [{name: a, image: '" + image + "'}]}\n");
    }

    private static ObjectValue object(String text) {
        return (ObjectValue)
                DocumentReader.read("object.yaml", text.getBytes(StandardCharsets.UTF_8), DocumentLimits.OBJECTS)
                        .roots()
                        .get(0)
                        .value();
    }

    private ClusterImagePolicyEngine.Builder engine(ClusterImagePolicy... policies) {
        return ClusterImagePolicyEngine.builder(server().registry())
                .policies(List.of(policies))
                .trustRoots(Map.of("acme", TrustRoots.of(SIGSTORE.trustMaterial())))
                .clock(CLOCK);
    }

    private ImagePolicyDecision decide(String image, ClusterImagePolicy... policies) {
        return engine(policies).build().decide(pod(image));
    }

    private String web(SignatureLayer layer, Digest image) {
        sign(WEB, image, layer);
        return WEB + ":1";
    }

    private Digest image() {
        return VirtualSigstore.pushImage(server(), WEB, "1");
    }

    @Test
    void a_key_admits_what_it_signed_and_nothing_else() {
        ClusterImagePolicy policy = policy("p", "", key(KEY.publicKey()));
        ImagePolicyDecision admitted = decide(GOOD_IMAGE, policy);
        assertThat(admitted.allowed()).isTrue();
        assertThat(admitted.divergences()).isEmpty();
        assertThat(admitted.images().get(0).policies().get(0).matches().get(0).evidence())
                .hasSize(1);

        ImagePolicyDecision refused = decide(BAD_IMAGE, policy);
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.error())
                .isEqualTo("failed policy: p: spec.containers[0].image\n" + BAD_IMAGE + "@" + bad
                        + " signature key validation failed for authority authority-0 for " + BAD + "@" + bad
                        + ": no signatures found");
    }

    @Test
    void any_authority_is_enough_and_every_policy_must_be_satisfied() {
        ClusterImagePolicy either = policy("either", "", key(OTHER_KEY.publicKey()), key(KEY.publicKey()));
        assertThat(decide(GOOD_IMAGE, either).allowed()).isTrue();
        assertThat(decide(GOOD_IMAGE, either, policy("other", "", key(OTHER_KEY.publicKey())))
                        .error())
                .startsWith("failed policy: other: ");
    }

    @Test
    void static_authorities_answer_without_a_signature() {
        assertThat(decide(BAD_IMAGE, policy("p", "", "static: {action: pass}")).allowed())
                .isTrue();
        assertThat(decide(GOOD_IMAGE, policy("p", "", "static: {action: fail, message: never}"))
                        .error())
                .endsWith("disallowed by static policy: never");
    }

    @Test
    void a_policy_that_warns_admits_with_a_warning() {
        ImagePolicyDecision decision = decide(BAD_IMAGE, policy("p", "  mode: warn\n", key(KEY.publicKey())));
        assertThat(decision.allowed()).isTrue();
        assertThat(decision.warnings()).singleElement().asString().startsWith("failed policy: p: ");
    }

    @Test
    void an_image_that_no_policy_selects_is_refused_unless_configured_otherwise() {
        ClusterImagePolicy elsewhere =
                policy("p", "  match: [{version: v1, resource: jobs}]\n", "static: {action: pass}");
        assertThat(decide(GOOD_IMAGE, elsewhere).error()).startsWith("no matching policies: ");
        ImagePolicyDecision warned =
                engine(elsewhere).noMatchPolicy(NoMatchPolicy.WARN).build().decide(pod(GOOD_IMAGE));
        assertThat(warned.allowed()).isTrue();
        assertThat(warned.warnings()).hasSize(1);
        assertThat(engine(elsewhere)
                        .noMatchPolicy(NoMatchPolicy.ALLOW)
                        .build()
                        .decide(pod(GOOD_IMAGE))
                        .warnings())
                .isEmpty();
    }

    @Test
    void an_image_without_a_digest_that_can_be_found_is_refused() {
        assertThat(decide(HOST + "/shop/none:1", policy("p", "", "static: {action: pass}"))
                        .error())
                .isEqualTo("invalid value: " + HOST + "/shop/none:1 must be an image digest: spec.containers[0].image");
        assertThat(decide("Bad Name", policy("p", "", "static: {action: pass}")).allowed())
                .isFalse();
    }

    @Test
    void keyless_asks_for_the_identity_the_log_and_the_promise_of_the_named_trust_root() {
        Digest image = image();
        String web = web(SIGSTORE.signKeyless(image, SUBJECT, ISSUER), image);
        String ctlog = ", ctlog: {url: 'https://rekor.test', trustRootRef: acme}}";
        assertThat(decide(web, policy("p", "", "{" + KEYLESS + ctlog)).allowed())
                .isTrue();
        assertThat(decide(web, policy("p", "", "{" + KEYLESS.replace(SUBJECT, "else") + ctlog))
                        .error())
                .endsWith("none of the expected identities matched what was in the certificate, got subjects ["
                        + SUBJECT + "] with issuer " + ISSUER);
        assertThat(decide(web, policy("p", "", "{" + KEYLESS.replace("acme", "nobody") + ctlog))
                        .error())
                .endsWith(
                        "constructing checkOpts for authority-0: getting Fulcio certs: authority-0: trustRootRef nobody"
                                + " not found");
        assertThat(decide(web, policy("p", "", KEYLESS)).error())
                .endsWith("expected a signed timestamp to verify an expired certificate");
    }

    @Test
    void a_trust_root_is_found_by_its_name_in_the_cluster() {
        Digest image = image();
        String web = web(SIGSTORE.signKeyless(image, SUBJECT, ISSUER), image);
        String authority = "{" + KEYLESS + ", ctlog: {url: 'https://rekor.test', trustRootRef: acme}}";
        String log = ", hashAlgorithm: sha256, publicKey: ";
        ObjectValue held = object("apiVersion: policy.sigstore.dev/v1alpha1\nkind: TrustRoot\nmetadata: {name: acme}\n"
                + "spec:\n  sigstoreKeys:\n    certificateAuthorities: [{subject: {organization: o, commonName: c},"
                + " uri: 'https://ca.test', certChain: " + base64(SIGSTORE.roots()) + "}]\n"
                + "    tLogs: [{baseURL: 'https://rekor.test'" + log + base64(SIGSTORE.rekorKey()) + "}]\n"
                + "    ctLogs: [{baseURL: 'https://ct.test'" + log + base64(SIGSTORE.ctLogKey()) + "}]\n");
        ClusterImagePolicyEngine.Builder engine = engine(policy("p", "", authority));

        ImagePolicyDecision decision =
                engine.trustRoots(inCluster(held)::named).build().decide(pod(web));
        assertThat(decision.allowed()).as(decision.error()).isTrue();
        assertThat(engine.trustRoots(inCluster()::named)
                        .build()
                        .decide(pod(web))
                        .error())
                .endsWith("getting Fulcio certs: authority-0: trustRootRef acme not found");
    }

    @Test
    void who_cannot_find_trust_roots_refuses_what_needs_one_and_nothing_else() {
        ClusterImagePolicyEngine.Builder engine = engine(policy("p", "", "{" + KEYLESS + "}"));
        Function<String, TrustRoot> failing = name -> {
            throw new IllegalStateException("no " + name + " today");
        };
        ImagePolicyDecision decision = engine.trustRoots(failing).build().decide(pod(GOOD_IMAGE));
        assertThat(decision.allowed()).isFalse();
        assertThat(decision.error()).contains("trustRootRef acme not found", "the trust root failed", "no acme today");
        assertThat(engine(policy("p", "", key(KEY.publicKey())))
                        .trustRoots(failing)
                        .build()
                        .decide(pod(GOOD_IMAGE))
                        .allowed())
                .isTrue();
    }

    private static ClusterTrustRoots inCluster(ObjectValue... objects) {
        return ClusterTrustRoots.of(
                ManifestCluster.of(List.of(objects)),
                address -> {
                    throw new IllegalArgumentException("there is no network");
                },
                Refresh.whenAsked());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void each_of_several_keys_in_one_field_counts_D64() {
        ImagePolicyDecision decision = decide(GOOD_IMAGE, policy("p", "", key(OTHER_KEY.publicKey(), KEY.publicKey())));
        assertThat(decision.allowed()).isTrue();
        assertThat(decision.divergences()).containsExactly("D64");
    }

    @Test
    void a_log_is_asked_for_without_an_address_too_D65() {
        String authority = "{" + key(KEY.publicKey()) + ", ctlog: {trustRootRef: acme}}";
        ImagePolicyDecision decision = decide(GOOD_IMAGE, policy("p", "", authority));
        assertThat(decision.allowed()).isFalse();
        assertThat(decision.divergences()).containsExactly("D65");
    }

    @Test
    void a_timestamp_that_is_asked_for_must_be_there_D66() {
        String authority = "{" + key(KEY.publicKey()) + ", rfc3161timestamp: {trustRootRef: acme}}";
        TrustMaterial both = new TrustMaterial(
                List.of(), List.of(), List.of(), SIGSTORE.trustMaterial().timestampAuthorities());
        ImagePolicyDecision decision = engine(policy("p", "", authority))
                .trustRoots(Map.of("acme", TrustRoots.of(both)))
                .build()
                .decide(pod(GOOD_IMAGE));
        assertThat(decision.allowed()).isFalse();
        assertThat(decision.divergences()).contains("D66");

        ImagePolicyDecision unnamed = decide(
                GOOD_IMAGE, policy("p", "", "{" + key(KEY.publicKey()) + ", rfc3161timestamp: {trustRootRef: ''}}"));
        assertThat(unnamed.allowed()).isFalse();
        assertThat(unnamed.divergences()).containsExactly("D66");
    }

    @Test
    void each_timestamp_authority_of_a_trust_root_counts_D67() {
        Digest image = image();
        SignatureLayer stamped = SIGSTORE.signKeyless(image, SUBJECT, ISSUER)
                .without(SignatureLayer.BUNDLE)
                .stamped(TSA, SIGNED_AT.plusSeconds(3));
        String web = web(stamped, image);
        ImagePolicyDecision decision =
                decide(web, policy("p", "", "{" + KEYLESS + ", rfc3161timestamp: {trustRootRef: acme}}"));
        assertThat(decision.allowed()).isTrue();
        assertThat(decision.divergences()).containsExactly("D67");
    }

    private ImagePolicyDecision bundled(String identity, String wanted) {
        Digest image = image();
        BundleRecipe recipe = BundleRecipe.of(image).attesting("https://example/scan/v1", "{}");
        VirtualBundle.push(server(), WEB, image, SIGSTORE.bundleKeyless(recipe, SUBJECT, ISSUER));
        return decide(
                WEB + ":1",
                policy(
                        "p",
                        "",
                        "{" + identity + ", signatureFormat: bundle, attestations: [{name: a, predicateType: '" + wanted
                                + "'}]}"));
    }

    @Test
    void attestations_in_bundles_verify_by_the_whole_trust_root_D68() {
        ImagePolicyDecision decision = bundled(KEYLESS, "https://example/scan/v1");
        assertThat(decision.error()).isEmpty();
        assertThat(decision.allowed()).isTrue();
        assertThat(decision.divergences()).containsExactly("D68");
    }

    @Test
    void a_bundle_by_somebody_else_or_of_another_type_does_not_do() {
        assertThat(bundled(KEYLESS.replace(SUBJECT, "else"), "https://example/scan/v1")
                        .allowed())
                .isFalse();
        assertThat(bundled(KEYLESS, "https://example/other/v1").error())
                .endsWith("no matching attestations with type https://example/other/v1, checked the following"
                        + " predicateTypes: \"https://example/scan/v1\"");
    }

    @Test
    void a_policy_without_authorities_refuses_what_it_selects_D70() {
        ImagePolicyDecision decision = decide(GOOD_IMAGE, policy("p", ""));
        assertThat(decision.allowed()).isFalse();
        assertThat(decision.divergences()).containsExactly("D70");
    }

    @Test
    void a_policy_whose_key_cannot_be_had_refuses_beside_one_that_is_satisfied_D71() {
        ImagePolicyDecision decision = decide(
                GOOD_IMAGE,
                policy("good", "", key(KEY.publicKey())),
                policy("lost", "", "key: {secretRef: {name: signer}}"));
        assertThat(decision.allowed()).isFalse();
        assertThat(decision.error()).contains("failed policy: lost", "secret \"signer\" not found");
        assertThat(decision.divergences()).containsExactly("D71");
    }

    private ImagePolicyDecision decide(TrustRoot acme, String authority) {
        return engine(policy("p", "", authority))
                .trustRoots(Map.of("acme", acme))
                .build()
                .decide(pod(WEB + ":1"));
    }

    private static TrustRoot ownFor(VirtualSigstore own) {
        return TrustRoots.perIssuer(
                TrustRoots.of(SIGSTORE.trustMaterial()), Map.of(ISSUER, TrustRoots.of(own.trustMaterial())));
    }

    @Test
    void an_issuer_with_trust_of_its_own_is_judged_by_it_alone() {
        VirtualSigstore own = VirtualSigstore.at(SIGNED_AT);
        String logged = "{" + KEYLESS + ", ctlog: {url: 'https://rekor.test', trustRootRef: acme}}";
        String stamped = "{" + KEYLESS + ", rfc3161timestamp: {trustRootRef: acme}}";
        Digest image = image();
        for (VirtualSigstore by : List.of(own, SIGSTORE)) {
            SignatureLayer layer = by.signKeyless(image, SUBJECT, ISSUER);
            web(layer, image);
            assertThat(decide(ownFor(own), logged).allowed()).isEqualTo(by == own);
            for (VirtualSigstore stamping : List.of(own, SIGSTORE)) {
                web(
                        layer.without(SignatureLayer.BUNDLE).stamped(stamping.timestamps(), SIGNED_AT.plusSeconds(3)),
                        image);
                assertThat(decide(ownFor(own), stamped).allowed()).isEqualTo(by == own && stamping == own);
            }
        }
    }

    @Test
    void a_bundle_of_an_issuer_with_trust_of_its_own_is_judged_by_it_alone() {
        VirtualSigstore own = VirtualSigstore.at(SIGNED_AT);
        String authority = "{" + KEYLESS
                + ", signatureFormat: bundle, attestations: [{name: a, predicateType: 'https://example/scan/v1'}]}";
        Digest image = image();
        BundleRecipe recipe = BundleRecipe.of(image).attesting("https://example/scan/v1", "{}");
        VirtualBundle.push(server(), WEB, image, SIGSTORE.bundleKeyless(recipe, SUBJECT, ISSUER));
        assertThat(decide(ownFor(own), authority).allowed()).isFalse();
        assertThat(decide(ownFor(SIGSTORE), authority).allowed()).isTrue();

        TrustMaterial trust = SIGSTORE.trustMaterial();
        TrustRoot withoutCtLogs = TrustRoots.of(new TrustMaterial(
                trust.certificateAuthorities(), trust.transparencyLogs(), List.of(), trust.timestampAuthorities()));
        assertThat(decide(TrustRoots.perIssuer(TrustRoots.of(trust), Map.of(ISSUER, withoutCtLogs)), authority)
                        .allowed())
                .as("a kind that the issuer lacks is not taken from the others")
                .isFalse();
    }

    @Test
    void a_trust_root_is_of_one_moment_throughout_a_request() {
        AtomicInteger asked = new AtomicInteger();
        TrustRoot counting = () -> {
            asked.incrementAndGet();
            return TrustSnapshot.fixed(SIGSTORE.trustMaterial());
        };
        Digest image = image();
        web(SIGSTORE.signKeyless(image, SUBJECT, ISSUER), image);

        ImagePolicyDecision decision =
                decide(counting, "{" + KEYLESS + ", ctlog: {url: 'https://rekor.test', trustRootRef: acme}}");

        assertThat(decision.allowed()).isTrue();
        assertThat(asked).hasValue(1);
    }
}
