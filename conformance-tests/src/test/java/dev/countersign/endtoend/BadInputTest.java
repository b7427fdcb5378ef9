package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.key;
import static dev.countersign.endtoend.PolicyText.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.admission.AdmissionReviewException;
import dev.countersign.cluster.ClusterException;
import dev.countersign.cluster.ClusterReader;
import dev.countersign.document.Value;
import dev.countersign.engine.AdmissionDecision;
import dev.countersign.engine.ImageVerificationEngine;
import dev.countersign.engine.RefusedPolicyException;
import dev.countersign.engine.RuleStatus;
import dev.countersign.policy.Policy;
import dev.countersign.policy.read.PolicyReader;
import dev.countersign.policy.read.PolicyReading;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Policies, objects and clusters that make evaluation fail: an error that names its cause, never a pass, a crash or a hang. */
@Timeout(60)
class BadInputTest extends EndToEnd {
    private static final String MATCH = "match: {any: [{resources: {kinds: [Pod]}}]}";
    private static final String PRECONDITIONS =
            "failed to evaluate preconditions: failed to substitute variables in condition key: ";

    /** A rule with context entries, whose precondition asks for an expression. */
    private static Policy asking(String expression, String context) {
        return named("check")
                .ruleWith(
                        "verify",
                        MATCH + ", context: [" + context + "], preconditions: {all: [{key: "
                                + PolicyText.quoted("{{ " + expression + " }}")
                                + ", operator: Equals, value: a}]}",
                        entry(key(KEY)))
                .read();
    }

    private static void assertError(AdmissionDecision decision, String message) {
        assertThat(decision.allowed()).isFalse();
        assertThat(only(decision).status()).isEqualTo(RuleStatus.ERROR);
        assertThat(only(decision).message()).isEqualTo(message);
    }

    @Test
    void a_variable_that_names_itself_is_unknown() {
        assertError(
                decide(create(GOOD_IMAGE), asking("a", "{name: a, variable: {jmesPath: \"a\"}}")),
                PRECONDITIONS
                        + "failed to resolve a at path : failed to apply jmespath a to variable <nil>: JMESPath query"
                        + " failed: Unknown key \"a\" in path");
    }

    @Test
    void of_two_variables_that_name_each_other_the_first_does_not_see_the_second() {
        assertError(
                decide(
                        create(GOOD_IMAGE),
                        asking("a", "{name: a, variable: {jmesPath: \"b\"}}, {name: b, variable: {jmesPath: \"a\"}}")),
                PRECONDITIONS
                        + "failed to resolve a at path : failed to apply jmespath b to variable <nil>: JMESPath query"
                        + " failed: Unknown key \"b\" in path");
    }

    @Test
    void a_value_that_brings_itself_in_again_ends_with_an_error() {
        String self = "{{ request.object.metadata.labels.self }}";
        Value.ObjectValue looping = Pods.object(
                "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"web\",\"namespace\":\"shop\",\"labels\":"
                        + "{\"self\":\"x" + self + self + "\"}},\"spec\":{\"containers\":["
                        + Pods.containers(GOOD_IMAGE) + "]}}");
        Policy policy = named("check")
                .ruleWith(
                        "verify",
                        MATCH + ", preconditions: {all: [{key: \"in " + self + "\", operator: Equals, value: a}]}",
                        entry(key(KEY)))
                .read();

        AdmissionDecision decision = decide(AdmissionRequest.create(looping), policy);

        assertThat(decision.allowed()).isFalse();
        assertThat(only(decision).status()).isEqualTo(RuleStatus.ERROR);
        assertThat(only(decision).message()).startsWith(PRECONDITIONS);
    }

    @Test
    void a_config_map_that_is_missing_is_named() {
        assertError(
                decide(create(GOOD_IMAGE), asking("a.data.k", "{name: a, configMap: {name: none, namespace: shop}}")),
                PRECONDITIONS
                        + "failed to resolve a.data.k at path : failed to retrieve config map for context entry a: failed"
                        + " to get configmap shop/none : configmaps \"none\" not found");
    }

    @Test
    void a_cluster_that_cannot_be_asked_is_an_error_and_not_a_missing_object() {
        ClusterReader down = new ClusterReader() {
            @Override
            public Optional<Value.ObjectValue> get(Kind kind, String namespace, String name) throws ClusterException {
                throw new ClusterException("connection refused");
            }

            @Override
            public Value call(dev.countersign.cluster.ApiRequest request) throws ClusterException {
                throw new ClusterException("connection refused");
            }
        };
        for (Policy asking : List.of(
                asking("a.data.b", "{name: a, configMap: {name: none, namespace: shop}}"),
                asking("a", "{name: a, apiCall: {urlPath: /api/v1/pods}}"))) {
            AdmissionDecision decision = builder(asking).cluster(down).build().decide(create(GOOD_IMAGE));
            assertThat(decision.allowed()).isFalse();
            assertThat(only(decision).message()).endsWith("connection refused");
        }
    }

    @Test
    void context_entries_that_grow_past_the_bound_end_with_an_error() {
        StringBuilder entries = new StringBuilder("{name: v0, variable: {value: " + "x".repeat(1000) + "}}");
        for (int i = 1; i < 20; i++) {
            String before = "{{ v" + (i - 1) + " }}";
            entries.append(", {name: v" + i + ", variable: {value: \"" + before + before + "\"}}");
        }
        AdmissionDecision decision = decide(create(GOOD_IMAGE), asking("v19", entries.toString()));
        assertThat(decision.allowed()).isFalse();
        assertThat(only(decision).message()).contains("context size limit exceeded: ");
    }

    @Test
    void an_expression_of_ten_thousand_characters_or_a_thousand_levels_ends_with_an_answer() {
        for (String expression : new String[] {
            "a" + ".a".repeat(5000),
            "[".repeat(1000) + "]".repeat(1000),
            "!".repeat(10_000) + "a",
            "(".repeat(1000) + "a" + ")".repeat(1000),
            "a" + " || a".repeat(2000),
            "to_string(".repeat(1000) + "a" + ")".repeat(1000),
            "a" + "[*]".repeat(3000),
            "'" + "é".repeat(9_998) + "'",
        }) {
            assertThat(passes(asking(expression, "{name: a, variable: {value: [1]}}")))
                    .as(expression.substring(0, 10))
                    .isFalse();
        }
    }

    /** Whether a rule passes; a policy that is refused at load does not. */
    private boolean passes(Policy policy) {
        ImageVerificationEngine engine;
        try {
            engine = builder(policy).build();
        } catch (RefusedPolicyException refused) {
            return false;
        }
        AdmissionDecision decision = engine.decide(create(GOOD_IMAGE));
        return decision.allowed() && only(decision).status() != RuleStatus.SKIP;
    }

    @Test
    void an_expression_whose_work_grows_without_end_is_stopped_by_its_bound() {
        String list = "[" + "1,".repeat(999) + "1]";
        AdmissionDecision decision = decide(
                create(GOOD_IMAGE),
                asking(
                        "length(l[*].[" + "l,".repeat(200) + "l][][].[" + "l,".repeat(200) + "l][][])",
                        "{name: l, variable: {value: " + list + "}}"));
        assertThat(decision.allowed() && only(decision).status() != RuleStatus.SKIP)
                .isFalse();
    }

    @Test
    void an_object_of_three_mebibytes_and_ten_thousand_containers_is_judged() {
        Policy policy = named("check").rule("verify", entry(key(KEY))).read();
        String[] images = new String[10_000];
        java.util.Arrays.fill(images, GOOD_IMAGE);
        images[9_999] = BAD_IMAGE;
        Value.ObjectValue pod = Pods.annotated(Pods.pod(images), "text", "é".repeat(1_500_000));

        AdmissionDecision decision = decide(AdmissionRequest.create(pod), policy);

        assertThat(decision.allowed()).isFalse();
        assertThat(decision.answer().message()).contains(BAD_IMAGE);
    }

    @Test
    void a_review_that_is_not_utf_8_is_refused_or_judged_as_go_reads_it() throws AdmissionReviewException {
        ImageVerificationEngine engine =
                builder(named("check").rule("verify", entry(key(KEY))).read()).build();
        byte[] body =
                ("{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{\"uid\":\"u\","
                                + "\"kind\":{\"group\":\"\",\"version\":\"v1\",\"kind\":\"Pod\"},\"name\":\"web\",\"namespace\":\"shop\","
                                + "\"operation\":\"CREATE\",\"userInfo\":{},\"object\":{\"apiVersion\":\"v1\",\"kind\":\"Pod\","
                                + "\"metadata\":{\"name\":\"\u00ff\u00fe\"},\"spec\":{\"containers\":["
                                + Pods.containers(BAD_IMAGE) + "]}}}}")
                        .getBytes(StandardCharsets.ISO_8859_1);
        String answer;
        try {
            answer = new String(engine.review(body), StandardCharsets.UTF_8);
        } catch (AdmissionReviewException refused) {
            return;
        }
        assertThat(answer).contains("\"allowed\":false");
    }

    @Test
    void a_policy_that_is_not_utf_8_is_an_issue_with_a_place() {
        PolicyReading reading =
                PolicyReader.read("policy.yaml", new byte[] {'a', ':', ' ', (byte) 0xff, (byte) 0xfe, '\n'});
        assertThat(reading.issues()).isNotEmpty();
        assertThatThrownBy(reading::orThrow).hasMessageContaining("policy.yaml");
    }

    @Test
    void an_entry_whose_name_is_no_expression_never_crashes() {
        for (String name : new String[] {"'a('", "'a['", "'*'", "'(?P<x'", "'a\\b'"}) {
            AdmissionDecision decision = decide(
                    create(BAD_IMAGE), asking("request.namespace", "{name: " + name + ", variable: {value: a}}"));
            assertThat(only(decision).status()).isEqualTo(RuleStatus.SKIP);
        }
    }
}
