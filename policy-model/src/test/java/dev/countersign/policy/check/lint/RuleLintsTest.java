package dev.countersign.policy.check.lint;

import static dev.countersign.policy.check.lint.LintedPolicy.found;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.document.Issue;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which objects a rule means, what it loads, and what every finding says. */
class RuleLintsTest {
    private static final String MATCH = "match: {any: [{resources: {kinds: [Pod]}}]}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "match: {all: [{resources: {kinds: [Pod], namespaces: [a]}}, {resources: {kinds: [Pod], namespaces: [b]}}]}",
                "match: {all: [{resources: {kinds: [Pod], names: [a]}}, {resources: {kinds: [Pod], names: ['b*']}}]}",
                "match: {all: [{resources: {kinds: [Job]}}, {resources: {kinds: [Deployment]}}]}",
                "match: {all: [{resources: {kinds: [Pod], operations: [CREATE]}},"
                        + " {resources: {kinds: [Pod], operations: [UPDATE]}}]}"
            })
    void filters_that_contradict_each_other_match_nothing(String match) {
        List<String> found = found(MATCH, match);

        assertThat(found).containsExactly("NEVER_MATCHES at spec.rules[0].match.all");
    }

    @Test
    void filters_that_only_a_generated_rule_meets_are_clean() {
        assertThat(found(MATCH, "match: {all: [{resources: {kinds: [Job]}}, {resources: {kinds: [Pod]}}]}"))
                .isEmpty();
    }

    @Test
    void filters_that_some_object_meets_are_clean() {
        assertThat(found(
                        MATCH,
                        "match: {all: [{resources: {kinds: [Pod, Job], namespaces: ['shop-*']}},"
                                + " {resources: {kinds: [v1/Pod], namespaces: [shop-a], names: ['*']}}]}"))
                .isEmpty();
    }

    @Test
    void excluding_all_kinds_that_match_leaves_nothing() {
        String exclude = MATCH + "\n      exclude: {any: [{resources: {kinds: [Pod, Job]%s}}]}";

        assertThat(found(MATCH, String.format(exclude, ""))).containsExactly("NEVER_MATCHES at spec.rules[0].exclude");
        assertThat(found(MATCH, String.format(exclude, ", namespaces: [lab]"))).isEmpty();
    }

    @Test
    void a_kind_without_images_is_told_unless_extractors_name_it() {
        String match = "match: {any: [{resources: {kinds: [Pod, Task]}}]}";
        String extractors = "\n      imageExtractors: {Task: [{path: /spec/steps/*, value: image}]}";

        assertThat(found(MATCH, match))
                .containsExactly("NO_IMAGES_IN_KIND at spec.rules[0].match.any[0].resources.kinds[1]");
        assertThat(found(MATCH, match + extractors)).isEmpty();
    }

    @Test
    void a_context_entry_that_nothing_names_is_told() {
        String context = MATCH + "\n      context: [{name: keys, variable: {value: 1}}]";
        String use = "\n      preconditions: {all: [{key: '{{ keys.a }}', operator: Equals, value: 1}]}";

        assertThat(found(MATCH, context)).containsExactly("UNUSED_CONTEXT at spec.rules[0].context[0]");
        assertThat(found(MATCH, context + use)).isEmpty();
    }

    @Test
    void a_context_entry_that_only_another_entry_uses_is_used() {
        assertThat(found(
                        MATCH,
                        MATCH + "\n      context: [{name: a, variable: {value: 1}}, {name: b, variable: {jmesPath: a}}]"
                                + "\n      preconditions: {all: [{key: '{{ b }}', operator: Equals, value: 1}]}"))
                .isEmpty();
    }

    @Test
    void a_finding_says_where_it_stands_and_what_to_do() {
        Issue issue = LintedPolicy.issues("""
                        apiVersion: kyverno.io/v1
                        kind: ClusterPolicy
                        metadata: {name: check}
                        spec:
                          rules:
                            - name: verify
                              match: {any: [{resources: {kinds: [Pod]}}]}
                              verifyImages:
                                - imageReferences: ["*"]
                                  failureAction: Enforce
                                  required: false
                        """).get(0);

        assertThat(issue.toString())
                .startsWith("policy.yaml:11:21: warning NOT_REQUIRED at spec.rules[0].verifyImages[0].required: ")
                .contains("; found false; expected true. Remove required: false");
    }

    @Test
    void every_code_is_upper_case_unlike_all_others_and_leads_to_its_section() {
        List<LintRule> rules = new Linter(Lints.all()).rules();

        assertThat(rules).allSatisfy(rule -> {
            assertThat(rule.code()).matches("[A-Z]+(_[A-Z]+)*");
            assertThat(rule.summary()).endsWith(".");
            assertThat(rule.help()).matches("docs/lint\\.md#[a-z_]+");
        });
        assertThat(new HashSet<>(rules.stream().map(LintRule::code).toList())).hasSameSizeAs(rules);
    }

    @Test
    void of_one_lint_only_so_many_findings_are_told() {
        String many = "\"x y\",".repeat(Linter.MAX_FINDINGS + 50);

        assertThat(LintedPolicy.foundFor("[" + many + "]")).hasSize(Linter.MAX_FINDINGS);
    }
}
