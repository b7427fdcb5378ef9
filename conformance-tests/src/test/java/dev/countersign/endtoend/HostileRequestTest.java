package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.check;
import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.key;
import static dev.countersign.endtoend.PolicyText.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.admission.AdmissionReviewException;
import dev.countersign.document.Value;
import dev.countersign.engine.AdmissionDecision;
import dev.countersign.engine.ImageVerificationEngine;
import dev.countersign.engine.RuleStatus;
import dev.countersign.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies and objects that nobody sends by accident, many callers at once, and what an engine does without being asked. */
class HostileRequestTest extends EndToEnd {
    private final Policy policy = check(entry(key(KEY)));

    private static byte[] review(String object) {
        return ("""
                {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u-1",
                 "kind":{"group":"","version":"v1","kind":"Pod"},"name":"web","namespace":"shop","operation":"CREATE",
                 "userInfo":{"username":"dev"},"object":%s}}""".formatted(object)).getBytes(StandardCharsets.UTF_8);
    }

    private static String podJson(String image) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"web\",\"namespace\":\"shop\"},"
                + "\"spec\":{\"containers\":[" + Pods.containers(image) + "]}}";
    }

    @Test
    void a_review_is_answered_with_a_review() throws Exception {
        ImageVerificationEngine engine = builder(policy).build();

        Value.ObjectValue allowed = response(engine.review(review(podJson(GOOD_IMAGE))));
        Value.ObjectValue denied = response(engine.review(review(podJson(BAD_IMAGE))));

        assertThat(allowed.get("allowed")).contains(Value.of(true));
        assertThat(allowed.text("uid")).contains("u-1");
        assertThat(allowed.text("patchType")).contains("JSONPatch");
        assertThat(new String(Base64.getDecoder().decode(allowed.text("patch").orElseThrow()), StandardCharsets.UTF_8))
                .contains(GOOD_IMAGE + "@" + good);
        assertThat(denied.get("allowed")).contains(Value.of(false));
        assertThat(denied.object("status").orElseThrow().text("message").orElseThrow())
                .contains("no signatures found");
        assertThat(denied.get("patch")).isEmpty();
    }

    private static Value.ObjectValue response(byte[] review) {
        return Pods.object(new String(review, StandardCharsets.UTF_8))
                .object("response")
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\"}",
                "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{}}",
                "\u0000",
                "{\"apiVersion\":"
            })
    void a_body_that_is_no_review_is_refused_by_a_checked_exception(String body) {
        assertThatThrownBy(() -> builder(policy).build().review(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(AdmissionReviewException.class);
    }

    @Test
    void deep_nesting_is_refused_and_does_not_exhaust_the_stack() {
        for (String open : List.of("[", "{\"a\":")) {
            assertThatThrownBy(() -> builder(policy).build().review(review(open.repeat(200_000))))
                    .isInstanceOf(AdmissionReviewException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":{\"containers\":[%s]}}",
                "{\"spec\":{\"containers\":[%s]}}",
                "{\"kind\":\"Service\",\"metadata\":{},\"spec\":{\"containers\":[%s]}}",
                "{\"kind\":1,\"metadata\":{},\"spec\":{\"containers\":[%s]}}",
                "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":null,\"spec\":{\"containers\":[%s]}}",
                "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":[],\"spec\":{\"containers\":[%s]}}",
                "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":\"m\",\"spec\":{\"containers\":[%s]}}",
                "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"annotations\":[]},\"spec\":{\"containers\":[%s]}}",
                "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"annotations\":{\"a\":1}},\"spec\":{\"containers\":[%s]}}",
                "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"labels\":{\"a\":1}},\"spec\":{\"containers\":[%s]}}",
                "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{},\"spec\":{\"containers\":[[%s]]}}"
            })
    void an_odd_object_with_an_unsigned_image_is_denied_and_with_a_signed_one_never_crashes(String object)
            throws Exception {
        ImageVerificationEngine engine = builder(policy).build();

        Value.ObjectValue denied = response(engine.review(review(object.formatted(Pods.containers(BAD_IMAGE)))));
        Value.ObjectValue answered = response(engine.review(review(object.formatted(Pods.containers(GOOD_IMAGE)))));

        assertThat(denied.get("allowed")).contains(Value.of(false));
        assertThat(answered.get("allowed")).isPresent();
    }

    @Test
    void an_object_without_a_place_for_annotations_is_denied_though_its_image_is_signed() {
        AdmissionDecision decision = decide(
                AdmissionRequest.create(Pods.object("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":[],\"spec\":"
                        + "{\"containers\":[" + Pods.containers(GOOD_IMAGE) + "]}}")),
                policy);

        assertThat(decision.allowed()).isFalse();
        assertThat(decision.answer().patch()).isEmpty();
        assertThat(decision.answer().message()).startsWith("the object cannot take the images' digests");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a~b", "a~1b", "", "~", "a b", "\\u0000", "{{ x }}", "é"})
    void a_key_that_is_no_plain_pointer_segment_never_passes_an_unsigned_image_and_never_crashes(String key) {
        Policy tasks = named("check")
                .spec("failurePolicy: Fail")
                .ruleWith(
                        "verify",
                        "match: {any: [{resources: {kinds: [Task]}}]},"
                                + " imageExtractors: {Task: [{path: '/spec/steps/*', value: image}]}",
                        entry(key(KEY)))
                .read();

        for (String image : List.of(GOOD_IMAGE, BAD_IMAGE)) {
            Value.ObjectValue task = Pods.object(
                    "{\"apiVersion\":\"a/v1\",\"kind\":\"Task\",\"metadata\":{\"name\":\"t\",\"namespace\":\"shop\"},"
                            + "\"spec\":{\"steps\":{\"" + key + "\":{\"image\":\"" + image + "\"}}}}");
            AdmissionDecision decision = decide(AdmissionRequest.create(task), tasks);
            if (image.equals(BAD_IMAGE)) {
                assertThat(decision.allowed()).isFalse();
            } else if (key.contains("/") || key.contains("~1")) {
                assertThat(only(decision).status()).isEqualTo(RuleStatus.ERROR);
                assertThat(only(decision).message()).startsWith("failed to apply patch: ");
                assertThat(decision.allowed()).isFalse();
            } else {
                assertThat(decision.allowed()).isTrue();
            }
        }
    }

    @Test
    void many_images_end_with_an_answer() {
        String[] images = new String[2000];
        java.util.Arrays.fill(images, BAD_IMAGE);

        assertThat(decide(create(images), policy).allowed()).isFalse();
        assertThat(server().requests()).isLessThan(10);
    }

    // what an engine does unasked

    @Test
    void an_engine_is_built_and_leaves_other_objects_alone_without_any_io() {
        String trusting = "{keyless: {subject: a, issuer: b, rekor: {url: 'https://rekor.test'}}}";
        String inSecret = "{keys: {publicKeys: 'k8s://a/b'}}";
        ImageVerificationEngine engine = builder(check(entry(key(KEY), trusting, inSecret)))
                .registry(ScriptedRegistry.untouchable())
                .trustRoot(() -> {
                    throw new AssertionError("the trust root was asked");
                })
                .cluster((kind, namespace, name) -> {
                    throw new AssertionError("the cluster was asked");
                })
                .build();

        assertThat(engine.decide(create("elsewhere.test/web:1")).allowed()).isTrue();
    }

    @Test
    void a_rule_with_a_key_and_without_a_log_asks_the_registry_and_nobody_else() {
        AdmissionDecision decision = builder(policy)
                .trustRoot(() -> {
                    throw new AssertionError("the trust root was asked");
                })
                .cluster((kind, namespace, name) -> {
                    throw new AssertionError("the cluster was asked");
                })
                .build()
                .decide(create(GOOD_IMAGE));

        assertThat(decision.allowed()).isTrue();
    }

    @Test
    void sixteen_threads_that_share_an_engine_get_equal_answers() throws Exception {
        ImageVerificationEngine engine = builder(
                        policy, named("second").rule("v", entry(key(KEY))).read())
                .build();
        List<AdmissionDecision> expected = List.of(engine.decide(create(GOOD_IMAGE)), engine.decide(create(BAD_IMAGE)));
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Callable<AdmissionDecision>> calls = new ArrayList<>();
            for (int i = 0; i < 160; i++) {
                String image = i % 2 == 0 ? GOOD_IMAGE : BAD_IMAGE;
                calls.add(() -> engine.decide(create(image)));
            }
            Set<AdmissionDecision> answers = new HashSet<>();
            for (Future<AdmissionDecision> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            assertThat(answers).isEqualTo(new HashSet<>(expected));
        } finally {
            threads.shutdownNow();
        }
    }
}
