package dev.countersign.policy.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.document.Value;
import dev.countersign.policy.PolicyException;
import dev.countersign.policy.PolicySpec;
import dev.countersign.policy.Rule;
import dev.countersign.policy.read.SchemaExamples.Leaf;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing that the schema lets pass may get lost on the way to the model. */
class SchemaCoverageTest {
    private static final Schema.Node V1 = spec(PolicySchema.V1);
    private static final Schema.Node V2BETA1 = spec(PolicySchema.V2BETA1);
    private static final Schema.Node EXCEPTION = spec(ExceptionSchema.EXCEPTION);

    static Stream<Arguments> policyLeaves() {
        return Stream.concat(
                SchemaExamples.leaves(V1).stream()
                        .filter(leaf -> !leaf.hasNoEffect())
                        .map(leaf -> Arguments.of("kyverno.io/v1", V1, leaf)),
                SchemaExamples.leaves(V2BETA1).stream()
                        .filter(leaf -> !leaf.hasNoEffect())
                        .map(leaf -> Arguments.of("kyverno.io/v2beta1", V2BETA1, leaf)));
    }

    @ParameterizedTest
    @MethodSource("policyLeaves")
    void the_model_of_a_policy_carries_every_field_that_has_an_effect(
            String apiVersion, Schema.Node schema, Leaf leaf) {
        Value value = SchemaExamples.telling(leaf);
        PolicySpec told = policy(apiVersion, SchemaExamples.with(schema, leaf, value));
        PolicySpec silent = policy(apiVersion, SchemaExamples.without(schema, leaf));

        assertThat(told).isNotEqualTo(silent);
        if (value.toString().contains(SchemaExamples.MARKER)) {
            assertThat(told.toString()).contains(SchemaExamples.MARKER);
        }
    }

    static Stream<Leaf> exceptionLeaves() {
        return SchemaExamples.leaves(EXCEPTION).stream().filter(leaf -> !leaf.hasNoEffect());
    }

    @ParameterizedTest
    @MethodSource("exceptionLeaves")
    void the_model_of_an_exception_carries_every_field_that_has_an_effect(Leaf leaf) {
        Value value = leaf.toString().equals("background") ? Value.of(false) : SchemaExamples.telling(leaf);
        Object told = exception(SchemaExamples.with(EXCEPTION, leaf, value));
        Object silent = exception(SchemaExamples.without(EXCEPTION, leaf));

        assertThat(told).isNotEqualTo(silent);
    }

    @ParameterizedTest
    @MethodSource("ruleLeaves")
    void the_json_of_a_rule_carries_every_field(Leaf leaf) {
        Value.ObjectValue rule = SchemaExamples.with(RuleSchema.V1, leaf, SchemaExamples.telling(leaf));
        Value.ObjectValue other = SchemaExamples.without(RuleSchema.V1, leaf);

        assertThat(read(rule).document()).isNotEqualTo(read(other).document());
    }

    static Stream<Leaf> ruleLeaves() {
        return SchemaExamples.leaves(RuleSchema.V1).stream();
    }

    @Test
    void only_fields_of_other_rules_and_without_effect_are_left_out_of_the_model() {
        List<String> without = SchemaExamples.leaves(V1).stream()
                .filter(Leaf::hasNoEffect)
                .map(Leaf::toString)
                .filter(path -> !path.matches("rules\\.(mutate|validate|generate)(\\..*)?"))
                .toList();

        assertThat(without)
                .containsExactly(
                        "schemaValidation",
                        "mutateExistingOnPolicyUpdate",
                        "generateExistingOnPolicyUpdate",
                        "generateExisting",
                        "useServerSideApply");
    }

    @ParameterizedTest
    @MethodSource("policyLeaves")
    void a_value_of_any_other_kind_gives_an_error_and_no_policy_or_a_policy_and_no_error(
            String apiVersion, Schema.Node schema, Leaf leaf) {
        List<Value> strange = List.of(
                Value.NULL,
                Value.of("strange"),
                Value.of(-1),
                Value.of(Long.MAX_VALUE),
                new Value.FloatValue(1.5),
                Value.of(true),
                new Value.ListValue(List.of()),
                new Value.ListValue(List.of(Value.NULL, Value.of(3), Value.EMPTY_OBJECT)),
                SchemaExamples.json("{\"any\":[null],\"all\":{},\"entries\":3}"));
        for (Value value : strange) {
            PolicyReading reading = PolicyReader.read(
                    "strange.json",
                    SchemaExamples.document(apiVersion, "ClusterPolicy", SchemaExamples.with(schema, leaf, value)));

            assertThat(reading.policies()).hasSize(reading.hasErrors() ? 0 : 1);
        }
    }

    private static Schema.Node spec(Schema.Node resource) {
        return (Schema.Node) resource.fields().stream()
                .filter(field -> field.name().equals("spec"))
                .findFirst()
                .orElseThrow()
                .schema();
    }

    private static Rule read(Value.ObjectValue rule) {
        Value spec = new Value.ObjectValue(Map.of("rules", new Value.ListValue(List.of(rule))));
        PolicyReading reading =
                PolicyReader.read("example.json", SchemaExamples.document("kyverno.io/v1", "ClusterPolicy", spec));
        assertThat(reading.hasErrors()).as(reading.issues().toString()).isFalse();
        return reading.policies().get(0).spec().rules().get(0);
    }

    /** The spec as the model holds it, without the JSON of its rules, which holds everything anyway. */
    private static PolicySpec policy(String apiVersion, Value spec) {
        PolicyReading reading =
                PolicyReader.read("example.json", SchemaExamples.document(apiVersion, "ClusterPolicy", spec));
        assertThat(reading.hasErrors()).as(reading.issues().toString()).isFalse();
        PolicySpec read = reading.policies().get(0).spec();
        return new PolicySpec(
                read.rules().stream().map(SchemaCoverageTest::withoutDocument).toList(),
                read.applyRules(),
                read.failurePolicy(),
                read.validationFailureAction(),
                read.validationFailureActionOverrides(),
                read.admission(),
                read.background(),
                read.emitWarning(),
                read.webhookTimeoutSeconds(),
                read.webhookConfiguration());
    }

    private static Rule withoutDocument(Rule rule) {
        return new Rule(
                rule.name(),
                rule.kinds(),
                rule.match(),
                rule.exclude(),
                rule.imageExtractors(),
                rule.context(),
                rule.preconditions(),
                rule.celPreconditions(),
                rule.skipBackgroundRequests(),
                rule.reportProperties(),
                rule.verifyImages(),
                Value.EMPTY_OBJECT);
    }

    private static List<Object> exception(Value spec) {
        PolicyReading reading = PolicyReader.readExceptions(
                "example.json", SchemaExamples.document("kyverno.io/v2", "PolicyException", spec));
        assertThat(reading.hasErrors()).as(reading.issues().toString()).isFalse();
        PolicyException read = reading.exceptions().get(0);
        return List.of(read.background(), read.match(), read.conditions(), read.exceptions());
    }
}
