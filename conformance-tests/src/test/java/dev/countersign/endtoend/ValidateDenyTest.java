package dev.countersign.endtoend;

import static dev.countersign.endtoend.AttestationLoopTest.IMAGE;
import static dev.countersign.endtoend.AttestationLoopTest.attestation;
import static dev.countersign.endtoend.AttestationLoopTest.by;
import static dev.countersign.endtoend.AttestationLoopTest.entry;
import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.named;
import static dev.countersign.endtoend.ScriptedVerifier.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.engine.AdmissionDecision;
import dev.countersign.engine.ImageVerificationEngine;
import dev.countersign.engine.RefusedPolicyException;
import dev.countersign.engine.RuleResponse;
import dev.countersign.engine.RuleStatus;
import dev.countersign.policy.Policy;
import dev.countersign.verify.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code validate.deny} of verifyImages entries, with attestors that say what they are told to. */
class ValidateDenyTest {
    private static final String DENIED = "validation in verifyImages failed: ";
    private static final String SCAN = attestation("scan", "scan", by("alice"));

    private final ScriptedVerifier verifier = new ScriptedVerifier();

    private List<RuleResponse> answers(Policy policy, String... images) {
        AdmissionDecision decision = ImageVerificationEngine.builder()
                .policies(List.of(policy))
                .registry(ScriptedRegistry.untouchable())
                .imageVerifier(verifier)
                .clock(EndToEnd.CLOCK)
                .build()
                .decide(create(images));
        return EndToEnd.rules(decision.verify());
    }

    private static Policy policy(String... entries) {
        return named("check").spec("background: false").rule("verify", entries).read();
    }

    private RuleResponse answer(String entry) {
        return answers(policy(entry), IMAGE).get(0);
    }

    private static String denies(String message, String key, String value, String conditionMessage) {
        return ", validate: {message: \"" + message + "\", deny: {conditions: {any: [{key: \"" + key
                + "\", operator: GreaterThan, value: " + value + ", message: \"" + conditionMessage + "\"}]}}}";
    }

    private static String critical() {
        return denies("bad scan", "{{ scan.critical }}", "0", "{{ scan.critical }} critical");
    }

    private static Statement scan(int critical) {
        return statement("scan", "{\"critical\":" + critical + "}");
    }

    @Test
    void what_is_denied_fails_with_both_messages() {
        verifier.says("alice", scan(3));

        RuleResponse answer = answer(entry(SCAN) + critical());

        assertThat(answer.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(answer.message()).isEqualTo(DENIED + "bad scan; 3 critical");
        assertThat(answer.divergences()).isEmpty();
    }

    @Test
    void what_is_not_denied_passes() {
        verifier.says("alice", scan(0));

        RuleResponse answer = answer(entry(SCAN) + critical());

        assertThat(answer.status()).isEqualTo(RuleStatus.PASS);
        assertThat(answer.message()).isEqualTo("verifyImages validation is passed in verify rule");
    }

    @Test
    void a_deny_without_conditions_denies() {
        verifier.says("alice", scan(0));

        assertThat(answer(entry(SCAN) + ", validate: {deny: {}}").message())
                .isEqualTo(DENIED + "validation error: imageVerify  failed");
    }

    @Test
    void a_variable_that_is_unknown_is_a_failure() {
        verifier.says("alice", statement("scan", "{}"));

        assertThat(answer(entry(SCAN) + critical()).message())
                .startsWith(
                        DENIED + "failed to check deny conditions: failed to substitute variables in condition key:");
    }

    @Test
    void an_escaped_variable_of_the_message_is_resolved_and_what_it_holds_is_not() {
        verifier.says("alice", statement("scan", "{\"critical\":3,\"by\":\"{{ request.namespace }}\"}"));

        assertThat(answer(entry(SCAN)
                                + denies(
                                        "by \\\\{{ scan.by }} in \\\\{{ request.namespace }}",
                                        "{{ scan.critical }}",
                                        "0",
                                        ""))
                        .message())
                .isEqualTo(DENIED + "by {{ request.namespace }} in shop");
    }

    @Test
    void a_bad_second_scan_is_denied() {
        verifier.says("alice", scan(0), scan(7));

        RuleResponse answer = answer(entry(SCAN) + critical());

        assertThat(answer.message()).isEqualTo(DENIED + "bad scan; 7 critical");
        assertThat(answer.divergences()).containsExactly("D13");
    }

    @Test
    void a_bad_scan_behind_a_statement_of_another_type_is_denied() {
        verifier.says("alice", statement("other", "{\"critical\":0}"), scan(7));

        RuleResponse answer = answer(entry(SCAN) + critical());

        assertThat(answer.message()).isEqualTo(DENIED + "bad scan; 7 critical");
        assertThat(answer.divergences()).containsExactly("D13");
    }

    @Test
    void what_an_attestation_says_of_one_image_says_nothing_of_another() {
        verifier.saysOf(IMAGE, "alice", scan(0)).says("alice", statement("scan", "{\"other\":1}"));

        List<RuleResponse> answers = answers(policy(entry(SCAN) + critical()), IMAGE, "registry.test/shop/other:1");

        assertThat(answers).extracting(RuleResponse::status).containsExactly(RuleStatus.PASS, RuleStatus.FAIL);
        assertThat(answers.get(1).message()).contains("Unknown key \"critical\" in path");
        assertThat(answers.get(1).divergences()).containsExactly("D13");
    }

    @Test
    void a_predicate_that_is_no_object_cannot_be_waved_through() {
        verifier.says("alice", scan(0), statement("scan", "\"critical: 7\""));

        RuleResponse answer = answer(entry(SCAN) + critical());

        assertThat(answer.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(answer.divergences()).containsExactly("D13");
    }

    @Test
    void more_combinations_than_the_bound_are_refused_where_the_conditions_speak_of_them() {
        List<Statement> many = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            many.add(statement("scan", "{\"critical\":0,\"n\":" + i + "}"));
            many.add(statement("review", "{\"critical\":0,\"n\":" + i + "}"));
        }
        verifier.says("alice", many.toArray(new Statement[0]));
        String review = attestation("review", "review", by("alice"));

        assertThat(answer(entry(SCAN, review) + critical()).status()).isEqualTo(RuleStatus.PASS);
        assertThat(answer(entry(SCAN, review) + denies("bad", "{{ add(scan.critical, review.critical) }}", "0", ""))
                        .message())
                .startsWith(DENIED + "the image has more than 1024 combinations");
    }

    @Test
    void a_validate_without_deny_is_refused_at_load_and_an_empty_one_asks_for_nothing() {
        verifier.says("alice", scan(0));
        assertThatThrownBy(() -> answer(entry(SCAN) + ", validate: {message: words}"))
                .isInstanceOf(RefusedPolicyException.class)
                .hasMessageContaining("deny");
        assertThat(answer(entry(SCAN) + ", validate: {}").message())
                .isEqualTo("verified image attestations for " + IMAGE);
    }

    @Test
    void deny_without_attestations_is_never_asked() {
        assertThat(answer("imageReferences: [\"registry.test/*\"], failureAction: Enforce, mutateDigest: false,"
                                + " verifyDigest: false, attestors: [" + by("alice") + "], validate: {deny: {}}")
                        .message())
                .isEqualTo("verified image signatures for " + IMAGE);
    }

    @Test
    void variables_that_the_policy_may_not_have_are_refused_at_load() {
        Policy background = named("check")
                .rule("verify", entry(SCAN) + denies("", "{{ request.userInfo.username }}", "a", ""))
                .read();

        assertThatThrownBy(() -> answers(background, IMAGE))
                .isInstanceOf(RefusedPolicyException.class)
                .hasMessageContaining("a background scan knows no user");
    }
}
