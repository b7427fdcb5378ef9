package dev.countersign.policy.autogen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.JsonText;
import dev.countersign.document.Located;
import dev.countersign.document.TestVectors;
import dev.countersign.document.Value;
import dev.countersign.policy.ApplyRules;
import dev.countersign.policy.ObjectMetadata;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyKind;
import dev.countersign.policy.PolicySpec;
import dev.countersign.policy.Rule;
import dev.countersign.policy.read.PolicyReader;
import dev.countersign.policy.read.RuleReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kyverno's generated rules, and what they read as. */
class AutogenRulesTest {
    static List<Value.ObjectValue> vectors() {
        return TestVectors.read(AutogenRulesTest.class, "autogen.jsonl");
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void rules_are_generated_as_kyverno_generates_them(Value.ObjectValue vector) {
        Value.ObjectValue in = vector.object("in").orElseThrow();
        Policy policy = withoutDefaults(in.object("policy").orElseThrow());

        List<Rule> rules = AutogenRules.forKind(policy, in.text("kind").orElse(""));

        List<Value> documents = rules.stream().<Value>map(Rule::document).toList();
        assertThat(withoutEmptyObjects(new Value.ListValue(documents)))
                .isEqualTo(withoutEmptyObjects(new Value.ListValue(vector.list("out"))));
    }

    @Test
    void a_generated_rule_is_read_like_any_other() throws Exception {
        List<Rule> rules = AutogenRules.forKind(read(), "CronJob");

        assertThat(rules).extracting(Rule::name).containsExactly("signed", "autogen-cronjob-signed");
        Rule generated = rules.get(1);
        assertThat(generated.match().any().get(0).resources().kinds()).containsExactly("batch/v1/CronJob");
        assertThat(generated.verifyImages().get(0).validation().orElseThrow().message())
                .isEqualTo("{{ request.object.spec.jobTemplate.spec.template.metadata.name }}");
        assertThat(generated.verifyImages().get(0).useCache()).isTrue();
        assertThat(generated.imageExtractors()).isEmpty();
    }

    @Test
    void a_kind_that_is_no_controller_has_the_rules_as_written() throws Exception {
        Policy policy = read();

        assertThat(AutogenRules.forKind(policy, "Pod")).isEqualTo(policy.spec().rules());
        assertThat(AutogenRules.compute(policy))
                .extracting(Rule::name)
                .containsExactly("signed", "autogen-signed", "autogen-cronjob-signed");
    }

    private static Policy read() throws Exception {
        String yaml = """
                apiVersion: kyverno.io/v1
                kind: ClusterPolicy
                metadata: {name: p}
                spec:
                  rules:
                    - name: signed
                      match: {any: [{resources: {kinds: [Pod]}}]}
                      imageExtractors: {Pod: [{path: /spec/image}]}
                      verifyImages:
                        - imageReferences: ["*"]
                          validate: {message: "{{ request.object.metadata.name }}", deny: {}}
                """;
        return PolicyReader.read("policy.yaml", yaml.getBytes(StandardCharsets.UTF_8))
                .orThrow()
                .get(0);
    }

    /** The vectors were made from rules without the schema's defaults. */
    private static Policy withoutDefaults(Value.ObjectValue policy) {
        byte[] bytes = JsonText.inOrder(policy).getBytes(StandardCharsets.UTF_8);
        Located source = DocumentReader.read("vector", bytes, DocumentLimits.POLICIES)
                .roots()
                .get(0);
        List<Rule> rules = policy.object("spec").orElseThrow().list("rules").stream()
                .map(rule -> RuleReader.reread((Value.ObjectValue) rule))
                .toList();
        return new Policy(
                PolicyKind.CLUSTER_POLICY,
                "kyverno.io/v1",
                new ObjectMetadata(
                        "p",
                        "",
                        Map.of(),
                        policy.object("metadata").orElseThrow().texts("annotations")),
                new PolicySpec(
                        rules,
                        ApplyRules.ALL,
                        Optional.empty(),
                        "Audit",
                        List.of(),
                        true,
                        true,
                        false,
                        OptionalInt.empty(),
                        Optional.empty()),
                (Located.LocatedObject) source);
    }

    /** An absent member and an empty object mean the same to Go; numbers are compared as numbers. */
    private static Value withoutEmptyObjects(Value value) {
        if (value instanceof Value.ListValue list) {
            return new Value.ListValue(list.items().stream()
                    .map(AutogenRulesTest::withoutEmptyObjects)
                    .toList());
        }
        if (value instanceof Value.ObjectValue object) {
            Map<String, Value> kept = new LinkedHashMap<>();
            object.members().forEach((key, member) -> {
                Value stripped = withoutEmptyObjects(member);
                if (!stripped.equals(Value.EMPTY_OBJECT)) {
                    kept.put(key, stripped);
                }
            });
            return new Value.ObjectValue(kept);
        }
        return value instanceof Value.NumberValue number ? new Value.FloatValue(number.asDouble()) : value;
    }
}
