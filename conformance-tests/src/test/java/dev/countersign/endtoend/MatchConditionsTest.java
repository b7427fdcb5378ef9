package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.key;
import static dev.countersign.endtoend.PolicyText.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.cel.CelMatchConditions;
import dev.countersign.engine.AdmissionDecision;
import dev.countersign.engine.RefusedPolicyException;
import dev.countersign.engine.RuleResponse;
import dev.countersign.engine.RuleStatus;
import dev.countersign.policy.Policy;
import org.junit.jupiter.api.Test;

/** {@code webhookConfiguration.matchConditions}: whether a policy is asked at all. */
class MatchConditionsTest extends EndToEnd {
    private static final CelMatchConditions CEL = CelMatchConditions.create();

    private static Policy policy(String failurePolicy, String... expressions) {
        StringBuilder conditions = new StringBuilder();
        for (int i = 0; i < expressions.length; i++) {
            conditions
                    .append("{name: c")
                    .append(i)
                    .append(", expression: \"")
                    .append(expressions[i])
                    .append("\"}, ");
        }
        return named("check")
                .spec("webhookConfiguration: {failurePolicy: " + failurePolicy + ", matchConditions: [" + conditions
                        + "]}")
                .rule("verify", entry(key(KEY)))
                .read();
    }

    private AdmissionDecision decideBy(String image, Policy policy) {
        return builder(policy).matchConditions(CEL).build().decide(create(image));
    }

    @Test
    void a_policy_whose_conditions_hold_is_asked() {
        Policy policy = policy("Fail", "object.kind == 'Pod'", "request.operation == 'CREATE'");

        assertThat(decideBy(BAD_IMAGE, policy).allowed()).isFalse();
        assertThat(decideBy(GOOD_IMAGE, policy).allowed()).isTrue();
        assertThat(only(decideBy(BAD_IMAGE, policy)).divergences()).isEmpty();
    }

    @Test
    void a_policy_with_a_condition_that_does_not_hold_says_nothing() {
        AdmissionDecision decision =
                decideBy(BAD_IMAGE, policy("Fail", "object.kind == 'Pod'", "object.metadata.name == 'elsewhere'"));

        assertThat(decision.allowed()).isTrue();
        assertThat(decision.answer().patch()).isEmpty();
        assertThat(rules(decision.verify())).isEmpty();
        assertThat(rules(decision.validate())).isEmpty();
    }

    @Test
    void a_condition_that_cannot_be_evaluated_refuses_what_the_policy_means_and_nothing_else() {
        Policy policy = policy("Fail", "object.metadata.nothing == 'a'");

        RuleResponse response = only(decideBy(GOOD_IMAGE, policy));
        assertThat(response.status()).isEqualTo(RuleStatus.ERROR);
        assertThat(response.blocks()).isTrue();
        assertThat(response.message())
                .contains("match condition 'c0' cannot be evaluated")
                .contains("nothing");
        assertThat(response.divergences()).containsExactly("D33");
        assertThat(decideBy("elsewhere.test/web:1", policy).allowed()).isTrue();
    }

    @Test
    void with_failure_policy_ignore_such_a_policy_is_not_asked() {
        AdmissionDecision decision = decideBy(BAD_IMAGE, policy("Ignore", "object.metadata.nothing == 'a'"));

        assertThat(decision.allowed()).isTrue();
        assertThat(rules(decision.verify())).isEmpty();
    }

    @Test
    void a_condition_that_does_not_hold_outweighs_one_that_cannot_be_evaluated() {
        assertThat(decideBy(BAD_IMAGE, policy("Fail", "object.metadata.nothing == 'a'", "object.kind == 'Job'"))
                        .allowed())
                .isTrue();
    }

    @Test
    void a_condition_over_an_object_that_is_not_there_is_that_of_the_api_server() {
        AdmissionDecision decision = decideBy(BAD_IMAGE, policy("Fail", "oldObject == null"));

        assertThat(decision.allowed()).isFalse();
        assertThat(only(decision).divergences()).contains("D34");
        assertThat(decideBy(BAD_IMAGE, policy("Fail", "oldObject != null")).allowed())
                .as("so Kyverno's engine sees it")
                .isFalse();
    }

    @Test
    void the_resource_of_a_request_without_a_review_is_that_of_its_kind() {
        assertThat(decideBy(BAD_IMAGE, policy("Fail", "request.resource.resource != 'pods'"))
                        .allowed())
                .isTrue();
    }

    @Test
    void without_a_language_no_policy_with_conditions_is_taken() {
        assertThatThrownBy(() -> builder(policy("Ignore", "true")).build())
                .isInstanceOf(RefusedPolicyException.class)
                .hasMessageContaining("matchConditions[0].expression");
    }

    @Test
    void a_condition_that_does_not_compile_is_refused_where_it_stands() {
        assertThatThrownBy(() -> builder(policy("Ignore", "true", "nope.x == 1"))
                        .matchConditions(CEL)
                        .build())
                .isInstanceOf(RefusedPolicyException.class)
                .hasMessageContaining("matchConditions[1].expression")
                .hasMessageContaining("undeclared reference to 'nope'");
    }
}
