package dev.countersign.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.policy.FailureAction;
import dev.countersign.policy.Policy;
import dev.countersign.policy.autogen.AutogenRules;
import dev.countersign.policy.read.PolicyReader;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureActionsTest {
    /** Rules {@code name=action}, where the action may be empty. */
    private static Policy policy(String spec, String... rules) throws Exception {
        String text = "{apiVersion: kyverno.io/v1, kind: ClusterPolicy, metadata: {name: p}, spec: {" + spec
                + "rules: [" + Stream.of(rules).map(FailureActionsTest::rule).collect(Collectors.joining(", ")) + "]}}";
        return PolicyReader.read("policy", text.getBytes(StandardCharsets.UTF_8))
                .orThrow()
                .get(0);
    }

    private static String rule(String text) {
        String action = text.substring(text.indexOf('=') + 1);
        return "{name: " + text.substring(0, text.indexOf('='))
                + ", match: {any: [{resources: {kinds: [Pod]}}]}, verifyImages: [{imageReferences: ['*']"
                + (action.isEmpty() ? "" : ", failureAction: " + action) + "}]}";
    }

    @Test
    void a_rule_whose_name_begins_like_anothers_does_not_lend_its_action() throws Exception {
        Policy policy = policy("", "check-a=Audit", "check=Enforce", "cronjob-check=Audit");

        assertThat(FailureActions.of(policy, "autogen-check", "shop")).isEqualTo(FailureAction.ENFORCE);
        assertThat(FailureActions.of(policy, "autogen-cronjob-check", "shop")).isNotNull();
        assertThat(FailureActions.of(policy, "autogen-check-a", "shop")).isEqualTo(FailureAction.AUDIT);
    }

    @Test
    void every_generated_rule_has_the_action_of_its_rule_also_where_its_name_is_cut() throws Exception {
        String name = "a".repeat(60);
        Policy policy = policy("", "b=Audit", name + "=Enforce");

        assertThat(AutogenRules.compute(policy))
                .filteredOn(rule -> rule.name().contains("aaa"))
                .hasSize(3)
                .allSatisfy(rule -> assertThat(FailureActions.of(policy, rule.name(), "shop"))
                        .isEqualTo(FailureAction.ENFORCE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            validationFailureAction: Enforce, | shop | ENFORCE
            validationFailureAction: enforce, | shop | ENFORCE
            validationFailureAction: Audit, | shop | AUDIT
            '' | shop | AUDIT
            validationFailureActionOverrides: [{action: Enforce, namespaces: ['sh*']}], | shop | ENFORCE
            validationFailureActionOverrides: [{action: Enforce, namespaces: ['sh*']}], | other | AUDIT
            validationFailureActionOverrides: [{action: Audit, namespaces: [shop]}, {action: Enforce}], | shop | AUDIT
            validationFailureActionOverrides: [{action: Audit, namespaces: [shop]}, {action: Enforce}], | other | ENFORCE
            validationFailureActionOverrides: [{action: Enforce, namespaceSelector: {matchLabels: {a: b}}}], | shop | ENFORCE
            """)
    void the_policys_action_counts_where_the_rule_states_none(String spec, String namespace, FailureAction action)
            throws Exception {
        assertThat(FailureActions.of(policy(spec == null ? "" : spec, "check="), "check", namespace))
                .isEqualTo(action);
    }

    @Test
    void an_override_that_audits_by_labels_is_passed_over_so_that_the_stricter_action_stays() throws Exception {
        Policy policy = policy(
                "validationFailureAction: Enforce, validationFailureActionOverrides:"
                        + " [{action: Audit, namespaceSelector: {matchLabels: {a: b}}}],",
                "check=");

        assertThat(FailureActions.of(policy, "check", "shop")).isEqualTo(FailureAction.ENFORCE);
    }

    @Test
    void what_a_rule_states_goes_before_the_policy() throws Exception {
        Policy policy = policy("validationFailureAction: Enforce,", "audits=Audit", "enforces=Enforce");

        assertThat(FailureActions.of(policy, "audits", "shop")).isEqualTo(FailureAction.AUDIT);
        assertThat(FailureActions.of(policy, "unknown", "shop")).isEqualTo(FailureAction.ENFORCE);
    }
}
