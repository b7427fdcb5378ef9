package dev.countersign.examples.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WebhookTest {
    private static final String EXAMPLE = "../private-sigstore/";

    @Test
    void the_pod_of_the_owner_is_admitted_with_its_digest() throws Exception {
        String answer = review("keyless-ci");

        assertThat(answer)
                .contains("\"uid\":\"5f3c\"")
                .contains("\"allowed\":true")
                .contains("\"patchType\":\"JSONPatch\"");
    }

    @Test
    void the_pod_of_somebody_else_is_refused_with_the_words_of_kyverno() throws Exception {
        String answer = review("keyless-gh-fork");

        assertThat(answer).contains("\"allowed\":false").contains("subject mismatch: expected ci@acme.test, received ");
    }

    private static String review(String image) throws Exception {
        String review = """
                {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
                  "uid": "5f3c", "operation": "CREATE", "name": "shop", "namespace": "shop",
                  "kind": {"group": "", "version": "v1", "kind": "Pod"},
                  "object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "shop", "namespace": "shop"},
                    "spec": {"containers": [{"name": "app", "image": "registry.acme.test/real/legacy/%s:1.0"}]}}}}
                """.formatted(image);
        InputStream in = System.in;
        PrintStream out = System.out;
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            System.setIn(new ByteArrayInputStream(review.getBytes(StandardCharsets.UTF_8)));
            System.setOut(new PrintStream(answer, true, StandardCharsets.UTF_8));
            Webhook.main(new String[] {EXAMPLE + "policy.yaml", EXAMPLE + "registry"});
        } finally {
            System.setIn(in);
            System.setOut(out);
        }
        return answer.toString(StandardCharsets.UTF_8);
    }
}
