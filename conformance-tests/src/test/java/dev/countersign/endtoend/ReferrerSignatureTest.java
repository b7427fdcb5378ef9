package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.check;
import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.engine.RuleResponse;
import dev.countersign.engine.RuleStatus;
import dev.countersign.policy.Policy;
import dev.countersign.registry.Deadline;
import dev.countersign.registry.Descriptor;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Registry;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.RegistryException.Kind;
import dev.countersign.registry.Repository;
import dev.countersign.testkit.SignatureLayer;
import dev.countersign.testkit.SigningKey;
import dev.countersign.testkit.VirtualSigstore;
import dev.countersign.verify.Evidence;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures among the OCI 1.1 referrers of an image, and indexes where a signature manifest belongs. */
class ReferrerSignatureTest extends EndToEnd {
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final Policy OCI11 = oci11(key(KEY));

    private static Policy oci11(String attestor) {
        return check(entry(attestor) + ", cosignOCI11: true");
    }

    private static SignatureLayer by(SigningKey key, Digest image) {
        return VirtualSigstore.signUnlogged(image, key, Map.of());
    }

    private RuleResponse bad(Policy policy) {
        return only(decide(create(BAD_IMAGE), policy));
    }

    private static Verdict verdict(RuleResponse response) {
        return response.images().get(0).verdict();
    }

    @Test
    void a_referrer_counts_where_the_policy_says_so_and_only_there() {
        Digest referrer = VirtualSigstore.pushReferrer(server(), BAD, bad, by(KEY, bad));

        RuleResponse verified = bad(OCI11);
        assertThat(verified.status()).isEqualTo(RuleStatus.PASS);
        assertThat(((Verdict.Verified) verdict(verified)).evidence())
                .extracting(Evidence::foundAt)
                .containsExactly(BAD + "@" + referrer);

        RuleResponse unstated = bad(check(entry(key(KEY))));
        assertThat(unstated.message()).endsWith("no signatures found");
        assertThat(((Verdict.NotVerified) verdict(unstated)).reasons())
                .extracting(Reason::remedy)
                .singleElement()
                .asString()
                .contains("cosignOCI11: true");
    }

    @Test
    void of_several_referrers_the_last_counts() {
        VirtualSigstore.pushReferrer(server(), BAD, bad, by(KEY, bad));
        VirtualSigstore.pushReferrer(server(), BAD, bad, by(OTHER_KEY, bad));

        assertThat(bad(OCI11).message()).endsWith("no signatures found");
        assertThat(bad(oci11(key(OTHER_KEY))).status()).isEqualTo(RuleStatus.PASS);
    }

    @Test
    void the_tag_is_looked_at_where_no_referrer_does() {
        assertThat(only(decide(create(GOOD_IMAGE), OCI11)).status()).isEqualTo(RuleStatus.PASS);

        VirtualSigstore.pushReferrer(server(), GOOD, good, by(OTHER_KEY, good));
        assertThat(only(decide(create(GOOD_IMAGE), OCI11)).status()).isEqualTo(RuleStatus.PASS);
        assertThat(only(decide(create(GOOD_IMAGE), oci11(key(OTHER_KEY)))).status())
                .isEqualTo(RuleStatus.PASS);
    }

    @Test
    void a_refusal_has_kyvernos_message_of_the_tag_and_the_reasons_of_the_referrer() {
        VirtualSigstore.pushReferrer(server(), BAD, bad, by(OTHER_KEY, bad));

        RuleResponse response = bad(OCI11);

        assertThat(response.message()).endsWith(": no signatures found");
        assertThat(verdict(response))
                .isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> assertThat(rejected.reasons())
                        .extracting(Reason::code)
                        .containsExactly("SIGNATURE_INVALID"));
    }

    @Test
    void a_referrer_that_verified_is_not_left_for_the_tag_when_it_says_something_else() {
        VirtualSigstore.pushReferrer(server(), GOOD, good, by(KEY, good));
        sign(GOOD, good, VirtualSigstore.signUnlogged(good, KEY, Map.of("tier", "prod")));

        assertThat(only(decide(
                                create(GOOD_IMAGE),
                                oci11(key(KEY).replace("{keys", "{annotations: {tier: prod}, keys"))))
                        .message())
                .endsWith("no signature matched the required annotations");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_registry_that_does_not_list_referrers_leaves_the_tag_and_without_it_nothing_is_proven(Kind kind) {
        Registry failing = new ScriptedRegistry(server().registry()) {
            @Override
            public List<Descriptor> referrers(Repository repository, Digest subject, Deadline deadline)
                    throws RegistryException {
                throw new RegistryException(kind, 0, "failed");
            }
        };

        assertThat(builder(OCI11)
                        .registry(failing)
                        .build()
                        .decide(create(GOOD_IMAGE))
                        .allowed())
                .isTrue();
        RuleResponse unsigned = only(builder(OCI11).registry(failing).build().decide(create(BAD_IMAGE)));
        assertThat(unsigned.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(unsigned.message()).endsWith("no signatures found");
        assertThat(verdict(unsigned)).isInstanceOf(Verdict.Indeterminate.class);
    }

    @Test
    void a_registry_without_the_referrers_api_names_them_under_a_tag() {
        server().withoutReferrers(HOST);
        Digest referrer = VirtualSigstore.pushReferrer(server(), BAD, bad, by(KEY, bad));
        String listed = "{\"mediaType\":\"" + MANIFEST + "\",\"size\":1,\"digest\":\"" + referrer
                + "\",\"artifactType\":\"application/vnd.dev.cosign.artifact.sig.v1+json\"}";

        pushIndex("sha256-" + bad.hex(), listed);
        assertThat(bad(OCI11).status()).isEqualTo(RuleStatus.PASS);
        pushIndex("sha256-" + bad.hex(), listed.replace("cosign.artifact.sig.v1+json", "other"));
        assertThat(bad(OCI11).status()).isEqualTo(RuleStatus.FAIL);
    }

    @Test
    void the_referrers_of_a_stated_repository_count() {
        Repository signatures = new Repository(HOST, "shop/signatures");
        SignatureLayer layer = by(KEY, bad);
        // as in cosign, the list is the other repository's, the referrer itself is fetched beside the image
        VirtualSigstore.pushReferrer(server(), signatures, bad, layer);
        Policy elsewhere = oci11(key(KEY).replace("{keys", "{repository: " + signatures + ", keys"));

        assertThat(bad(elsewhere).message()).endsWith("no signatures found");
        VirtualSigstore.pushReferrer(server(), BAD, bad, layer);
        assertThat(bad(elsewhere).status()).isEqualTo(RuleStatus.PASS);
    }

    // an index under the tag

    private void pushIndex(String tag, String... children) {
        String index = "{\"schemaVersion\":2,\"mediaType\":\"" + INDEX + "\",\"manifests\":["
                + String.join(",", children) + "]}";
        server().push(BAD, tag, INDEX, index.getBytes(StandardCharsets.UTF_8));
    }

    private static String child(String mediaType, Digest digest, String more) {
        return "{\"mediaType\":\"" + mediaType + "\",\"size\":1,\"digest\":\"" + digest + "\"" + more + "}";
    }

    private static String platform(String os, String architecture) {
        return ",\"platform\":{\"os\":\"" + os + "\",\"architecture\":\"" + architecture + "\"}";
    }

    private Digest pushManifest(SignatureLayer... layers) {
        for (SignatureLayer layer : layers) {
            server().pushBlob(BAD, layer.payload());
        }
        return server().push(BAD, MANIFEST, VirtualSigstore.manifestOf(layers));
    }

    @Test
    void the_child_of_an_index_under_the_signature_tag_counts() {
        Digest ours = pushManifest(by(KEY, bad));
        Digest another = pushManifest(by(OTHER_KEY, bad));
        Policy policy = check(entry(key(KEY)));
        String tag = VirtualSigstore.signatureTag(bad);

        pushIndex(tag, child(MANIFEST, ours, ""));
        assertThat(bad(policy).status()).isEqualTo(RuleStatus.PASS);
        pushIndex(tag, child(MANIFEST, another, platform("linux", "arm64")), child(MANIFEST, ours, ""));
        assertThat(bad(policy).status()).isEqualTo(RuleStatus.PASS);
        pushIndex(tag, child(MANIFEST, another, platform("linux", "amd64")), child(MANIFEST, ours, ""));
        assertThat(bad(policy).status()).isEqualTo(RuleStatus.FAIL);
        pushIndex(tag, child(MANIFEST, ours, platform("windows", "amd64")));
        assertThat(bad(policy).message()).contains("no child with platform linux/amd64 in index " + BAD + ":" + tag);
    }

    @Test
    void indexes_within_indexes_are_followed_up_to_a_bound() {
        Digest inner = pushManifest(by(KEY, bad));
        String type = MANIFEST;
        Policy policy = check(entry(key(KEY)));

        for (int depth = 1; depth <= 5; depth++) {
            pushIndex(VirtualSigstore.signatureTag(bad), child(type, inner, ""));
            assertThat(bad(policy).status())
                    .as("%d indexes", depth)
                    .isEqualTo(depth <= 4 ? RuleStatus.PASS : RuleStatus.FAIL);
            inner = server().push(
                            BAD,
                            INDEX,
                            ("{\"manifests\":[" + child(type, inner, "") + "]}").getBytes(StandardCharsets.UTF_8));
            type = INDEX;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{}",
                "{\"manifests\":null}",
                "{\"manifests\":[null]}",
                "{\"manifests\":[{}]}",
                "{\"manifests\":[{\"digest\":\"sha256:abc\"}]}",
                "{\"manifests\":[{\"digest\":7}]}"
            })
    void an_index_that_is_none_is_refused(String index) {
        server().push(BAD, VirtualSigstore.signatureTag(bad), INDEX, index.getBytes(StandardCharsets.UTF_8));

        RuleResponse response = bad(check(entry(key(KEY))));

        assertThat(response.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(verdict(response)).isInstanceOf(Verdict.Rejected.class);
    }

    @Test
    void a_child_that_is_not_there_is_no_signature() {
        pushIndex(VirtualSigstore.signatureTag(bad), child(MANIFEST, new Digest("sha256:" + "a".repeat(64)), ""));

        assertThat(bad(check(entry(key(KEY)))).message()).endsWith("no signatures found");
    }
}
