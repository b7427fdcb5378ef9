package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.annotated;
import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.Pods.pod;
import static dev.countersign.endtoend.PolicyText.check;
import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.entryFor;
import static dev.countersign.endtoend.PolicyText.key;
import static dev.countersign.endtoend.PolicyText.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.admission.PatchOperation;
import dev.countersign.cluster.ClusterException;
import dev.countersign.document.Value;
import dev.countersign.engine.AdmissionDecision;
import dev.countersign.engine.ImageVerificationMetadata;
import dev.countersign.engine.PhaseDecision;
import dev.countersign.engine.RuleResponse;
import dev.countersign.engine.RuleStatus;
import dev.countersign.policy.Policy;
import dev.countersign.verify.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both phases over real signatures, through real HTTP. */
class ImageVerificationEngineTest extends EndToEnd {

    @Test
    void a_signed_image_is_allowed_pinned_and_annotated() {
        AdmissionDecision decision = decide(create(GOOD_IMAGE), check(entry(key(KEY))));

        String pinned = GOOD + "@" + good;
        assertThat(decision.allowed()).isTrue();
        assertThat(only(decision).status()).isEqualTo(RuleStatus.PASS);
        assertThat(only(decision).message()).isEqualTo("verified image signatures for " + GOOD_IMAGE);
        assertThat(rules(decision.validate())).extracting(RuleResponse::message).containsExactly("image verified");
        assertThat(decision.answer().patch())
                .containsExactly(
                        new PatchOperation("add", "/metadata/annotations", Value.EMPTY_OBJECT),
                        new PatchOperation(
                                "add",
                                "/metadata/annotations/kyverno.io~1verify-images",
                                Value.of("{\"" + pinned + "\":\"pass\"}")),
                        new PatchOperation(
                                "add",
                                "/metadata/annotations/kyverno.io~1verify-images-scoped",
                                Value.of("{\"version\":1,\"policies\":{\"/check\":{\"verify\":{\"" + pinned
                                        + "\":\"pass\"}}}}")),
                        new PatchOperation("replace", "/spec/containers/0/image", Value.of(GOOD_IMAGE + "@" + good)));
    }

    @Test
    void the_evidence_says_who_signed_what_and_which_switch_weakened_the_proof() {
        Verdict verdict = only(decide(create(GOOD_IMAGE), check(entry(key(KEY)))))
                .images()
                .get(0)
                .verdict();

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Verified.class, verified -> {
            assertThat(verified.digest()).isEqualTo(good.text());
            assertThat(verified.evidence()).singleElement().satisfies(evidence -> {
                assertThat(evidence.attestor()).isEqualTo(".attestors[0].entries[0].keys");
                assertThat(evidence.signer()).startsWith("key ");
                assertThat(evidence.foundAt()).isEqualTo(GOOD + ":sha256-" + good.hex() + ".sig");
                assertThat(evidence.weakened()).containsExactly("rekor.ignoreTlog");
            });
        });
    }

    @Test
    void an_unsigned_image_is_denied_in_kyvernos_words() {
        AdmissionDecision decision = decide(create(BAD_IMAGE), check(entry(key(KEY))));

        assertThat(decision.allowed()).isFalse();
        assertThat(decision.answer().patch()).isEmpty();
        assertThat(decision.validate()).isEmpty();
        assertThat(decision.answer().message())
                .isEqualTo("\n\nresource Pod/shop/web was blocked due to the following policies \n\ncheck:\n  verify:"
                        + " 'failed to verify image registry.test/shop/bad:1: .attestors[0].entries[0].keys: no"
                        + " signatures found'\n");
    }

    @Test
    void one_unsigned_image_among_signed_ones_denies_wherever_it_stands() {
        Policy policy = check(entry(key(KEY)));

        assertThat(decide(create(GOOD_IMAGE, GOOD_IMAGE), policy).allowed()).isTrue();
        assertThat(decide(create(BAD_IMAGE, GOOD_IMAGE), policy).allowed()).isFalse();
        assertThat(decide(create(GOOD_IMAGE, BAD_IMAGE), policy).allowed()).isFalse();
        for (String list : List.of("initContainers", "ephemeralContainers")) {
            Value.ObjectValue object = Pods.object("""
                    {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"shop"},
                     "spec":{"containers":[{"name":"a","image":"%s"}],"%s":[{"name":"b","image":"%s"}]}}""".formatted(GOOD_IMAGE, list, BAD_IMAGE));
            assertThat(decide(AdmissionRequest.create(object), policy).allowed())
                    .as(list)
                    .isFalse();
        }
    }

    @Test
    void a_deployment_is_judged_by_the_generated_rule() {
        Policy policy = check(entry(key(KEY)));

        AdmissionDecision denied = decide(AdmissionRequest.create(deployment(BAD_IMAGE)), policy);
        AdmissionDecision allowed = decide(AdmissionRequest.create(deployment(GOOD_IMAGE)), policy);

        assertThat(denied.allowed()).isFalse();
        assertThat(only(denied).rule()).isEqualTo("autogen-verify");
        assertThat(allowed.allowed()).isTrue();
        assertThat(allowed.answer().patch())
                .contains(new PatchOperation(
                        "replace", "/spec/template/spec/containers/0/image", Value.of(GOOD_IMAGE + "@" + good)));
    }

    @Test
    void the_action_of_a_generated_rule_is_that_of_the_rule_it_comes_from() {
        String audit = "imageReferences: [\"other.test/*\"], failureAction: Audit, mutateDigest: false";
        Policy policy = named("check")
                .rule("verify-later", audit)
                .rule("verify", entry(key(KEY)))
                .read();

        assertThat(decide(AdmissionRequest.create(deployment(BAD_IMAGE)), policy)
                        .allowed())
                .isFalse();
    }

    @Test
    void an_object_of_another_kind_or_image_is_none_of_the_policys_business() {
        Policy policy = check(entry(key(KEY)));
        Value.ObjectValue service =
                Pods.object("{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"web\"}}");

        for (AdmissionRequest request : List.of(AdmissionRequest.create(service), create("elsewhere.test/web:1"))) {
            AdmissionDecision decision = decide(request, policy);
            assertThat(decision.allowed()).isTrue();
            assertThat(decision.answer().patch()).isEmpty();
            assertThat(rules(decision.verify())).isEmpty();
            assertThat(rules(decision.validate())).isEmpty();
        }
        assertThat(server().requests()).isZero();
    }

    // D02

    @Test
    void an_image_that_cannot_be_parsed_refuses_the_whole_object() {
        AdmissionDecision decision = decide(
                create(GOOD_IMAGE, "registry.test/Shop/web:1"),
                check(entry(key(KEY)).replace("Enforce", "Audit") + ", mutateDigest: false"));

        assertThat(decision.allowed()).isFalse();
        assertThat(only(decision).divergences()).containsExactly("D02");
        assertThat(only(decision).message()).contains("registry.test/Shop/web:1");
    }

    @Test
    void an_image_that_cannot_be_parsed_refuses_in_the_validate_phase_too() {
        Policy policy = named("check")
                .spec("failurePolicy: Ignore")
                .rule("verify", entry(key(KEY)))
                .read();

        RuleResponse response = rules(builder(policy)
                        .build()
                        .validate(create("registry.test/Shop/web:1"))
                        .policies())
                .get(0);

        assertThat(response.blocks()).isTrue();
        assertThat(response.divergences()).containsExactly("D02");
    }

    // D08

    @Test
    void both_images_of_a_container_name_that_stands_twice_are_looked_at() {
        Value.ObjectValue twice = Pods.object("""
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"shop"},
                 "spec":{"containers":[{"name":"a","image":"%s"},{"name":"a","image":"%s"}]}}""".formatted(BAD_IMAGE, GOOD_IMAGE));

        AdmissionDecision decision = decide(AdmissionRequest.create(twice), check(entry(key(KEY))));

        assertThat(decision.allowed()).isFalse();
        assertThat(rules(decision.verify()))
                .filteredOn(response -> response.status() == RuleStatus.FAIL)
                .singleElement()
                .satisfies(response -> assertThat(response.divergences()).containsExactly("D08"));
    }

    // D09

    @Test
    void a_rule_that_selects_namespaces_refuses_where_the_labels_are_unknown() {
        Policy policy = selectingNamespaces();

        AdmissionDecision unknown = decide(create(GOOD_IMAGE), policy);
        AdmissionDecision unreachable = builder(policy)
                .cluster((kind, namespace, name) -> {
                    throw new ClusterException("the cluster does not answer", new java.io.IOException());
                })
                .build()
                .decide(create(GOOD_IMAGE));

        for (AdmissionDecision decision : List.of(unknown, unreachable)) {
            assertThat(decision.allowed()).isFalse();
            assertThat(only(decision).divergences()).containsExactly("D09");
            assertThat(only(decision).message())
                    .isEqualTo("failed to create policy context: namespace \"shop\" not found");
        }
    }

    @Test
    void an_object_without_the_rules_images_is_not_refused_for_an_unknown_namespace() {
        Value.ObjectValue namespace = Pods.object(
                "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"new\",\"namespace\":\"new\"}}");

        assertThat(decide(AdmissionRequest.create(namespace), selectingNamespaces())
                        .allowed())
                .isTrue();
        assertThat(decide(create("elsewhere.test/web:1"), selectingNamespaces()).allowed())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "test"})
    void the_labels_of_the_namespace_decide_whether_the_rule_applies(String tier) {
        AdmissionDecision decision = builder(selectingNamespaces())
                .cluster((kind, namespace, name) ->
                        Optional.of(Pods.object("{\"metadata\":{\"labels\":{\"tier\":\"" + tier + "\"}}}")))
                .build()
                .decide(create(BAD_IMAGE));

        assertThat(decision.allowed()).isEqualTo(tier.equals("test"));
    }

    private static Policy selectingNamespaces() {
        return named("check")
                .spec("failurePolicy: Ignore")
                .ruleWith(
                        "verify",
                        "match: {any: [{resources: {kinds: [Pod], namespaceSelector: {matchLabels: {tier: prod}}}}]}",
                        entry(key(KEY)))
                .read();
    }

    // D10

    @Test
    void a_failure_stays_in_the_annotation_whatever_later_entries_say() {
        String audit = ", failureAction: Audit, mutateDigest: false, verifyDigest: false";
        Policy policy = check(
                entryFor("registry.test/shop/bad*", key(KEY)).replace(", failureAction: Enforce", audit),
                entryFor("registry.test/shop/good*", key(KEY)).replace(", failureAction: Enforce", audit));

        AdmissionDecision decision = decide(create(BAD_IMAGE, GOOD_IMAGE), policy);

        assertThat(decision.allowed()).isTrue();
        assertThat(decision.verify().get(0).metadata().images())
                .isEqualTo(Map.of(BAD_IMAGE, "fail", GOOD_IMAGE, "pass"));
        assertThat(rules(decision.verify()))
                .filteredOn(response -> response.divergences().contains("D10"))
                .extracting(RuleResponse::status)
                .containsOnly(RuleStatus.SKIP)
                .isNotEmpty();
        assertThat(rules(decision.validate()))
                .extracting(RuleResponse::message)
                .containsExactly("unverified image " + BAD_IMAGE);
    }

    @Test
    void a_failure_stays_in_the_annotation_also_when_a_later_entry_pins_the_image() {
        // Enforced, because Kyverno refuses a policy that pins and audits; the two phases are asked one by one then.
        String silent = ", verifyDigest: false, mutateDigest: ";
        Policy policy = check(
                entryFor("registry.test/shop/bad*", key(KEY)) + silent + false,
                entryFor("registry.test/shop/good*", key(KEY)) + silent + true);

        PhaseDecision decision = builder(policy).build().mutate(create(BAD_IMAGE, GOOD_IMAGE));

        assertThat(decision.policies().get(0).metadata().status("", "check", "verify", BAD + "@" + bad))
                .isEqualTo("fail");
    }

    // D11

    @ParameterizedTest
    @ValueSource(strings = {"prod", "test"})
    void an_override_by_the_labels_of_the_namespace_enforces(String tier) {
        Policy policy = named("check")
                .spec("validationFailureAction: Audit")
                .spec("validationFailureActionOverrides:"
                        + " [{action: Enforce, namespaceSelector: {matchLabels: {tier: prod}}}]")
                .rule(
                        "verify",
                        entry(key(KEY)).replace("failureAction: Enforce, ", "")
                                + ", mutateDigest: false, verifyDigest: false, required: false")
                .read();

        AdmissionDecision decision = builder(policy)
                .cluster((kind, namespace, name) ->
                        Optional.of(Pods.object("{\"metadata\":{\"labels\":{\"tier\":\"" + tier + "\"}}}")))
                .build()
                .decide(create(BAD_IMAGE));

        assertThat(decision.allowed()).isEqualTo(tier.equals("test"));
        assertThat(only(decision).divergences()).isEqualTo(tier.equals("test") ? List.of() : List.of("D11"));
    }

    // the validate phase and its annotation

    @Test
    void an_image_without_digest_fails_where_digests_are_verified_and_not_added() {
        AdmissionDecision decision =
                decide(create(GOOD_IMAGE), check(entry(key(KEY)) + ", mutateDigest: false, verifyDigest: true"));

        assertThat(decision.allowed()).isFalse();
        assertThat(rules(decision.validate()))
                .extracting(RuleResponse::message)
                .containsExactly("missing digest for " + GOOD_IMAGE);
        assertThat(decision.answer().patch()).isEmpty();
    }

    @Test
    void a_required_image_that_nothing_verified_fails() {
        AdmissionDecision decision =
                decide(create(GOOD_IMAGE), check("imageReferences: [\"registry.test/*\"], failureAction: Enforce"));

        assertThat(rules(decision.verify())).extracting(RuleResponse::message).containsExactly("mutated image digest");
        assertThat(decision.allowed()).isFalse();
        assertThat(rules(decision.validate()))
                .extracting(RuleResponse::message)
                .containsExactly("unverified image " + GOOD + "@" + good);
    }

    @Test
    void nothing_is_validated_where_neither_digest_nor_proof_is_asked_for() {
        AdmissionDecision decision =
                decide(create(GOOD_IMAGE), check(entry(key(KEY)) + ", required: false, verifyDigest: false"));

        assertThat(decision.allowed()).isTrue();
        assertThat(rules(decision.validate())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Enforce", "Audit"})
    void forged_annotations_do_not_stand_for_a_signature(String action) {
        String forged = "{\"version\":1,\"policies\":{\"/check\":{\"verify\":{\"" + BAD_IMAGE + "\":\"pass\",\"" + BAD
                + "@" + bad + "\":\"pass\"}}}}";
        Value.ObjectValue object = annotated(
                annotated(pod(BAD_IMAGE), ImageVerificationMetadata.SCOPED_ANNOTATION, forged),
                ImageVerificationMetadata.ANNOTATION,
                "{\"" + BAD_IMAGE + "\":\"pass\"}");
        String digests = action.equals("Audit") ? "mutateDigest: false, verifyDigest: false" : "mutateDigest: true";
        Policy policy = check(entry(key(KEY)).replace("Enforce", action + ", " + digests));

        AdmissionDecision decision = decide(AdmissionRequest.create(object), policy);

        assertThat(only(decision).status()).isEqualTo(RuleStatus.FAIL);
        assertThat(decision.allowed()).isEqualTo(action.equals("Audit"));
        if (decision.allowed()) {
            assertThat(rules(decision.validate()))
                    .extracting(RuleResponse::status)
                    .containsExactly(RuleStatus.FAIL);
            assertThat(decision.answer().patch())
                    .noneMatch(operation -> operation.value() instanceof Value.StringValue text
                            && text.value().contains("pass"));
        }
    }

    @Test
    void other_annotations_survive_the_patch() {
        Value.ObjectValue object = annotated(pod(GOOD_IMAGE), "team", "shop");

        List<PatchOperation> patch = decide(AdmissionRequest.create(object), check(entry(key(KEY))))
                .answer()
                .patch();

        assertThat(patch).extracting(PatchOperation::path).doesNotContain("/metadata/annotations");
    }

    @Test
    void a_malformed_annotation_fails_the_validate_phase() {
        Value.ObjectValue object =
                annotated(pod(GOOD + "@" + good), ImageVerificationMetadata.SCOPED_ANNOTATION, "{\"version\":");

        RuleResponse response = rules(builder(check(entry(key(KEY))))
                        .build()
                        .validate(AdmissionRequest.create(object))
                        .policies())
                .get(0);

        assertThat(response.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(response.message()).startsWith("failed to parse scoped image metadata: ");
    }

    // UPDATE and DELETE

    @Test
    void an_unchanged_image_that_was_verified_is_not_asked_for_again() {
        Policy policy = check(entry(key(KEY)));
        Value.ObjectValue before = admitted(policy, pod(GOOD_IMAGE));
        int requests = server().requests();

        AdmissionDecision decision = decide(Pods.update(before, annotated(before, "team", "shop")), policy);

        assertThat(decision.allowed()).isTrue();
        assertThat(rules(decision.verify())).isEmpty();
        assertThat(server().requests()).isEqualTo(requests);
    }

    @Test
    void a_changed_image_is_verified_and_so_is_one_that_moved_to_another_place() {
        Policy policy = check(entry(key(KEY)));
        Value.ObjectValue before = admitted(policy, pod(GOOD_IMAGE));

        assertThat(decide(Pods.update(before, pod(BAD_IMAGE)), policy).allowed())
                .isFalse();
        assertThat(decide(Pods.update(before, pod(GOOD_IMAGE, BAD_IMAGE)), policy)
                        .allowed())
                .isFalse();
        assertThat(decide(Pods.update(before, pod(BAD_IMAGE, GOOD_IMAGE)), policy)
                        .allowed())
                .isFalse();
    }

    @Test
    void an_unchanged_image_that_failed_before_or_of_which_nothing_is_known_is_verified() {
        Policy policy = check(entry(key(KEY)));
        String failed = "{\"version\":1,\"policies\":{\"/check\":{\"verify\":{\"" + BAD_IMAGE + "\":\"fail\"}}}}";
        String ofAnother = "{\"version\":1,\"policies\":{\"/other\":{\"verify\":{\"" + BAD_IMAGE + "\":\"pass\"}}}}";

        for (String annotation : List.of(failed, ofAnother, "{\"" + BAD_IMAGE + "\":\"pass\"}", "", "[", "null")) {
            Value.ObjectValue before =
                    annotated(pod(BAD_IMAGE), ImageVerificationMetadata.SCOPED_ANNOTATION, annotation);
            assertThat(decide(Pods.update(before, before), policy).allowed())
                    .as(annotation)
                    .isFalse();
        }
    }

    @Test
    void the_annotation_of_the_new_object_does_not_make_an_image_known() {
        String forged = "{\"version\":1,\"policies\":{\"/check\":{\"verify\":{\"" + BAD_IMAGE + "\":\"pass\"}}}}";
        Value.ObjectValue after = annotated(pod(BAD_IMAGE), ImageVerificationMetadata.SCOPED_ANNOTATION, forged);

        assertThat(decide(Pods.update(pod(BAD_IMAGE), after), check(entry(key(KEY))))
                        .allowed())
                .isFalse();
    }

    @Test
    void a_deletion_is_allowed_without_asking_the_registry() {
        AdmissionDecision decision = decide(Pods.delete(pod(BAD_IMAGE)), check(entry(key(KEY))));

        assertThat(decision.allowed()).isTrue();
        assertThat(rules(decision.verify())).isEmpty();
        assertThat(decision.answer().patch()).containsExactly(new PatchOperation("replace", "", Value.NULL));
        assertThat(server().requests()).isZero();
    }

    @Test
    void a_deletion_that_no_policy_would_be_asked_about_changes_nothing() {
        Policy deployments = named("check")
                .ruleWith("verify", "match: {any: [{resources: {kinds: [Deployment]}}]}", entry(key(KEY)))
                .read();
        Policy elsewhere =
                named("check").in("other").rule("verify", entry(key(KEY))).read();

        assertThat(decide(Pods.delete(pod(BAD_IMAGE)), deployments).answer().patch())
                .isEmpty();
        assertThat(decide(Pods.delete(pod(BAD_IMAGE)), elsewhere).answer().patch())
                .isEmpty();
    }

    @Test
    void D87_a_rule_for_the_subresources_of_pods_speaks_of_pods_too() {
        Policy subresources = named("check")
                .ruleWith("verify", "match: {any: [{resources: {kinds: [\"Pod/*\"]}}]}", entry(key(KEY)))
                .read();

        AdmissionDecision decision = decide(create(BAD_IMAGE), subresources);

        assertThat(decision.allowed()).isFalse();
        assertThat(only(decision).divergences()).containsExactly("D87");
        assertThat(only(decide(create(BAD_IMAGE), check(entry(key(KEY))))).divergences())
                .isEmpty();
    }

    private Value.ObjectValue admitted(Policy policy, Value.ObjectValue object) {
        AdmissionDecision decision = decide(AdmissionRequest.create(object), policy);
        assertThat(decision.allowed()).isTrue();
        try {
            return dev.countersign.admission.JsonPatch.apply(
                    object, decision.answer().patch());
        } catch (dev.countersign.admission.JsonPatchException e) {
            throw new AssertionError(e);
        }
    }

    private static Value.ObjectValue deployment(String image) {
        return Pods.object("""
                {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop"},
                 "spec":{"template":{"spec":{"containers":[{"name":"a","image":"%s"}]}}}}""".formatted(image));
    }
}
