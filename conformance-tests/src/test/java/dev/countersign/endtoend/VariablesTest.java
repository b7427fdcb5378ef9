package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.key;
import static dev.countersign.endtoend.PolicyText.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.cluster.ClusterReader;
import dev.countersign.document.Value;
import dev.countersign.engine.AdmissionDecision;
import dev.countersign.engine.RuleStatus;
import dev.countersign.policy.Policy;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Context, preconditions and variables of a rule. */
class VariablesTest extends EndToEnd {
    private static final String MATCH = "match: {any: [{resources: {kinds: [Pod]}}]}";

    @Test
    void a_rule_whose_preconditions_are_not_met_is_skipped_and_asks_nobody() {
        Policy policy = rule(
                ", preconditions: {all: [{key: \"{{ request.namespace }}\", operator: Equals, value: nowhere,"
                        + " message: another place}]}",
                entry(key(KEY)));

        AdmissionDecision decision =
                builder(policy).registry(ScriptedRegistry.untouchable()).build().decide(create(BAD_IMAGE));

        assertThat(decision.allowed()).isTrue();
        assertThat(only(decision).status()).isEqualTo(RuleStatus.SKIP);
        assertThat(only(decision).message()).isEqualTo("preconditions not met; another place");
    }

    @Test
    void a_rule_whose_preconditions_are_met_is_judged() {
        Policy policy = rule(
                ", preconditions: {all: [{key: \"{{ request.operation }}\", operator: Equals, value: CREATE}]}",
                entry(key(KEY)));

        assertThat(decide(create(GOOD_IMAGE), policy).allowed()).isTrue();
        assertThat(decide(create(BAD_IMAGE), policy).allowed()).isFalse();
    }

    @Test
    void a_variable_that_is_unknown_makes_the_rule_an_error_and_never_a_pass() {
        Policy policy = rule(
                ", preconditions: {all: [{key: \"{{ request.object.metadata.labels.none }}\", operator: Equals,"
                        + " value: a}]}",
                entry(key(KEY)));

        AdmissionDecision decision = decide(create(GOOD_IMAGE), policy);

        assertThat(decision.allowed()).isFalse();
        assertThat(only(decision).status()).isEqualTo(RuleStatus.ERROR);
        assertThat(only(decision).message()).startsWith("failed to evaluate preconditions: ");
    }

    @Test
    void the_key_may_come_from_a_config_map() {
        Policy policy = rule(
                ", context: [{name: keys, configMap: {name: trusted, namespace: kyverno}}]",
                entry(
                        "{keys: {publicKeys: \"{{ keys.data.key }}\", rekor: {ignoreTlog: true}, ctlog: {ignoreSCT: true}}}"));

        assertThat(builder(policy)
                        .cluster(holding(KEY.publicKey()))
                        .build()
                        .decide(create(GOOD_IMAGE))
                        .allowed())
                .isTrue();
        assertThat(builder(policy)
                        .cluster(holding(OTHER_KEY.publicKey()))
                        .build()
                        .decide(create(GOOD_IMAGE))
                        .allowed())
                .isFalse();
        assertThat(only(builder(policy).build().decide(create(GOOD_IMAGE))).message())
                .startsWith("failed to substitute variables: failed to resolve keys.data.key at path ")
                .contains("failed to get configmap kyverno/trusted : ");
    }

    private static Policy rule(String head, String entry) {
        return named("check").ruleWith("verify", MATCH + head, entry).read();
    }

    private static ClusterReader holding(String key) {
        Value.ObjectValue data =
                new Value.ObjectValue(Map.of("data", new Value.ObjectValue(Map.of("key", Value.of(key)))));
        return (kind, namespace, name) ->
                kind == ClusterReader.Kind.CONFIG_MAP && namespace.equals("kyverno") && name.equals("trusted")
                        ? Optional.of(data)
                        : Optional.empty();
    }
}
