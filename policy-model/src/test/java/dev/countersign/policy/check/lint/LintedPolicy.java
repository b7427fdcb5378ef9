package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue;
import dev.countersign.policy.Policy;
import dev.countersign.policy.read.PolicyReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A policy in which no lint finds anything, and what lints find where a part of it is replaced. */
final class LintedPolicy {
    private static final String CLEAN = """
            apiVersion: kyverno.io/v1
            kind: ClusterPolicy
            metadata:
              name: check-image
            spec:
              webhookConfiguration: {failurePolicy: Fail}
              rules:
                - name: verify
                  match: {any: [{resources: {kinds: [Pod]}}]}
                  verifyImages:
                    - imageReferences: ["registry.example/web*"]
                      failureAction: Enforce
                      attestors:
                        - entries:
                            - keyless:
                                subject: ci@example.com
                                issuer: https://oidc.example
                                rekor: {url: https://rekor.example}
            """;

    private LintedPolicy() {}

    /** What is found in the clean policy where one text stands for another; {@code code at path}, in order. */
    static List<String> found(String... replaced) {
        String text = CLEAN;
        for (int i = 0; i < replaced.length; i += 2) {
            if (!text.contains(replaced[i])) {
                throw new IllegalArgumentException("not in the policy: " + replaced[i]);
            }
            text = text.replace(replaced[i], replaced[i + 1]);
        }
        return issues(text).stream()
                .map(issue -> issue.code() + " at " + issue.path().replace("spec.rules[0].verifyImages[0]", "entry"))
                .toList();
    }

    /** What is found where another attestor stands. */
    static List<String> foundWith(String attestor) {
        return found(keyless(), attestor);
    }

    /** What is found with type SigstoreBundle and another attestor. */
    static List<String> foundInBundle(String attestor) {
        return found(
                keyless(),
                attestor,
                "failureAction: Enforce",
                "failureAction: Enforce\n          type: SigstoreBundle");
    }

    /** What is found with these image references. */
    static List<String> foundFor(String references) {
        return found("[\"registry.example/web*\"]", references);
    }

    static List<Issue> issues(String text) {
        Policy policy = PolicyReader.read("policy.yaml", text.getBytes(StandardCharsets.UTF_8))
                .policies()
                .get(0);
        return new Linter(Lints.all()).lint(policy);
    }

    private static String keyless() {
        return CLEAN.substring(CLEAN.indexOf("keyless:")).strip();
    }
}
