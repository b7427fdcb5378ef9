package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.check;
import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.entryFor;
import static dev.countersign.endtoend.PolicyText.key;
import static dev.countersign.endtoend.PolicyText.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.engine.AdmissionDecision;
import dev.countersign.engine.RuleResponse;
import dev.countersign.policy.Policy;
import dev.countersign.testkit.SignatureLayer;
import dev.countersign.verify.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and policies that try to pass an image unseen, or to use up the process. */
class ForgedRequestTest extends EndToEnd {

    private static byte[] review(String namespace, String object) {
        return ("""
                {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u-1",
                 "kind":{"group":"","version":"v1","kind":"Pod"},"name":"web","namespace":"%s","operation":"CREATE",
                 "userInfo":{"username":"dev"},"object":%s}}""".formatted(namespace, object)).getBytes(StandardCharsets.UTF_8);
    }

    private String answer(Policy policy, String object) throws Exception {
        return new String(builder(policy).build().review(review("prod", object)), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"kind\":\"Task\",", "\"kind\":null,", "\"kind\":7,"})
    void an_object_that_calls_itself_otherwise_than_the_request_is_what_the_request_says(String kind) throws Exception {
        String object = "{\"apiVersion\":\"v1\"," + kind + "\"metadata\":{\"name\":\"web\"},\"spec\":{\"containers\":["
                + Pods.containers(BAD_IMAGE) + "]}}";

        assertThat(answer(check(entry(key(KEY))), object)).contains("\"allowed\":false");
    }

    @Test
    void an_object_that_names_another_namespace_is_in_the_request_s() throws Exception {
        Policy policy =
                named("check").in("prod").rule("verify", entry(key(KEY))).read();
        String object = "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"web\",\"namespace\":\"dev\"},"
                + "\"spec\":{\"containers\":[" + Pods.containers(BAD_IMAGE) + "]}}";

        assertThat(answer(policy, object)).contains("\"allowed\":false");
    }

    @Test
    void an_annotation_that_no_verify_phase_wrote_proves_nothing() {
        Policy pins = named("pin")
                .rule("pin", "imageReferences: ['registry.test/*'], failureAction: Enforce, required: false")
                .read();
        Policy verifies = named("digests")
                .rule("verify", entryFor("registry.test/*@sha256:*", key(KEY)))
                .read();
        String annotation =
                "{\"version\":1,\"policies\":{\"/digests\":{\"verify\":{\"" + BAD + "@" + bad + "\":\"pass\"}}}}";

        AdmissionDecision decision = decide(
                AdmissionRequest.create(
                        Pods.annotated(Pods.pod(BAD_IMAGE), "kyverno.io/verify-images-scoped", annotation)),
                pins,
                verifies);

        assertThat(decision.allowed()).isFalse();
        assertThat(rules(decision.validate()))
                .anyMatch(rule -> rule.divergences().contains("D12"));
    }

    @Test
    void a_subject_without_an_issuer_is_not_ignored() {
        AdmissionDecision decision = decide(
                create(BAD_IMAGE),
                check("image: 'registry.test/*', failureAction: Enforce, subject: 'me@acme.test', required: false"));

        assertThat(decision.allowed()).isFalse();
    }

    @Test
    void a_thousand_containers_of_one_image_are_one_question() {
        List<SignatureLayer> layers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            layers.add(SIGSTORE.signWithKey(bad, OTHER_KEY));
        }
        sign(BAD, bad, layers.toArray(new SignatureLayer[0]));
        String[] images = new String[1000];
        Arrays.fill(images, BAD_IMAGE);

        AdmissionDecision decision = decide(create(images), check(entry(key(KEY))));

        assertThat(decision.allowed()).isFalse();
        List<RuleResponse> rules = rules(decision.verify());
        Verdict first = rules.get(0).images().get(0).verdict();
        assertThat(rules).hasSize(1000).allMatch(rule -> rule.images().get(0).verdict() == first);
    }
}
