package dev.countersign.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.document.Value;
import dev.countersign.policy.FailureAction;
import dev.countersign.policy.Policy;
import dev.countersign.policy.autogen.AutogenRules;
import dev.countersign.policy.read.PolicyReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
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

    private static FailureAction action(Policy policy, String rule, String namespace) {
        return decision(policy, rule, namespace, Map.of("shop", Map.of("tier", "prod")))
                .action();
    }

    private static FailureActions.Decision decision(
            Policy policy, String rule, String namespace, Map<String, Map<String, String>> labels) {
        NamespaceLabels known = new NamespaceLabels((kind, in, name) -> Optional.ofNullable(labels.get(name))
                .map(found -> new Value.ObjectValue(Map.of(
                        "metadata",
                        new Value.ObjectValue(Map.of(
                                "labels",
                                new Value.ObjectValue(found.entrySet().stream()
                                        .collect(Collectors.toMap(
                                                Map.Entry::getKey, label -> Value.of(label.getValue()))))))))));
        return new FailureActions(namespace, known).of(policy, rule);
    }

    @Test
    void a_rule_whose_name_begins_like_anothers_does_not_lend_its_action() throws Exception {
        Policy policy = policy("", "check-a=Audit", "check=Enforce", "cronjob-check=Audit");

        assertThat(action(policy, "autogen-check", "shop")).isEqualTo(FailureAction.ENFORCE);
        assertThat(action(policy, "autogen-cronjob-check", "shop")).isNotNull();
        assertThat(action(policy, "autogen-check-a", "shop")).isEqualTo(FailureAction.AUDIT);
    }

    @Test
    void every_generated_rule_has_the_action_of_its_rule_also_where_its_name_is_cut() throws Exception {
        String name = "a".repeat(60);
        Policy policy = policy("", "b=Audit", name + "=Enforce");

        assertThat(AutogenRules.compute(policy))
                .filteredOn(rule -> rule.name().contains("aaa"))
                .hasSize(3)
                .allSatisfy(
                        rule -> assertThat(action(policy, rule.name(), "shop")).isEqualTo(FailureAction.ENFORCE));
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
            validationFailureActionOverrides: [{action: Enforce, namespaceSelector: {matchLabels: {tier: prod}}}], | shop | ENFORCE
            validationFailureActionOverrides: [{action: Enforce, namespaceSelector: {matchLabels: {tier: test}}}], | shop | AUDIT
            """)
    void the_policys_action_counts_where_the_rule_states_none(String spec, String namespace, FailureAction action)
            throws Exception {
        assertThat(action(policy(spec == null ? "" : spec, "check="), "check", namespace))
                .isEqualTo(action);
    }

    @Test
    void an_override_by_labels_enforces_though_no_rule_selects_namespaces_and_does_not_audit() throws Exception {
        String selector = "namespaceSelector: {matchLabels: {tier: prod}}";
        Map<String, Map<String, String>> prod = Map.of("shop", Map.of("tier", "prod"));
        Policy enforcing = policy("validationFailureActionOverrides: [{action: Enforce, " + selector + "}],", "check=");
        Policy auditing = policy(
                "validationFailureAction: Enforce, validationFailureActionOverrides: [{action: Audit, " + selector
                        + "}],",
                "check=");

        assertThat(decision(enforcing, "check", "shop", prod))
                .isEqualTo(new FailureActions.Decision(FailureAction.ENFORCE, true));
        assertThat(decision(auditing, "check", "shop", prod))
                .isEqualTo(new FailureActions.Decision(FailureAction.ENFORCE, false));
    }

    @Test
    void an_override_by_labels_that_nobody_knows_is_the_stricter_one() throws Exception {
        String selector = "namespaceSelector: {matchLabels: {tier: prod}}";
        Policy enforcing = policy("validationFailureActionOverrides: [{action: Enforce, " + selector + "}],", "check=");

        assertThat(decision(enforcing, "check", "unknown", Map.of()).action()).isEqualTo(FailureAction.ENFORCE);
    }

    @Test
    void what_a_rule_states_goes_before_the_policy() throws Exception {
        Policy policy = policy("validationFailureAction: Enforce,", "audits=Audit", "enforces=Enforce");

        assertThat(action(policy, "audits", "shop")).isEqualTo(FailureAction.AUDIT);
        assertThat(action(policy, "unknown", "shop")).isEqualTo(FailureAction.ENFORCE);
    }
}
