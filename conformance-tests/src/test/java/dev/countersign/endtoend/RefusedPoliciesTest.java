package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.check;
import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.entryFor;
import static dev.countersign.endtoend.PolicyText.key;
import static dev.countersign.endtoend.PolicyText.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.document.Issue;
import dev.countersign.engine.RefusedPolicyException;
import dev.countersign.policy.Policy;
import dev.countersign.policy.check.KindDiscovery;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Policies that Kyverno refuses when they are created: evaluated, they would let images pass. */
class RefusedPoliciesTest extends EndToEnd {
    private static final String TASKS = "match: {any: [{resources: {kinds: [Task]}}]}";

    static Stream<Arguments> refused() {
        String keyed = key(KEY);
        return Stream.of(
                Arguments.of("An image reference is required", check("failureAction: Enforce")),
                Arguments.of(
                        "should not have variables in image reference section",
                        check(entryFor("{{ request.namespace }}/*", keyed))),
                Arguments.of(
                        "should not have variables in match section",
                        named("check")
                                .ruleWith(
                                        "verify",
                                        "match: {any: [{resources: {kinds: [Pod], names: ['{{ request.name }}']}}]}",
                                        entry(keyed))
                                .read()),
                Arguments.of("No operation defined in the rule 'verify'", check()),
                Arguments.of(
                        "a nested attestor is required",
                        check(entry(keyed.replace("{keys", "{attestor: {entries: [" + keyed + "]}, keys")))),
                Arguments.of("a nested attestor is required", check(entry("{annotations: {a: b}}"))),
                Arguments.of(
                        "CEL is not evaluated",
                        named("check")
                                .spec("webhookConfiguration: {matchConditions: [{name: a, expression: 'true'}]}")
                                .rule("verify", entry(keyed))
                                .read()),
                Arguments.of(
                        "mutateDigest must be set to false", check(entry(keyed).replace("Enforce", "Audit"))),
                Arguments.of(
                        "An image reference is required",
                        named("check")
                                .ruleWith("verify", TASKS, "failureAction: Enforce")
                                .read()));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void no_engine_is_built_over_a_policy_that_kyverno_refuses(String why, Policy policy) {
        RefusedPolicyException refusal = catchThrowableOfType(
                RefusedPolicyException.class, () -> builder(policy).build());

        assertThat(refusal.issues()).anySatisfy(issue -> {
            assertThat(issue.message()).contains(why);
            assertThat(issue.severity()).isEqualTo(Issue.Severity.ERROR);
            assertThat(issue.location().source()).isEqualTo("policy.yaml");
            assertThat(issue.location().line()).isPositive();
        });
        assertThat(refusal).hasMessageContaining("policy.yaml:1:").hasMessageContaining(why);
    }

    @Test
    void of_several_refused_policies_every_one_is_named() {
        Policy first = check("failureAction: Enforce");
        Policy second = check(entry("{annotations: {a: b}}"));

        RefusedPolicyException refusal =
                catchThrowableOfType(RefusedPolicyException.class, () -> builder(check(entry(key(KEY))), first, second)
                        .build());

        assertThat(refusal.issues()).hasSize(2);
    }

    @Test
    void a_cluster_that_lacks_a_kind_checks_less_of_its_policies_as_kyverno_does() {
        Policy pinsAndAudits = named("check")
                .ruleWith("verify", TASKS, entry(key(KEY)).replace("Enforce", "Audit"))
                .read();

        assertThat(builder(pinsAndAudits)
                        .kinds(KindDiscovery.BUILT_IN)
                        .build()
                        .decide(create(BAD_IMAGE))
                        .allowed())
                .isTrue();
        assertThat(catchThrowableOfType(RefusedPolicyException.class, () -> builder(pinsAndAudits)
                        .build()))
                .isNotNull();
    }
}
