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
}
