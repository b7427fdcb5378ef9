package dev.countersign.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AnswerComparisonTest {
    private static final String KYVERNO = """
            {"policies": [{"policy": "p", "namespace": "",
              "admission": {"warnings": ["old"]},
              "verify": [
                {"rule": "a", "type": "ImageVerify", "status": "fail", "message": "no signatures found"},
                {"rule": "b", "type": "ImageVerify", "status": "pass", "message": "verified"}],
              "patches": [{"op": "replace", "path": "/spec/x", "value": "y"}],
              "imageVerifyMetadata": {"x.test/web:1": "fail"}}],
             "mutatingWebhook": {"allowed": false, "message": "blocked"},
             "validatingWebhook": null}
            """;

    private static CaseResult judge(String kyverno, String ours) {
        return new Judgement(Set.of("D01")).judge("area/name", ExpectedFile.read(kyverno), ExpectedFile.read(ours));
    }

    private static CaseResult judgeChanged(String from, String to) {
        assertThat(KYVERNO).contains(from);
        return judge(KYVERNO, KYVERNO.replace(from, to));
    }

    @Test
    void the_same_answer_is_equal() {
        CaseResult result = judge(KYVERNO, KYVERNO);
        assertThat(result.outcome()).isEqualTo(Outcome.EQUAL);
        assertThat(result.differences()).isEmpty();
        assertThat(result.laxer()).isFalse();
    }

    @Test
    void another_text_is_a_difference_of_message_at_its_place() {
        CaseResult result = judgeChanged("no signatures found", "nothing found");
        assertThat(result.outcome()).isEqualTo(Outcome.MESSAGE);
        assertThat(result.differences())
                .extracting(Difference::at, Difference::level)
                .containsExactly(tuple("policies[0].verify[0].message", Outcome.MESSAGE));
    }

    @Test
    void another_status_outweighs_another_text() {
        CaseResult result = judge(
                KYVERNO,
                KYVERNO.replace("\"status\": \"fail\"", "\"status\": \"error\"").replace("verified", "fine"));
        assertThat(result.outcome()).isEqualTo(Outcome.STATUS);
        assertThat(result.differences()).hasSize(2);
    }

    @Test
    void another_patch_outweighs_another_warning_but_not_a_status() {
        assertThat(judge(KYVERNO, KYVERNO.replace("/spec/x", "/spec/z").replace("old", "new"))
                        .outcome())
                .isEqualTo(Outcome.PATCH);
        assertThat(judge(KYVERNO, KYVERNO.replace("/spec/x", "/spec/z").replace(": \"fail\"}}", ": \"pass\"}}"))
                        .outcome())
                .isEqualTo(Outcome.STATUS);
    }

    @Test
    void an_absent_rule_is_a_difference_of_status() {
        String rule = "{\"rule\": \"b\", \"type\": \"ImageVerify\", \"status\": \"pass\", \"message\": \"verified\"}";
        assertThat(KYVERNO).contains(rule);
        CaseResult result = judge(KYVERNO, KYVERNO.replaceAll(",\\s*" + Pattern.quote(rule), ""));
        assertThat(result.outcome()).isEqualTo(Outcome.STATUS);
    }

    @Test
    void an_unstable_text_is_not_compared_but_its_status_is() {
        String unstable = KYVERNO.replace("\"no signatures found\"", "\"no signatures found\", \"unstable\": true");
        assertThat(judge(unstable, KYVERNO.replace("no signatures found", "another"))
                        .outcome())
                .isEqualTo(Outcome.EQUAL);
        assertThat(judge(unstable, KYVERNO.replace("\"status\": \"fail\"", "\"status\": \"skip\""))
                        .outcome())
                .isEqualTo(Outcome.STATUS);
    }

    @Test
    void an_unordered_list_is_compared_as_a_bag() {
        String first =
                "{\"rule\": \"a\", \"type\": \"ImageVerify\", \"status\": \"fail\", \"message\": \"no signatures found\"}";
        String second = "{\"rule\": \"b\", \"type\": \"ImageVerify\", \"status\": \"pass\", \"message\": \"verified\"}";
        String swapped = KYVERNO.replace(first, "{}").replace(second, first).replace("{}", second);
        assertThat(judge(KYVERNO, swapped).outcome()).isEqualTo(Outcome.STATUS);
        String unordered = KYVERNO.replace("\"namespace\": \"\"", "\"namespace\": \"\", \"unordered\": [\"verify\"]");
        assertThat(judge(unordered, swapped).outcome()).isEqualTo(Outcome.EQUAL);
    }

    @Test
    void a_part_that_varies_is_not_compared() {
        String varies =
                KYVERNO.replace("\"namespace\": \"\"", "\"namespace\": \"\", \"varies\": [\"verify\", \"patches\"]");
        assertThat(judge(
                                varies,
                                KYVERNO.replace("\"status\": \"fail\"", "\"status\": \"skip\"")
                                        .replace("/spec/x", "/z"))
                        .outcome())
                .isEqualTo(Outcome.EQUAL);
    }

    @Test
    void a_crash_of_kyverno_is_met_by_a_refusal_and_not_by_a_pass() {
        String crash =
                "{\"policies\": [{\"policy\": \"p\", \"namespace\": \"\", \"admission\": {\"panic\": \"nil pointer\"}}]}";
        assertThat(judge(crash, crash.replace("panic", "error")).outcome()).isEqualTo(Outcome.EQUAL);
        CaseResult admitted = judge(crash, "{\"policies\": [{\"policy\": \"p\", \"namespace\": \"\"}]}");
        assertThat(admitted.outcome()).isEqualTo(Outcome.STATUS);
        assertThat(admitted.laxer()).isTrue();
    }

    @Test
    void an_admission_that_kyverno_denies_and_ours_allows_is_laxer() {
        CaseResult result = judge(
                KYVERNO,
                KYVERNO.replace("{\"allowed\": false, \"message\": \"blocked\"}", "{\"allowed\": true}")
                        .replace("\"validatingWebhook\": null", "\"validatingWebhook\": {\"allowed\": true}"));
        assertThat(result.outcome()).isEqualTo(Outcome.STATUS);
        assertThat(result.laxer()).isTrue();
    }

    @Test
    void a_moment_of_the_run_is_not_compared() {
        String timed = KYVERNO.replace("no signatures found", "expired at <time>");
        assertThat(judge(timed, KYVERNO.replace("no signatures found", "expired at 2026-11-24T00:00:00Z"))
                        .outcome())
                .isEqualTo(Outcome.EQUAL);
        assertThat(judge(timed, KYVERNO.replace("no signatures found", "expired at noon"))
                        .outcome())
                .isEqualTo(Outcome.MESSAGE);
    }

    @Test
    void a_difference_counts_as_a_divergence_only_with_a_listed_number() {
        Answer kyverno = ExpectedFile.read(KYVERNO);
        assertThat(new Judgement(Set.of("D01"))
                        .judge("n", kyverno, carrying("D01"))
                        .outcome())
                .isEqualTo(Outcome.DIVERGENCE);
        assertThat(new Judgement(Set.of("D02"))
                        .judge("n", kyverno, carrying("D01"))
                        .outcome())
                .isEqualTo(Outcome.STATUS);
    }

    private static Answer carrying(String number) {
        Answer changed = ExpectedFile.read(KYVERNO.replace("\"status\": \"fail\"", "\"status\": \"error\""));
        Answer.OfPolicy policy = changed.policies().get(0);
        return new Answer(
                changed.panic(),
                changed.timeout(),
                changed.load(),
                List.of(new Answer.OfPolicy(
                        policy.policy(),
                        policy.namespace(),
                        policy.admission(),
                        policy.panic(),
                        policy.timeout(),
                        policy.error(),
                        policy.verify(),
                        policy.patches(),
                        policy.metadata(),
                        policy.validate(),
                        policy.unordered(),
                        policy.varies(),
                        Set.of(number))),
                changed.mutating(),
                changed.validating(),
                Set.of());
    }

    @Test
    void numbers_are_read_from_headings_lists_and_tables() {
        assertThat(DivergenceList.parse("# List\n## D01 One\n- **D02** two\n| D03 | three |\nsee D04\n"))
                .containsExactly("D01", "D02", "D03");
    }
}
