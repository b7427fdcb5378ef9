package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.entryFor;
import static dev.countersign.endtoend.PolicyText.key;
import static dev.countersign.endtoend.PolicyText.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.engine.AdmissionDecision;
import dev.countersign.engine.PolicyResponse;
import dev.countersign.engine.RuleResponse;
import dev.countersign.engine.RuleStatus;
import dev.countersign.policy.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeveralPoliciesTest extends EndToEnd {
    private static final String AUDIT = ", mutateDigest: false, verifyDigest: false, required: false";

    private static Policy policy(String name, String failurePolicy, String... entries) {
        return named(name)
                .spec("failurePolicy: " + failurePolicy)
                .rule("verify", entries)
                .read();
    }

    private static String audit(String entry) {
        return entry.replace("Enforce", "Audit") + AUDIT;
    }

    @Test
    void two_satisfied_policies_share_one_annotation() {
        AdmissionDecision decision = decide(
                create(GOOD_IMAGE),
                policy("first", "Fail", entry(key(KEY))),
                policy("second", "Fail", entry(key(KEY))));

        assertThat(decision.allowed()).isTrue();
        assertThat(rules(decision.validate()))
                .extracting(RuleResponse::message)
                .containsExactly("image verified", "image verified");
        assertThat(decision.answer().patch())
                .filteredOn(operation -> operation.path().endsWith("-scoped"))
                .singleElement()
                .satisfies(operation -> assertThat(operation.value().toString())
                        .contains("/first")
                        .contains("/second"));
    }

    @Test
    void every_policy_must_be_satisfied_and_the_denial_names_each_that_is_not() {
        AdmissionDecision decision = decide(
                create(GOOD_IMAGE),
                policy("first", "Fail", entry(key(KEY))),
                policy("second", "Fail", entry(key(OTHER_KEY))),
                policy("third", "Fail", audit(entry(key(OTHER_KEY)))));

        assertThat(decision.allowed()).isFalse();
        assertThat(decision.answer().message())
                .contains("second:\n")
                .contains("third:\n")
                .doesNotContain("first:");
    }

    @Test
    void policies_that_ignore_errors_come_first_and_a_denial_there_is_the_answer() {
        AdmissionDecision decision = decide(
                create(BAD_IMAGE),
                policy("fails", "Fail", entry(key(KEY))),
                policy("ignores", "Ignore", entry(key(KEY))));

        assertThat(decision.allowed()).isFalse();
        assertThat(decision.verify())
                .extracting(response -> response.policy().name())
                .containsExactly("ignores");
        assertThat(decision.answer().message()).contains("ignores:").doesNotContain("fails:");
    }

    @Test
    void policies_that_fail_on_errors_see_the_object_as_the_others_patched_it() {
        AdmissionDecision decision = decide(
                create(GOOD_IMAGE),
                policy("fails", "Fail", entry(key(KEY))),
                policy("ignores", "Ignore", entry(key(KEY)) + ", required: false"));

        assertThat(decision.allowed()).isTrue();
        assertThat(rules(decision.verify()))
                .extracting(RuleResponse::message)
                .containsExactly(
                        "verified image signatures for " + GOOD_IMAGE,
                        "verified image signatures for " + GOOD + "@" + good);
    }

    @Test
    void an_audited_failure_is_a_warning_and_an_allowed_admission() {
        AdmissionDecision decision = decide(
                create(BAD_IMAGE),
                policy(
                        "audits",
                        "Fail",
                        entry(key(KEY)).replace("Enforce", "Audit") + ", mutateDigest: false, verifyDigest: false"));

        assertThat(decision.allowed()).isTrue();
        assertThat(decision.answer().warnings())
                .containsExactly(
                        "policy audits.verify: failed to verify image registry.test/shop/bad:1:"
                                + " .attestors[0].entries[0].keys: no signatures found",
                        "policy audits.verify: unverified image registry.test/shop/bad:1");
    }

    @Test
    void a_skipped_image_is_a_warning_and_counts_as_looked_at() {
        AdmissionDecision decision = decide(
                create(BAD_IMAGE), policy("skips", "Fail", entry(key(KEY)) + ", skipImageReferences: [\"*/bad:*\"]"));

        assertThat(decision.allowed()).isTrue();
        assertThat(only(decision).status()).isEqualTo(RuleStatus.SKIP);
        assertThat(decision.answer().warnings())
                .containsExactly("policy skips.verify: skipping image reference image registry.test/shop/bad:1,"
                        + " policy skips ruleName verify");
        assertThat(rules(decision.validate()))
                .extracting(RuleResponse::message)
                .containsExactly("image skipped, skipped images: " + BAD + "@" + bad);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "other"})
    void a_namespaced_policy_speaks_in_its_namespace_only(String namespace) {
        Policy policy =
                named("check").in(namespace).rule("verify", entry(key(KEY))).read();

        AdmissionDecision denied = decide(create(BAD_IMAGE), policy);
        AdmissionDecision allowed = decide(create(GOOD_IMAGE), policy);

        assertThat(denied.allowed()).isEqualTo(namespace.equals("other"));
        assertThat(allowed.allowed()).isTrue();
        assertThat(allowed.verify().stream().flatMap(response -> response.metadata().policies().keySet().stream()))
                .containsExactlyElementsOf(namespace.equals("shop") ? List.of("shop/check") : List.of());
    }

    @Test
    void a_policy_of_the_default_namespace_speaks_of_objects_that_name_none() {
        Policy policy =
                named("check").in("default").rule("verify", entry(key(KEY))).read();
        Policy byName = named("check")
                .ruleWith(
                        "verify", "match: {any: [{resources: {kinds: [Pod], namespaces: [default]}}]}", entry(key(KEY)))
                .read();
        AdmissionRequest request = AdmissionRequest.create(Pods.object(
                "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"web\"},\"spec\":{\"containers\":["
                        + Pods.containers(BAD_IMAGE) + "]}}"));

        assertThat(decide(request, policy).allowed()).isFalse();
        assertThat(decide(request, byName).allowed()).isFalse();
    }

    @Test
    void one_entry_that_enforces_makes_every_failure_of_its_rule_block() {
        String audited = audit(entryFor("registry.test/shop/bad*", key(KEY)));
        String enforced = entryFor("registry.test/shop/good*", key(KEY)) + AUDIT;

        AdmissionDecision together = decide(create(BAD_IMAGE, GOOD_IMAGE), policy("one", "Fail", audited, enforced));
        AdmissionDecision apart = decide(
                create(BAD_IMAGE, GOOD_IMAGE),
                named("two").rule("audits", audited).rule("enforces", enforced).read());

        assertThat(together.allowed()).isFalse();
        assertThat(apart.allowed()).isTrue();
    }

    @Test
    void the_policys_own_action_decides_where_no_entry_states_one() {
        String silent = entry(key(KEY)).replace("failureAction: Enforce, ", "") + AUDIT;
        for (String action : List.of("Enforce", "enforce", "Audit", "audit")) {
            Policy policy = named("check")
                    .spec("validationFailureAction: " + action)
                    .rule("verify", silent)
                    .read();
            assertThat(decide(create(BAD_IMAGE), policy).allowed())
                    .as(action)
                    .isEqualTo(action.equalsIgnoreCase("audit"));
        }
        Policy overridden = named("check")
                .spec("validationFailureAction: Audit")
                .spec("validationFailureActionOverrides: [{action: Audit, namespaces: [other]},"
                        + " {action: Enforce, namespaces: ['sh*']}]")
                .rule("verify", silent)
                .read();
        assertThat(decide(create(BAD_IMAGE), overridden).allowed()).isFalse();
    }

    @Test
    void apply_one_stops_at_the_first_rule_that_passes_or_fails() {
        Policy policy = named("check")
                .spec("applyRules: One")
                .rule("first", entry(key(KEY)))
                .rule("second", entry(key(OTHER_KEY)))
                .read();

        AdmissionDecision decision = decide(create(GOOD_IMAGE), policy);

        assertThat(decision.allowed()).isTrue();
        assertThat(rules(decision.verify())).extracting(RuleResponse::rule).containsExactly("first");
        assertThat(rules(decision.validate())).extracting(RuleResponse::rule).containsExactly("first");
    }

    @Test
    void without_policies_everything_is_allowed_and_nothing_said() {
        AdmissionDecision decision = decide(create(BAD_IMAGE));

        assertThat(decision.allowed()).isTrue();
        assertThat(decision.verify()).isEqualTo(List.<PolicyResponse>of());
        assertThat(decision.answer().warnings()).isEmpty();
    }
}
