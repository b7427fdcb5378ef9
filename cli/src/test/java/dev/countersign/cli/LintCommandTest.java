package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintCommandTest {
    private static final String CLEAN = """
            apiVersion: kyverno.io/v1
            kind: ClusterPolicy
            metadata:
              name: check-image
            spec:
              rules:
                - name: verify
                  match: {any: [{resources: {kinds: [Pod]}}]}
                  verifyImages:
                    - imageReferences: ["registry.example/*"]
                      failureAction: Enforce
                      attestors:
                        - entries:
                            - keys: {secret: {name: key, namespace: shop}}
            """;
    private static final String WARNED = CLEAN + "          required: false\n";
    private static final String WRONG = CLEAN.replace("registry.example/*", "registry.example/Web:*");

    @TempDir
    private Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int lint(String policy, String... flags) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("lint"));
        arguments.add(
                Files.writeString(folder.resolve("my policy.yaml"), policy).toString());
        arguments.addAll(List.of(flags));
        return run("", arguments.toArray(String[]::new));
    }

    private int run(String in, String... arguments) {
        return Countersign.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                arguments);
    }

    private String told() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private ObjectValue json() {
        return (ObjectValue) DocumentReader.readJson("output", out.toByteArray(), DocumentLimits.OBJECTS)
                .value()
                .orElseThrow();
    }

    @Test
    void a_clean_policy_exits_with_0_even_if_strict() throws IOException {
        assertThat(lint(CLEAN, "--strict")).isZero();
        assertThat(told()).contains("WARNED_AT_ADMISSION").endsWith("1 policies, 0 errors, 1 warnings\n");
    }

    @Test
    void a_warning_exits_with_0_unless_strict() throws IOException {
        assertThat(lint(WARNED)).isZero();
        assertThat(told()).contains("warning NOT_REQUIRED at ").contains("(docs/lint.md#not_required)");
        assertThat(lint(WARNED, "--strict")).isEqualTo(1);
    }

    @Test
    void an_error_exits_with_1() throws IOException {
        assertThat(lint(WRONG)).isEqualTo(1);
        assertThat(told()).contains("my policy.yaml:10:29: error REFERENCE_NEVER_MATCHES at ");
    }

    @Test
    void what_kyverno_refuses_comes_first_and_exits_with_1() throws IOException {
        String refused = WRONG.replace("- entries:", "- count: 2\n              entries:");

        assertThat(lint(refused)).isEqualTo(1);
        assertThat(told())
                .contains("Count cannot exceed length of entries")
                .containsSubsequence("REFUSED_AT_ADMISSION", "REFERENCE_NEVER_MATCHES");
    }

    @Test
    void what_cannot_be_read_exits_with_2() throws IOException {
        assertThat(lint("kind: [")).isEqualTo(2);
        assertThat(run("", "lint", folder.resolve("missing.yaml").toString())).isEqualTo(2);
        assertThat(lint(CLEAN, "--format", "xml")).isEqualTo(2);
    }

    @Test
    void standard_input_is_read() {
        assertThat(run(WRONG, "lint", "-")).isEqualTo(1);
        assertThat(told()).contains("-:10:29: error REFERENCE_NEVER_MATCHES");
    }

    @Test
    void json_has_every_part_of_a_finding() throws IOException {
        lint(WRONG, "--format", "json");
        ObjectValue finding = (ObjectValue) json().list("findings").get(1);

        assertThat(finding.text("code")).contains("REFERENCE_NEVER_MATCHES");
        assertThat(finding.text("severity")).contains("error");
        assertThat(finding.get("line")).contains(Value.of(10));
        assertThat(finding.text("path")).contains("spec.rules[0].verifyImages[0].imageReferences[0]");
        assertThat(finding.text("found")).contains("registry.example/Web:*");
        assertThat(finding.text("help")).contains("docs/lint.md#reference_never_matches");
        assertThat(json().object("counts").orElseThrow().get("errors")).contains(Value.of(1));
    }

    @Test
    void sarif_names_its_rules_and_places() throws IOException {
        lint(WRONG, "--format", "sarif");
        ObjectValue run = (ObjectValue) json().list("runs").get(0);
        List<Value> rules = run.object("tool")
                .flatMap(tool -> tool.object("driver"))
                .orElseThrow()
                .list("rules");
        ObjectValue result = (ObjectValue) run.list("results").get(1);
        ObjectValue place = ((ObjectValue) result.list("locations").get(0))
                .object("physicalLocation")
                .orElseThrow();

        assertThat(json().text("version")).contains("2.1.0");
        assertThat(result.text("ruleId")).contains("REFERENCE_NEVER_MATCHES");
        assertThat(result.text("level")).contains("error");
        assertThat(result.get("ruleIndex")).hasValueSatisfying(index -> assertThat(
                        ((ObjectValue) rules.get((int) ((Value.IntegerValue) index).value())).text("id"))
                .contains("REFERENCE_NEVER_MATCHES"));
        assertThat(place.object("region").orElseThrow().get("startLine")).contains(Value.of(10));
        assertThat(place.object("artifactLocation").orElseThrow().text("uri"))
                .hasValueSatisfying(uri -> assertThat(uri).endsWith("my%20policy.yaml"));
    }
}
