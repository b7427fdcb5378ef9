package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.testkit.VirtualSigstore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code apply} with ClusterImagePolicies. */
class SigstoreApplyTest {
    private static final String IMAGE = "registry.example/web@sha256:" + "0".repeat(64);

    @TempDir
    private Path folder = Path.of("");

    private Path pod = folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void write() throws IOException {
        pod = Files.writeString(
                folder.resolve("pod.yaml"),
                "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec: {containers: [{name: a, image: '"
                        + IMAGE + "'}]}\n");
        Files.createDirectories(folder.resolve("layouts/registry.example"));
    }

    private int apply(String spec) throws IOException {
        Path policy = Files.writeString(
                folder.resolve("policy.yaml"),
                "apiVersion: policy.sigstore.dev/v1beta1\nkind: ClusterImagePolicy\nmetadata: {name: p}\nspec:\n"
                        + spec);
        List<String> arguments = new ArrayList<>(List.of("apply", "--registry-layout", folder.resolve("layouts") + ""));
        arguments.addAll(List.of(policy.toString(), "--resource", pod.toString()));
        return Countersign.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(new byte[0]),
                arguments.toArray(String[]::new));
    }

    @Test
    void what_a_policy_admits_exits_with_0() throws IOException {
        assertThat(apply("  images: [{glob: '**'}]\n  authorities: [{static: {action: pass}}]\n"))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("shop/Pod/web admitted by ClusterImagePolicies\n");
    }

    @Test
    void what_a_policy_refuses_exits_with_1_and_tells_why() throws IOException {
        assertThat(apply("  images: [{glob: '**'}]\n  authorities: [{static: {action: fail, message: never}}]\n"))
                .isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("shop/Pod/web refused by ClusterImagePolicies: failed policy: p", "never")
                .contains("p at spec.authorities[0]: the policy refuses whatever it selects");
    }

    @Test
    void a_policy_that_cannot_be_read_exits_with_2_at_its_place() throws IOException {
        assertThat(apply("  images: [{glob: '**'}]\n  authorities: [{}]\n")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("policy.yaml:6:", "INVALID_POLICY");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private int applyFile(Path policy, Object... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "apply",
                "--registry-layout",
                folder.resolve("layouts") + "",
                policy.toString(),
                "--resource",
                pod.toString()));
        for (Object one : more) {
            arguments.add(one.toString());
        }
        return Countersign.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(new byte[0]),
                arguments.toArray(String[]::new));
    }

    @Test
    void kyvernos_policies_in_the_same_file_count_too() throws IOException {
        Path both = Files.writeString(folder.resolve("both.yaml"), """
                apiVersion: policy.sigstore.dev/v1beta1
                kind: ClusterImagePolicy
                metadata: {name: p}
                spec: {images: [{glob: '**'}], authorities: [{static: {action: pass}}]}
                ---
                apiVersion: kyverno.io/v1
                kind: ClusterPolicy
                metadata: {name: denied}
                spec:
                  rules:
                  - name: never
                    match: {any: [{resources: {kinds: [Pod]}}]}
                    verifyImages:
                    - imageReferences: ['*']
                      failureAction: Enforce
                      attestors: [{entries: [{keyless: {issuer: 'https://i', subject: s, rekor: {url: 'https://r'}}}]}]
                """);
        assertThat(applyFile(both)).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("denied", "shop/Pod/web admitted by ClusterImagePolicies");
    }

    @Test
    void a_trust_root_that_the_cluster_holds_is_found_by_its_name() throws IOException {
        Path policy = Files.writeString(folder.resolve("p.yaml"), """
                apiVersion: policy.sigstore.dev/v1beta1
                kind: ClusterImagePolicy
                metadata: {name: p}
                spec:
                  images: [{glob: '**'}]
                  authorities:
                  - keyless: {trustRootRef: acme, identities: [{issuer: 'https://i', subject: s}]}
                """);
        assertThat(applyFile(policy)).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("trustRootRef acme not found");
        out.reset();
        VirtualSigstore sigstore = VirtualSigstore.at(Instant.parse("2026-01-01T00:00:00Z"));
        Path held = Files.writeString(
                folder.resolve("held.yaml"),
                "apiVersion: policy.sigstore.dev/v1alpha1\nkind: TrustRoot\nmetadata: {name: acme}\n"
                        + "spec: {sigstoreKeys: {certificateAuthorities: [{subject: {organization: o, commonName: c}, uri:"
                        + " 'https://ca.example', certChain: "
                        + Base64.getEncoder().encodeToString(sigstore.roots().getBytes(StandardCharsets.UTF_8))
                        + "}]}}\n");
        assertThat(applyFile(policy, "--cluster-objects", held)).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("not found: ", "trustRootRef acme not found");
        assertThat(applyFile(policy, "--trusted-root", held, "--cosign-environment"))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("name one source of trust, not several");
    }
}
