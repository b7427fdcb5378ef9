package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.key;
import static dev.countersign.endtoend.PolicyText.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.cluster.manifests.ManifestCluster;
import dev.countersign.document.Value;
import dev.countersign.engine.AdmissionDecision;
import dev.countersign.engine.ImageVerificationEngine;
import dev.countersign.engine.RuleStatus;
import dev.countersign.engine.context.ServiceCallException;
import dev.countersign.engine.context.ServiceCalls;
import dev.countersign.policy.Policy;
import dev.countersign.testkit.VirtualSigstore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Context entries that ask somebody: the API server, a service, a registry, the global context. */
class ContextEntriesTest extends EndToEnd {
    private static final String MATCH = "match: {any: [{resources: {kinds: [Pod]}}]}";
    private static final String UNKNOWN =
            "failed to evaluate preconditions: failed to substitute variables in condition"
                    + " key: failed to resolve found at path : ";

    /** A rule that goes on only where the entry {@code found} equals the text, so that the good image passes. */
    private static Policy wants(String entry, String value) {
        return wants(named("check"), entry, value);
    }

    private static Policy wants(PolicyText policy, String entry, String value) {
        return policy.ruleWith(
                        "verify",
                        MATCH + ", context: [{name: found, " + entry
                                + "}], preconditions: {all: [{key: \"{{ found }}\", operator: Equals, value: " + value
                                + "}]}",
                        entry(key(KEY)))
                .read();
    }

    private static ManifestCluster cluster(String... objects) {
        return ManifestCluster.of(
                java.util.Arrays.stream(objects).map(Pods::object).toList());
    }

    private static final ManifestCluster SHOP = cluster(
            "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"shop\",\"labels\":{\"env\":\"prod\"}}}",
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\",\"namespace\":\"shop\"},\"data\":{\"k\":\"v\"}}",
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"b\",\"namespace\":\"lab\"},\"data\":{}}");

    private static void assertPasses(AdmissionDecision decision) {
        assertThat(decision.allowed()).as(decision.answer().message()).isTrue();
        assertThat(only(decision).status()).isEqualTo(RuleStatus.PASS);
    }

    private static void assertFails(AdmissionDecision decision, String message) {
        assertThat(decision.allowed()).isFalse();
        assertThat(only(decision).status()).isEqualTo(RuleStatus.ERROR);
        assertThat(only(decision).message()).isEqualTo(UNKNOWN + message);
    }

    private AdmissionDecision decide(ImageVerificationEngine.Builder builder) {
        return builder.build().decide(create(GOOD_IMAGE));
    }

    @Test
    void an_object_of_the_cluster_is_found_by_the_path_of_its_api() {
        Policy policy = wants(
                "apiCall: {urlPath: \"/api/v1/namespaces/{{ request.namespace }}\", jmesPath: metadata.labels.env}",
                "prod");
        assertPasses(decide(builder(policy).cluster(SHOP)));
    }

    @Test
    void a_list_of_a_namespace_holds_the_objects_of_that_namespace_only() {
        Policy policy = wants("apiCall: {urlPath: /api/v1/namespaces/shop/configmaps, jmesPath: 'length(items)'}", "1");
        assertPasses(decide(builder(policy).cluster(SHOP)));
    }

    @Test
    void an_object_that_does_not_exist_makes_the_rule_an_error_in_the_words_of_the_api_server() {
        Policy policy = wants("apiCall: {urlPath: /api/v1/namespaces/shop/configmaps/none}", "a");
        assertFails(
                decide(builder(policy).cluster(SHOP)),
                "failed to fetch data for APICall: failed to GET resource with raw url:"
                        + " /api/v1/namespaces/shop/configmaps/none: configmaps \"none\" not found");
    }

    @Test
    void the_default_counts_where_the_call_fails_and_no_path_is_applied_to_it() {
        Policy policy = wants(
                "apiCall: {urlPath: /api/v1/namespaces/shop/configmaps/none, jmesPath: data.x, default: other}",
                "other");
        assertPasses(decide(builder(policy).cluster(SHOP)));
    }

    @Test
    void a_path_that_finds_nothing_is_no_failed_call_so_that_the_default_does_not_count() {
        Policy policy =
                wants("apiCall: {urlPath: /api/v1/namespaces/shop, jmesPath: metadata.none, default: other}", "other");
        assertFails(
                decide(builder(policy).cluster(SHOP)),
                "failed to store data for APICall: failed to apply JMESPath metadata.none for context entry found:"
                        + " Unknown key \"none\" in path");
    }

    @Test
    void an_entry_that_nothing_names_is_never_loaded() {
        Policy policy = named("check")
                .ruleWith("verify", MATCH + ", context: [{name: found, apiCall: {urlPath: /nowhere}}]", entry(key(KEY)))
                .read();
        assertPasses(decide(builder(policy)));
    }

    @Test
    void a_namespaced_policy_sees_its_own_namespace_only_however_the_path_is_written() {
        for (String path : List.of(
                "/api/v1/namespaces/lab/configmaps/b",
                "/api/v1/namespaces/shop/../lab/configmaps/b",
                "/api/v1/namespaces/shop/%2e%2e/lab/configmaps/b")) {
            Policy policy = wants(named("check").in("shop"), "apiCall: {urlPath: " + path + ", default: other}", "a");
            assertFails(
                    decide(builder(policy).cluster(SHOP)),
                    "failed to fetch data for APICall: path /api/v1/namespaces/lab/configmaps/b refers to namespace"
                            + " lab, which is different from the policy namespace shop");
        }
        Policy wide = wants(named("check").in("shop"), "apiCall: {urlPath: /api/v1/configmaps}", "a");
        assertFails(
                decide(builder(wide).cluster(SHOP)),
                "failed to fetch data for APICall: path /api/v1/configmaps does not contain a namespace segment, which"
                        + " is required for namespaced policies");
    }

    @Test
    void a_service_is_asked_with_the_data_of_the_entry() {
        ServiceCalls calls = (request, deadline) -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.url()).isEqualTo("https://checks.test/web");
            assertThat(request.headers()).singleElement().satisfies(header -> assertThat(header.value())
                    .isEqualTo("shop"));
            // The validate phase sees the image with its digest.
            assertThat(request.body().orElseThrow().text("image").orElseThrow()).startsWith(GOOD_IMAGE);
            return answer(200, "OK", "{\"allowed\": \"yes\"}");
        };
        Policy policy = wants(
                "apiCall: {method: POST, service: {url: \"https://checks.test/{{ request.name }}\", headers: [{key: place,"
                        + " value: \"{{ request.namespace }}\"}]}, data: [{key: image, value:"
                        + " \"{{ request.object.spec.containers[0].image }}\"}], jmesPath: allowed}",
                "'yes'");
        assertPasses(decide(builder(policy).services(calls)));
    }

    @Test
    void a_service_that_refuses_answers_no_json_or_cannot_be_called_makes_the_rule_an_error_that_names_the_cause() {
        Policy policy = wants("apiCall: {service: {url: \"https://checks.test\"}}", "a");
        String prefix = "failed to fetch data for APICall: ";
        assertFails(
                decide(builder(policy).services((request, deadline) -> answer(503, "Service Unavailable", "later"))),
                prefix + "HTTP 503 Service Unavailable: later");
        assertFails(
                decide(builder(policy)),
                prefix
                        + "failed to execute HTTP request for APICall found: Get \"https://checks.test\": this engine was"
                        + " built without calls of services");
        assertFails(
                decide(builder(policy).services((request, deadline) -> {
                    throw new ServiceCallException("connection refused");
                })),
                prefix + "failed to execute HTTP request for APICall found: Get \"https://checks.test\": connection"
                        + " refused");
        AdmissionDecision garbage =
                decide(builder(policy).services((request, deadline) -> answer(200, "OK", "\u0000\u00ff{")));
        assertThat(garbage.allowed()).isFalse();
        assertThat(only(garbage).message()).contains("failed to unmarshal JSON of APICall found: ");
        AdmissionDecision huge = decide(builder(policy)
                .services((request, deadline) -> answer(200, "OK", "\"" + "a".repeat(2_000_000) + "\"")));
        assertThat(only(huge).message())
                .endsWith("response length must be less than max allowed response length of 2000000");
    }

    private static ServiceCalls.Answer answer(int status, String reason, String body) {
        return new ServiceCalls.Answer(status, reason, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_registry_tells_the_parts_of_an_image() {
        String reference = "imageRegistry: {reference: \"{{ request.object.spec.containers[0].image }}\", jmesPath: ";
        assertPasses(decide(builder(wants(reference + "configData.os}", "linux"))));
        assertPasses(decide(builder(wants(reference + "resolvedImage}", "\"" + GOOD + "@" + good.text() + "\""))));
        assertPasses(decide(builder(wants(
                reference + "\"join('|',[registry,repository,identifier,image])\"}",
                "\"registry.test|shop/good|1|" + GOOD_IMAGE + "\""))));
        assertPasses(decide(builder(wants(reference + "\"manifestList || 'none'\"}", "none"))));
    }

    @Test
    void of_an_index_the_image_for_linux_on_amd64_counts() {
        String type = "application/vnd.oci.image.index.v1+json";
        String other = "sha256:" + "1".repeat(64);
        String child =
                "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"size\":1,\"digest\":\"%s\",\"platform\":{\"os\":\"linux\",\"architecture\":\"%s\"}}";
        String index = "{\"schemaVersion\":2,\"mediaType\":\"" + type + "\",\"manifests\":["
                + child.formatted(other, "arm64") + "," + child.formatted(good.text(), "amd64") + "]}";
        server().push(GOOD, "many", type, index.getBytes(StandardCharsets.UTF_8));
        Policy policy = wants(
                "imageRegistry: {reference: \"" + GOOD
                        + ":many\", jmesPath: \"join('|',[manifestList.manifests[0].platform.architecture,configData.os])\"}",
                "arm64|linux");
        assertPasses(decide(builder(policy)));

        String none = "{\"schemaVersion\":2,\"mediaType\":\"" + type + "\",\"manifests\":["
                + child.formatted(other, "arm64") + "]}";
        server().push(GOOD, "none", type, none.getBytes(StandardCharsets.UTF_8));
        AdmissionDecision decision = decide(builder(wants("imageRegistry: {reference: \"" + GOOD + ":none\"}", "a")));
        assertThat(only(decision).message())
                .endsWith("no child with platform linux/amd64 in index registry.test/shop/good:none");
    }

    @Test
    void an_image_that_is_not_there_makes_the_rule_an_error() {
        Policy policy = wants("imageRegistry: {reference: \"" + GOOD + ":none\"}", "a");
        AdmissionDecision decision = decide(builder(policy));
        assertThat(decision.allowed()).isFalse();
        assertThat(only(decision).message())
                .startsWith(UNKNOWN + "failed to fetch image descriptor: registry.test/shop/good:none, error: ")
                .contains("MANIFEST_UNKNOWN");
    }

    @Test
    void a_manifest_of_an_image_that_is_no_json_makes_the_rule_an_error() {
        server().push(GOOD, "odd", "application/vnd.oci.image.manifest.v1+json", new byte[] {(byte) 0xff, 0, '{'});
        AdmissionDecision decision = decide(builder(wants("imageRegistry: {reference: \"" + GOOD + ":odd\"}", "a")));
        assertThat(decision.allowed()).isFalse();
        assertThat(only(decision).message())
                .contains("failed to decode manifest for image reference: " + GOOD + ":odd");
        VirtualSigstore.pushImage(server(), GOOD, "odd");
    }

    @Test
    void an_entry_of_the_global_context_is_found_by_name_and_projection() {
        Policy policy = wants("globalReference: {name: pods.count, jmesPath: 'n'}", "\"3\"");
        assertPasses(decide(builder(policy)
                .globalContext((entry, projection) -> entry.equals("pods") && projection.equals("count")
                        ? Optional.of(Value.EMPTY_OBJECT.with("n", Value.of("3")))
                        : Optional.empty())));
    }

    @Test
    void an_entry_that_the_global_context_lacks_makes_the_rule_an_error() {
        assertFails(
                decide(builder(wants("globalReference: {name: pods}", "a"))),
                "failed to marshal APICall data for context entry found: failed to fetch entry key=pods");
        assertFails(
                decide(builder(wants(named("check").in("shop"), "globalReference: {name: pods}", "a"))),
                "context entry found: globalReference is not allowed in namespaced policies");
    }
}
