package dev.countersign.endtoend;

import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.key;
import static dev.countersign.endtoend.PolicyText.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.policy.Policy;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** An AdmissionReview does not tell the roles of a user: a rule that looks at them cannot be answered by it, and blocks. */
class UnknownRolesTest extends EndToEnd {
    private static final String SPEC = "background: false";

    @Test
    void a_rule_for_some_roles_blocks_what_it_might_mean() throws Exception {
        Policy policy = named("check")
                .spec(SPEC)
                .ruleWith(
                        "verify", "match: {any: [{resources: {kinds: [Pod]}, clusterRoles: [admin]}]}", entry(key(KEY)))
                .read();

        assertThat(review(BAD_IMAGE, policy)).contains("\"allowed\":false").contains("roles and clusterRoles");
        assertThat(review("elsewhere.test/web:1", policy)).contains("\"allowed\":true");
    }

    @Test
    void an_exclusion_of_roles_leaves_nobody_out() throws Exception {
        Policy policy = named("check")
                .spec(SPEC)
                .ruleWith(
                        "verify",
                        "match: {any: [{resources: {kinds: [Pod]}}]}, exclude: {any: [{clusterRoles: [admin]}]}",
                        entry(key(KEY)))
                .read();

        assertThat(review(BAD_IMAGE, policy)).contains("\"allowed\":false");
    }

    private String review(String image, Policy policy) throws Exception {
        String review = """
                {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
                  "uid": "1", "operation": "CREATE", "name": "a", "namespace": "shop",
                  "kind": {"group": "", "version": "v1", "kind": "Pod"},
                  "userInfo": {"username": "dev"},
                  "object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "shop"},
                    "spec": {"containers": [{"name": "a", "image": "%s"}]}}}}
                """.formatted(image);
        return new String(
                builder(policy).build().review(review.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
}
