package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.check;
import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.key;
import static dev.countersign.endtoend.PolicyText.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.engine.AdmissionDecision;
import dev.countersign.engine.RuleResponse;
import dev.countersign.engine.RuleStatus;
import dev.countersign.engine.RuleType;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyException;
import dev.countersign.policy.read.PolicyReader;
import dev.countersign.policy.read.PolicyReading;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyExceptionsTest extends EndToEnd {
    private static final String PODS = "match: {any: [{resources: {kinds: [Pod]}}]}";

    private static PolicyException exception(String policy, String rules, String members) {
        String text =
                "{apiVersion: kyverno.io/v2, kind: PolicyException, metadata: {name: some, namespace: shop}, spec:"
                        + " {exceptions: [{policyName: " + policy + ", ruleNames: ['" + rules + "']}], " + members
                        + "}}";
        PolicyReading reading = PolicyReader.readExceptions("exception.yaml", text.getBytes(StandardCharsets.UTF_8));
        assertThat(reading.issues()).isEmpty();
        return reading.exceptions().get(0);
    }

    private AdmissionDecision decide(PolicyException exception, AdmissionRequest request, Policy policy) {
        return builder(policy).exceptions(List.of(exception)).build().decide(request);
    }

    private boolean passes(String policy, String rules, String members) {
        return decide(exception(policy, rules, members), create(BAD_IMAGE), check(entry(key(KEY))))
                .allowed();
    }

    @Test
    void an_excepted_rule_is_skipped_in_both_phases_and_asks_the_registry_nothing() {
        Policy policy = check(entry(key(KEY)));
        int before = server().requests();

        AdmissionDecision decision = decide(exception("check", "ver*", PODS), create(BAD_IMAGE), policy);

        assertThat(decision.allowed()).isTrue();
        RuleResponse verify = only(decision);
        assertThat(verify.status()).isEqualTo(RuleStatus.SKIP);
        assertThat(verify.type()).isEqualTo(RuleType.MUTATION);
        assertThat(verify.message()).isEqualTo("rule is skipped due to policy exceptionsshop/some");
        assertThat(rules(decision.validate()))
                .extracting(RuleResponse::type, RuleResponse::message)
                .containsExactly(tuple(RuleType.VALIDATION, verify.message()));
        assertThat(decision.answer().patch()).isEmpty();
        assertThat(decision.answer().warnings()).isEmpty();
        assertThat(server().requests()).isEqualTo(before);
    }

    @Test
    void an_exception_speaks_of_the_policy_and_rules_that_it_names() {
        assertThat(passes("check", "verify", PODS)).isTrue();
        assertThat(passes("check", "verif", PODS)).isFalse();
        assertThat(passes("'check*'", "verify", PODS)).isFalse();
        assertThat(passes("shop/check", "verify", PODS)).isFalse();

        Policy namespaced =
                named("check").in("shop").rule("verify", entry(key(KEY))).read();
        assertThat(decide(exception("check", "*", PODS), create(BAD_IMAGE), namespaced)
                        .allowed())
                .isFalse();
        assertThat(decide(exception("shop/check", "*", PODS), create(BAD_IMAGE), namespaced)
                        .allowed())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "match: {}",
                "match: {any: []}",
                "match: {any: [{resources: {kinds: [Deployment]}}]}",
                "match: {any: [{resources: {kinds: [Pod], namespaces: [other]}}]}",
                "match: {all: [{resources: {kinds: [Pod]}}, {resources: {kinds: [Pod], names: [other]}}]}",
                "match: {any: [{resources: {operations: [CREATE]}}]}",
                "match: {any: [{resources: {kinds: [Pod]}, subjects: [{kind: User, name: alice}]}]}",
                "match: {any: [{resources: {kinds: [Pod]}, clusterRoles: [admin]}]}"
            })
    void an_exception_for_other_objects_or_users_excepts_nothing(String match) {
        assertThat(passes("check", "*", match)).isFalse();
    }

    @Test
    void an_exception_by_labels_of_a_namespace_that_nobody_knows_excepts_nothing() {
        String byLabels = "match: {any: [{resources: {kinds: [Pod], namespaceSelector: {matchExpressions:"
                + " [{key: env, operator: NotIn, values: [prod]}]}}}]}";

        assertThat(passes("check", "*", byLabels)).isFalse();
    }

    @Test
    void the_operations_of_an_exception_do_not_count() {
        assertThat(passes("check", "*", "match: {any: [{resources: {kinds: [Pod], operations: [DELETE]}}]}"))
                .isTrue();
    }

    @Test
    void the_conditions_of_an_exception_must_hold_and_be_decidable() {
        String image = "{key: '{{ images.containers.*.name }}', operator: AnyIn, value: [%s]}";
        String bad = image.formatted("bad");
        String other = image.formatted("other");

        assertThat(passes("check", "*", PODS + ", conditions: {all: [" + bad + "]}"))
                .isTrue();
        assertThat(passes("check", "*", PODS + ", conditions: {any: [" + other + ", " + bad + "], all: []}"))
                .isTrue();
        assertThat(passes("check", "*", PODS + ", conditions: {any: [], all: [" + bad + "]}"))
                .isTrue();
        assertThat(passes("check", "*", PODS + ", conditions: {all: [" + bad + ", " + other + "]}"))
                .isFalse();
        assertThat(passes("check", "*", PODS + ", conditions: {any: [" + other + "], all: [" + bad + "]}"))
                .isFalse();
        assertThat(passes(
                        "check",
                        "*",
                        PODS + ", conditions: {all: [{key: '{{ nothing }}', operator: Equals, value: a}]}"))
                .isFalse();
    }
}
