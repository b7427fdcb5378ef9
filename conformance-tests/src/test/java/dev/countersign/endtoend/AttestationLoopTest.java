package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.named;
import static dev.countersign.endtoend.ScriptedVerifier.statement;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admission.PatchOperation;
import dev.countersign.document.Value;
import dev.countersign.engine.AdmissionDecision;
import dev.countersign.engine.ImageVerificationEngine;
import dev.countersign.engine.RuleResponse;
import dev.countersign.engine.RuleStatus;
import dev.countersign.policy.Policy;
import dev.countersign.verify.Statement;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The attestations of an entry, their attestors and their conditions, with attestors that say what they are told to. */
class AttestationLoopTest {
    static final String IMAGE = "registry.test/shop/web:1";
    static final String DIGEST = "sha256:" + "a".repeat(64);
    private static final String MATCH = "match: {any: [{resources: {kinds: [Pod]}}]}";
    private static final String FAILED = "image attestations verification failed, verifiedCount: ";

    private final ScriptedVerifier verifier = new ScriptedVerifier();

    static String by(String... attestors) {
        return "{entries: ["
                + String.join(
                        ", ",
                        List.of(attestors).stream()
                                .map(AttestationLoopTest::key)
                                .toList()) + "]}";
    }

    static String key(String name) {
        return "{keys: {publicKeys: " + name + "}}";
    }

    static String attestation(String name, String type, String sets, String... conditions) {
        return "{name: " + name + ", type: " + type + ", attestors: [" + sets + "], conditions: ["
                + String.join(", ", conditions) + "]}";
    }

    static String all(String key, String operator, String value, String message) {
        return "{all: [{key: \"" + key + "\", operator: " + operator + ", value: \"" + value + "\", message: \""
                + message + "\"}]}";
    }

    static String entry(String... attestations) {
        return "imageReferences: [\"registry.test/*\"], failureAction: Enforce, mutateDigest: false, verifyDigest: false,"
                + " attestations: [" + String.join(", ", attestations) + "]";
    }

    private AdmissionDecision decide(Policy policy, String... images) {
        return ImageVerificationEngine.builder()
                .policies(List.of(policy))
                .registry(ScriptedRegistry.untouchable())
                .imageVerifier(verifier)
                .clock(EndToEnd.CLOCK)
                .build()
                .decide(create(images));
    }

    private RuleResponse answer(String... attestations) {
        return EndToEnd.only(decide(PolicyText.check(entry(attestations)), IMAGE));
    }

    @Test
    void what_is_attested_and_meets_its_conditions_passes() {
        verifier.says("alice", statement("scan", "{\"score\":9,\"by\":\"alice\"}"));

        AdmissionDecision decision = decide(
                PolicyText.check(entry(attestation(
                        "scan",
                        "scan",
                        by("alice"),
                        all("{{ score }} {{ request.namespace }} {{ image.name }}", "Equals", "9 shop web", "")))),
                IMAGE);

        assertThat(decision.allowed()).isTrue();
        assertThat(EndToEnd.only(decision).message()).isEqualTo("verified image attestations for " + IMAGE);
        assertThat(EndToEnd.only(decision).divergences()).isEmpty();
        assertThat(decision.verify().get(0).metadata().status("", "check", "verify", IMAGE))
                .isEqualTo("pass");
    }

    @Test
    void every_statement_of_the_type_has_to_meet_the_conditions_and_none_of_another_type() {
        verifier.says(
                "alice",
                statement("scan", "{\"score\":9}"),
                statement("other", "{\"score\":0}"),
                statement("scan", "{\"score\":3}"));

        RuleResponse answer = answer(attestation(
                "scan", "scan", by("alice"), all("{{ score }}", "GreaterThan", "{{ '5' }}", "score {{ score }}")));

        assertThat(answer.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(answer.message())
                .isEqualTo(FAILED + "0, requiredCount: 1, error: .attestations[0].attestors[0].entries[0].keys:"
                        + " attestation checks failed for " + IMAGE + " and predicate scan: score 3");
    }

    @Test
    void the_path_of_an_attestor_has_the_index_of_the_attestation() {
        verifier.says("alice", statement("scan", "{}")).says("bob", statement("scan", "{}"));

        assertThat(answer(attestation("a", "scan", by("alice")), attestation("b", "review", by("alice", "bob")))
                        .message())
                .isEqualTo(FAILED + "0, requiredCount: 2, error: .attestations[1].attestors[0].entries[1].keys:"
                        + " attestions not found for predicate type review;"
                        + " .attestations[1].attestors[0].entries[1].keys:"
                        + " attestions not found for predicate type review");
    }

    @Test
    void the_failures_of_a_set_that_passed_are_told_with_the_next_set() {
        verifier.says("alice", statement("scan", "{}"));

        assertThat(answer(attestation(
                                "a",
                                "scan",
                                "{count: 1, entries: [" + key("bob") + ", " + key("alice") + "]}, " + by("carol")))
                        .message())
                .isEqualTo(FAILED + "0, requiredCount: 1, error: bob says nothing; carol says nothing");
    }

    @Test
    void a_set_is_satisfied_by_its_count_and_asks_no_further() {
        verifier.says("alice", statement("scan", "{}")).says("bob", statement("scan", "{}"));

        assertThat(answer(attestation("a", "scan", "{count: 1, entries: [" + key("bob") + ", " + key("alice") + "]}"))
                        .status())
                .isEqualTo(RuleStatus.PASS);
        assertThat(verifier.asked()).containsExactly("bob of " + IMAGE);
        assertThat(answer(attestation("a", "scan", by("bob", "carol", "alice"))).message())
                .isEqualTo(FAILED + "2, requiredCount: 3, error: carol says nothing");
    }

    @Test
    void an_attestation_without_a_type_fails_and_asks_nobody() {
        assertThat(answer("{name: a, attestors: [" + by("alice") + "]}").message())
                .isEqualTo(".attestations[0]: missing type");
        assertThat(verifier.asked()).isEmpty();
    }

    @Test
    void without_attestors_anybody_is_asked() {
        verifier.says("anybody", statement("scan", "{}"));

        assertThat(answer("{predicateType: scan}").status()).isEqualTo(RuleStatus.PASS);
    }

    @Test
    void a_predicate_that_is_no_object_is_no_predicate() {
        verifier.says("alice", statement("scan", "\"text\""));
        assertThat(answer(attestation("a", "scan", by("alice"))).message())
                .isEqualTo(FAILED + "0, requiredCount: 1, error: predicate not found in any statement");

        verifier.says("alice", statement("other", "{}"), statement("scan", "\"text\""));
        assertThat(answer(attestation("a", "scan", by("alice"), all("a", "Equals", "a", "")))
                        .message())
                .endsWith("failed to check attestations: failed to extract predicate from statement: text");
    }

    @Test
    void what_cannot_be_reached_is_a_failure_too() {
        RuleResponse answer = answer(attestation("a", "scan", by("unreachable")));

        assertThat(answer.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(answer.message()).isEqualTo(FAILED + "0, requiredCount: 1, error: unreachable says nothing");
    }

    @Test
    void more_statements_than_the_bound_are_a_failure() {
        List<Statement> many = Collections.nCopies(1_001, statement("scan", "{}"));
        verifier.says("alice", many.toArray(new Statement[0]));

        assertThat(answer(attestation("a", "scan", by("alice"))).message())
                .endsWith("error: more than 1000 attestations were found");
    }

    @Test
    void the_digest_that_the_signatures_speak_of_is_the_one_whose_attestations_count() {
        verifier.signs(DIGEST).says("alice", statement("scan", "{}"));

        RuleResponse answer = EndToEnd.only(decide(
                PolicyText.check(entry(attestation("a", "scan", by("alice"))) + ", attestors: [" + by("bob") + "]"),
                IMAGE));

        assertThat(answer.message()).isEqualTo("verified image attestations for registry.test/shop/web@" + DIGEST);
        assertThat(verifier.asked()).containsExactly("alice of registry.test/shop/web@" + DIGEST);
    }

    @Test
    void the_digest_of_attestations_is_written_into_the_object_without_asking_the_registry() {
        verifier.attests(DIGEST).says("alice", statement("scan", "{}"));

        AdmissionDecision decision = decide(
                PolicyText.check(entry(attestation("a", "scan", by("alice")))
                        .replace("mutateDigest: false, verifyDigest: false", "mutateDigest: true")),
                IMAGE);

        assertThat(EndToEnd.only(decision).message())
                .isEqualTo("verified image attestations for registry.test/shop/web@" + DIGEST);
        assertThat(decision.answer().patch())
                .contains(new PatchOperation("replace", "/spec/containers/0/image", Value.of(IMAGE + "@" + DIGEST)));
    }

    @Test
    void the_same_attestor_is_asked_once_about_an_image_of_many_containers() {
        verifier.says("alice", statement("scan", "{}"));

        assertThat(decide(PolicyText.check(entry(attestation("a", "scan", by("alice")))), IMAGE, IMAGE, IMAGE)
                        .allowed())
                .isTrue();
        assertThat(verifier.asked()).hasSize(1);
    }

    @Test
    void a_predicate_is_never_searched_for_variables() {
        verifier.says("alice", statement("scan", "{\"owner\":\"{{ request.namespace }}\"}"));

        assertThat(answer(attestation("a", "scan", by("alice"), all("{{ owner }}", "Equals", "shop", "{{ owner }}")))
                        .message())
                .endsWith("and predicate scan: {{ request.namespace }}");
    }

    @Test
    void a_predicate_does_not_write_over_what_the_policy_knows() {
        String policy = ", context: [{name: limits, variable: {value: {max: 1}}}],"
                + " preconditions: {all: [{key: \"{{ limits.max }}\", operator: Equals, value: 1}]}";
        Policy limited = named("check")
                .ruleWith(
                        "verify",
                        MATCH + policy,
                        entry(attestation(
                                "a",
                                "scan",
                                by("alice"),
                                all("{{ findings }}", "LessThanOrEquals", "{{ limits.max }}", "too many"))))
                .read();

        verifier.says("alice", statement("scan", "{\"findings\":5,\"limits\":{\"max\":100}}"));
        RuleResponse refused = EndToEnd.only(decide(limited, IMAGE));
        assertThat(refused.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(refused.divergences()).containsExactly("D14");

        verifier.says("alice", statement("scan", "{\"findings\":0,\"limits\":{\"max\":100}}"));
        assertThat(EndToEnd.only(decide(limited, IMAGE)).status()).isEqualTo(RuleStatus.PASS);

        verifier.says("alice", statement("scan", "{\"findings\":5}"));
        RuleResponse alike = EndToEnd.only(decide(limited, IMAGE));
        assertThat(alike.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(alike.divergences()).isEmpty();
    }

    @Test
    void the_name_of_an_attestation_stands_for_its_own_predicates_in_the_conditions_of_a_later_one() {
        verifier.says("alice", statement("review", "{\"bad\":0}"), statement("scan", "{\"bad\":7}"));

        RuleResponse answer = answer(
                attestation("scan", "scan", by("alice")),
                attestation("review", "review", by("alice"), all("{{ scan.bad }}", "Equals", "0", "scan is bad")));

        assertThat(answer.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(answer.message()).endsWith("and predicate review: scan is bad");
        assertThat(answer.divergences()).containsExactly("D13");
    }

    @Test
    void the_attestor_of_deprecated_fields_is_that_of_the_attestations() {
        verifier.says("anybody", statement("scan", "{}"));
        Policy policy = PolicyText.check(entry("{type: scan}") + ", key: alice");

        RuleResponse refused = EndToEnd.only(decide(policy, IMAGE));
        assertThat(refused.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(refused.divergences()).containsExactly("D15");

        verifier.says("alice", statement("scan", "{}"));
        RuleResponse passed = EndToEnd.only(decide(policy, IMAGE));
        assertThat(passed.status()).isEqualTo(RuleStatus.PASS);
        assertThat(passed.divergences()).containsExactly("D15");
    }

    @Test
    void variables_of_attestors_are_replaced_and_those_of_conditions_are_kept() {
        verifier.says("shop", statement("scan", "{\"score\":9}"));

        assertThat(answer(attestation(
                                "a", "scan", by("\"{{ request.namespace }}\""), all("{{ score }}", "Equals", "9", "")))
                        .message())
                .isEqualTo("verified image attestations for " + IMAGE);
    }

    @Test
    void an_attestor_that_is_not_supported_blocks() {
        RuleResponse answer = answer(attestation("a", "scan", by("alice", "unsupported")));

        assertThat(answer.blocks()).isTrue();
        assertThat(answer.message())
                .endsWith("verifyImages[0].attestations[0].attestors[0].entries[0].keys: something");
    }
}
