package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyCommandTest {
    private static final String POLICY = """
            apiVersion: kyverno.io/v1
            kind: ClusterPolicy
            metadata:
              name: check-image
            spec:
              rules:
                - name: verify
                  match:
                    any:
                      - resources:
                          kinds: [Pod]
                  verifyImages:
                    - imageReferences: ["registry.example/*"]
                      failureAction: Enforce
                      attestors:
                        - entries:
                            - keys:
                                publicKeys: |-
                                  -----BEGIN PUBLIC KEY-----
                                  MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE25RBniT4h1wMoyduT/CFrobUksXk
                                  9KuSL0x6KcjJhIUzbTUBU8UTc153GzCW9zPfb8j0n3VFfqGM0J/+BJaUlw==
                                  -----END PUBLIC KEY-----
                                rekor: {ignoreTlog: true}
                                ctlog: {ignoreSCT: true}
            """;
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: shop}
            spec:
              containers:
                - {name: app, image: "registry.example/web:1.0"}
            """;

    @TempDir
    private Path folder = Path.of("");

    private Path policy = folder;
    private Path pod = folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void write() throws IOException {
        policy = Files.writeString(folder.resolve("policy.yaml"), POLICY);
        pod = Files.writeString(folder.resolve("pod.yaml"), POD);
        Files.createDirectories(folder.resolve("layouts/registry.example"));
    }

    private int apply(Object... arguments) {
        List<String> all = new ArrayList<>(List.of("apply", "--registry-layout", folder.resolve("layouts") + ""));
        for (Object argument : arguments) {
            all.add(argument.toString());
        }
        return Countersign.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(POD.getBytes(StandardCharsets.UTF_8)),
                all.toArray(String[]::new));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_violation_exits_with_1_and_our_reasons_follow_kyvernos_text_with_their_place() {
        assertThat(apply(policy, "--resource", pod)).isEqualTo(1);
        assertThat(out())
                .contains("Applying 3 policy rule(s) to 1 resource(s)...")
                .contains("error: 1")
                .containsSubsequence(
                        "pass: 0, fail: ", "\nWhy:\ncheck-image/verify on shop/Pod/web\n  " + policy + ":");
        assertThat(err()).isEmpty();
    }

    @Test
    void reasons_can_be_left_out() {
        apply(policy, "--resource", pod, "--no-why");
        assertThat(out()).doesNotContain("Why:");
    }

    @Test
    void a_missing_file_is_told_and_nothing_is_evaluated() {
        assertThat(apply(policy, folder.resolve("none.yaml"), "--resource", pod))
                .isEqualTo(2);
        assertThat(err()).contains("none.yaml", "FILE_NOT_FOUND", "D31");
        assertThat(out()).doesNotContain("Applying");
    }

    @Test
    void every_unreadable_input_is_told_at_its_place() throws IOException {
        Path typo = Files.writeString(folder.resolve("typo.yaml"), POLICY.replace("imageReferences", "imageReference"));
        Path object = Files.writeString(folder.resolve("object.yaml"), "metadata: {name: x}\n");
        assertThat(apply(policy, typo, "--resource", object)).isEqualTo(2);
        assertThat(err()).contains("typo.yaml:13:", "UNKNOWN_FIELD", "object.yaml:1:1", "NOT_AN_OBJECT");
    }

    @Test
    void a_trusted_root_that_cannot_be_used_is_told_with_its_place_even_where_no_policy_needs_it() throws IOException {
        Path root = Files.writeString(folder.resolve("root.json"), "{\n  \"mediaType\": \"text/plain\"\n}\n");
        assertThat(apply(policy, "--resource", pod, "--trusted-root", root)).isEqualTo(2);
        assertThat(err()).contains("--trusted-root", "root.json:2:16", "mediaType", "text/plain");
        assertThat(out()).doesNotContain("Applying");
    }

    @Test
    void a_trusted_root_is_what_the_policy_falls_back_to() throws IOException {
        Path logged = Files.writeString(
                folder.resolve("logged.yaml"),
                POLICY.replace("rekor: {ignoreTlog: true}", "rekor: {url: https://r.example}"));
        Path root = Files.writeString(
                folder.resolve("root.json"),
                "{\"mediaType\": \"application/vnd.dev.sigstore.trustedroot+json;version=0.1\"}");
        apply(logged, "--resource", pod);
        assertThat(out()).contains("no trust root is configured");
        out.reset();
        apply(logged, "--resource", pod, "--trusted-root", root);
        assertThat(out()).contains("pass: 0").doesNotContain("no trust root is configured");
    }

    @Test
    void a_flag_of_kyverno_that_is_not_built_is_refused_by_name() {
        assertThat(apply(policy, "--resource", pod, "--set", "a=b")).isEqualTo(2);
        assertThat(err()).contains("--set");
        assertThat(out()).isEmpty();
    }

    @Test
    void a_switch_of_kyverno_that_is_not_built_is_refused_by_name() {
        assertThat(apply(policy, "--resource", pod, "--policy-report")).isEqualTo(2);
        assertThat(err()).contains("--policy-report");
    }

    @Test
    void arguments_that_make_no_sense_are_told_as_kyverno_tells_them() {
        assertThat(apply("--resource", pod)).isEqualTo(1);
        assertThat(apply(policy)).isEqualTo(1);
        assertThat(apply(policy, "--resource")).isEqualTo(1);
        assertThat(apply(policy, "--resource", pod, "--nonsense")).isEqualTo(1);
        assertThat(apply(policy, "--resource", pod, "--warn-exit-code", "abc")).isEqualTo(1);
        assertThat(err().lines())
                .containsExactly(
                        "Error: require policy",
                        "Error: resource file(s) or cluster required",
                        "Error: flag needs an argument: --resource",
                        "Error: unknown flag: --nonsense",
                        "Error: invalid argument \"abc\" for \"--warn-exit-code\" flag: strconv.ParseInt: parsing \"abc\": "
                                + "invalid syntax");
    }

    @Test
    void objects_may_come_from_standard_input() {
        assertThat(apply(policy, "--resource", "-")).isEqualTo(1);
        assertThat(out()).contains("to 1 resource(s)");
    }

    @Test
    void a_rule_of_another_kind_is_named() throws IOException {
        String rule = """
                    - name: deny
                      match: {any: [{resources: {kinds: [Pod]}}]}
                      validate: {message: "no", deny: {}}
                """;
        Path mixed = Files.writeString(folder.resolve("mixed.yaml"), POLICY + rule);
        apply(mixed, "--resource", pod);
        assertThat(err()).contains("mixed.yaml:", "rule deny", "not evaluated");
    }

    @Test
    void json_holds_results_and_counts() {
        assertThat(apply(policy, "--resource", pod, "--format", "json")).isEqualTo(1);
        assertThat(out()).contains("\"results\":[", "\"reasons\":[", "\"counts\":{\"pass\":0");
    }

    @Test
    void a_broken_trusted_root_is_told_and_nothing_is_evaluated() throws IOException {
        Path root = Files.writeString(folder.resolve("trusted_root.json"), "{");
        assertThat(apply(policy, "--resource", pod, "--trusted-root", root)).isEqualTo(2);
        assertThat(err()).contains("--trusted-root: ", "trusted_root.json");
        assertThat(out()).doesNotContain("Applying");
    }

    @Test
    void one_layout_for_a_host_needs_the_host_once() {
        assertThat(apply(policy, "--resource", pod, "--registry-layout", "a=b", "--registry-layout", "a=c"))
                .isEqualTo(2);
        assertThat(err()).contains("--registry-layout");
    }
}
