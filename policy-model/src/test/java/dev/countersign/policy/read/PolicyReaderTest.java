package dev.countersign.policy.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.document.Issue;
import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.Attestor;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.FailurePolicy;
import dev.countersign.policy.ImageVerification;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyKind;
import dev.countersign.policy.VerificationType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyReaderTest {
    static final String POLICY = """
            apiVersion: kyverno.io/v1
            kind: ClusterPolicy
            metadata: {name: example}
            spec:
              rules:
              - name: signed
                match: {any: [{resources: {kinds: [Pod]}}]}
                verifyImages:
                - imageReferences: ["registry.example.test/*"]
                  attestors: [{entries: [{keys: {publicKeys: key}}]}]
            """;

    @Test
    void every_document_of_a_file_is_read() throws Exception {
        PolicyReading reading = full();

        assertThat(reading.issues()).isEmpty();
        assertThat(reading.orThrow()).extracting(Policy::key).containsExactly("check-shop", "default/local");
        assertThat(reading.policies())
                .extracting(Policy::kind)
                .containsExactly(PolicyKind.CLUSTER_POLICY, PolicyKind.POLICY);
        assertThat(reading.exceptions()).singleElement().satisfies(exception -> {
            assertThat(exception.metadata().namespace()).isEqualTo("shop");
            assertThat(exception.background()).isTrue();
            assertThat(exception.exceptions().get(0).ruleNames()).containsExactly("*signed");
        });
    }

    @Test
    void what_a_policy_says_is_in_the_model() throws Exception {
        Policy policy = full().policies().get(0);

        assertThat(policy.spec().effectiveFailurePolicy()).isEqualTo(FailurePolicy.IGNORE);
        assertThat(policy.spec().effectiveTimeoutSeconds()).isEqualTo(20);
        assertThat(policy.spec().background()).isFalse();
        assertThat(policy.metadata().annotations()).containsKey("pod-policies.kyverno.io/autogen-controllers");
        assertThat(policy.spec().rules().get(0).match().any().get(0).resources().namespaces())
                .containsExactly("shop-*");
    }

    @Test
    void the_defaults_of_the_resource_definition_are_filled_in() throws Exception {
        ImageVerification entry =
                full().policies().get(1).spec().rules().get(0).verifyImages().get(0);

        assertThat(entry.mutateDigest()).isTrue();
        assertThat(entry.verifyDigest()).isTrue();
        assertThat(entry.required()).isTrue();
        assertThat(entry.useCache()).isTrue();
        assertThat(entry.type()).isEqualTo(VerificationType.COSIGN);
        assertThat(entry.failureAction()).isEmpty();
        Attestor attestor = entry.attestors().get(0).entries().get(0);
        assertThat(attestor.signatureAlgorithm()).contains("sha256");
        assertThat(((AttestorIdentity.Keys) attestor.identity().get(0)).signatureAlgorithm())
                .contains("sha256");
    }

    @Test
    void a_nested_attestor_set_gets_no_defaults() throws Exception {
        Attestor outer = full().policies()
                .get(0)
                .spec()
                .rules()
                .get(0)
                .verifyImages()
                .get(0)
                .attestors()
                .get(0)
                .entries()
                .get(1);
        AttestorIdentity.Nested nested =
                (AttestorIdentity.Nested) outer.identity().get(0);
        Attestor inner = ((AttestorIdentity.NestedSet.Parsed) nested.set())
                .set()
                .entries()
                .get(0);

        assertThat(inner.signatureAlgorithm()).isEmpty();
        assertThat(((AttestorIdentity.Keys) inner.identity().get(0)).publicKeys())
                .isEqualTo("k8s://shop/key");
    }

    @Test
    void a_null_counts_as_absent() {
        Policy policy = only(POLICY + "      mutateDigest: null\n      repository: ~\n      failureAction: null\n");

        ImageVerification entry = policy.spec().rules().get(0).verifyImages().get(0);
        assertThat(entry.mutateDigest()).isTrue();
        assertThat(entry.repository()).isEmpty();
        assertThat(entry.failureAction()).isEmpty();
    }

    @Test
    void a_policy_knows_where_its_values_stand() throws Exception {
        Policy policy = full().policies().get(0);

        assertThat(policy.locate("spec.rules[0].verifyImages[0].attestors[0].count")
                        .line())
                .isEqualTo(27);
        assertThat(policy.locate("spec.rules[0].verifyImages[0].mutateDigest").line())
                .isEqualTo(24);
    }

    @Test
    void an_unknown_field_is_an_error_with_its_place_and_a_hint() {
        PolicyReading reading = read(POLICY + "      mutateDigests: false\n");

        assertThat(reading.policies()).isEmpty();
        assertThat(reading.issues()).singleElement().satisfies(issue -> {
            assertThat(issue.code()).isEqualTo("UNKNOWN_FIELD");
            assertThat(issue.severity()).isEqualTo(Severity.ERROR);
            assertThat(issue.location()).hasToString("policy.yaml:11:7");
            assertThat(issue.path()).isEqualTo("spec.rules[0].verifyImages[0].mutateDigests");
            assertThat(issue.found()).isEqualTo("mutateDigests");
            assertThat(issue.expected()).contains("mutateDigest, verifyDigest");
            assertThat(issue.remedy()).isEqualTo("Did you mean mutateDigest?");
        });
    }

    @Test
    void one_broken_document_does_not_hide_the_issues_of_another() {
        PolicyReading reading = read(POLICY + "---\n" + POLICY.replace("example}", "Example}") + "---\nkind: [\n");

        assertThat(reading.policies()).hasSize(1);
        assertThat(reading.issues())
                .extracting(Issue::code, issue -> issue.location().line())
                .containsExactly(tuple("INVALID_NAME", 14), tuple("NOT_YAML", 24));
    }

    @Test
    void a_file_with_an_unknown_field_gives_no_policy_at_all_as_in_kyverno() {
        PolicyReading reading = read(POLICY + "---\n" + POLICY.replace("name: signed", "nam: signed"));

        assertThat(reading.policies()).isEmpty();
        assertThat(reading.hasErrors()).isTrue();
    }

    @Test
    void duplicate_keys_are_errors() {
        PolicyReading reading = read(POLICY + "      required: true\n      required: false\n");

        assertThat(reading.policies()).isEmpty();
        assertThat(reading.issues()).extracting(Issue::code).containsExactly("DUPLICATE_KEY");
    }

    @Test
    void deprecated_fields_are_warnings_with_what_to_write_instead() {
        PolicyReading reading = read("""
                apiVersion: kyverno.io/v1
                kind: ClusterPolicy
                metadata: {name: old}
                spec:
                  validationFailureAction: enforce
                  webhookTimeoutSeconds: 5
                  rules:
                  - name: signed
                    match: {resources: {kinds: [Pod], name: web}}
                    preconditions: [{key: a, operator: In, value: [a]}]
                    verifyImages:
                    - image: "registry.example.test/*"
                      key: key
                      attestations: [{predicateType: a, conditions: [{all: [{key: a, operator: NotIn, value: [b]}]}]}]
                """);

        assertThat(reading.policies()).hasSize(1);
        assertThat(reading.issues())
                .allMatch(issue -> issue.severity() == Severity.WARNING
                        && issue.code().equals("DEPRECATED_FIELD")
                        && !issue.remedy().isEmpty());
        assertThat(reading.issues())
                .extracting(Issue::path)
                .containsExactly(
                        "spec.rules[0].match.resources",
                        "spec.rules[0].match.resources.name",
                        "spec.rules[0].preconditions",
                        "spec.rules[0].preconditions[0].operator",
                        "spec.rules[0].verifyImages[0].image",
                        "spec.rules[0].verifyImages[0].key",
                        "spec.rules[0].verifyImages[0].attestations[0].predicateType",
                        "spec.rules[0].verifyImages[0].attestations[0].conditions[0].all[0].operator",
                        "spec.validationFailureAction",
                        "spec.validationFailureAction",
                        "spec.webhookTimeoutSeconds");
    }

    @Test
    void fields_that_kyverno_passes_over_in_silence_are_warnings() {
        PolicyReading reading = read(POLICY.replace(
                "{publicKeys: key}}]}]",
                "{publicKeys: key}}, {attestor: {entrys: [], entries: [{keys: {publickey: x}}]}}]}]\n"
                        + "    preconditions: {all: [{key: a, operator: Equals, values: b}]}"));

        assertThat(reading.policies()).hasSize(1);
        assertThat(reading.issues())
                .extracting(Issue::severity, Issue::path, Issue::remedy)
                .containsExactlyInAnyOrder(
                        tuple(Severity.WARNING, "spec.rules[0].preconditions.all[0].values", "Did you mean value?"),
                        tuple(
                                Severity.WARNING,
                                "spec.rules[0].verifyImages[0].attestors[0].entries[1].attestor.entrys",
                                "Did you mean entries?"),
                        tuple(
                                Severity.WARNING,
                                "spec.rules[0].verifyImages[0].attestors[0].entries[1].attestor.entries[0].keys.publickey",
                                "Did you mean publicKeys?"));
    }

    @Test
    void a_private_key_is_an_error_that_shows_nothing_of_it() {
        String key = "-----BEGIN EC PRIVATE KEY-----\\nMHcCAQEEIsecretsecret\\n-----END EC PRIVATE KEY-----";
        PolicyReading reading =
                read(POLICY.replace("publicKeys: key", "publicKeys: \"" + key + "\", kms: \"" + key + "\"")
                        .replace("kinds: [Pod]", "kinds: [Pod], operations: [\"" + key + "\"]"));

        assertThat(reading.policies()).isEmpty();
        assertThat(reading.issues())
                .filteredOn(issue -> issue.code().equals("PRIVATE_KEY"))
                .extracting(Issue::path)
                .containsExactly(
                        "spec.rules[0].match.any[0].resources.operations[0]",
                        "spec.rules[0].verifyImages[0].attestors[0].entries[0].keys.publicKeys",
                        "spec.rules[0].verifyImages[0].attestors[0].entries[0].keys.kms");
        assertThat(reading.toString()).doesNotContain("MHcCAQEE").doesNotContain("secretsecret");
    }

    @Test
    void an_encrypted_private_key_is_one_too() {
        assertThat(read(POLICY.replace("key}", "\"-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\"}"))
                        .issues())
                .extracting(Issue::code)
                .containsExactly("PRIVATE_KEY");
    }

    @Test
    void a_source_without_policies_is_an_error() {
        assertThat(read("# nothing\n").issues()).extracting(Issue::code).containsExactly("NO_POLICY");
        assertThat(read("").issues()).extracting(Issue::code).containsExactly("NO_POLICY");
        assertThat(PolicyReader.readExceptions("e.yaml", new byte[0]).issues())
                .extracting(Issue::code)
                .containsExactly("NO_EXCEPTION");
    }

    @Test
    void an_empty_document_beside_a_policy_is_only_doubtful() throws Exception {
        PolicyReading reading = read("---\n---\n" + POLICY);

        assertThat(reading.orThrow()).hasSize(1);
        assertThat(reading.issues())
                .extracting(Issue::code, Issue::severity)
                .containsExactly(tuple("EMPTY_DOCUMENT", Severity.WARNING));
    }

    @Test
    void orThrow_lists_every_error() {
        PolicyReading reading = read(POLICY.replace("signed", "3") + "      type: Cosine\n");

        assertThatThrownBy(reading::orThrow)
                .isInstanceOf(PolicyReadException.class)
                .hasMessageContaining("policy.yaml:6:11: error WRONG_TYPE at spec.rules[0].name")
                .hasMessageContaining(
                        "policy.yaml:11:13: error UNSUPPORTED_VALUE at spec.rules[0].verifyImages[0].type")
                .hasMessageContaining("Did you mean Cosign?");
    }

    @Test
    void json_is_read_as_well(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("policy.json"),
                new String(
                        SchemaExamples.document(
                                "kyverno.io/v1", "ClusterPolicy", SchemaExamples.json("{\"rules\":[]}")),
                        StandardCharsets.UTF_8));

        assertThat(PolicyReader.read(file).orThrow()).extracting(Policy::name).containsExactly("example");
    }

    @Test
    void a_folder_is_read_by_name_with_the_folders_in_it(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("b/c"));
        Files.writeString(folder.resolve("b/c/one.yml"), POLICY.replace("example}", "second}"));
        Files.writeString(folder.resolve("a.yaml"), POLICY.replace("example}", "first}"));
        Files.writeString(folder.resolve("z.yaml"), POLICY.replace("example}", "third}"));
        Files.writeString(folder.resolve(".hidden.yaml"), "kind: [");
        Files.writeString(folder.resolve("notes.txt"), "kind: [");
        Files.writeString(folder.resolve("empty.yaml"), "# later\n");

        PolicyReading reading = PolicyReader.read(folder);

        assertThat(reading.orThrow()).extracting(Policy::name).containsExactly("first", "second", "third");
        assertThat(reading.issues())
                .extracting(Issue::code, Issue::severity)
                .containsExactly(tuple("NO_POLICY", Severity.WARNING));
    }

    @Test
    void a_folder_without_policies_is_an_error(@TempDir Path folder) {
        assertThat(PolicyReader.read(folder).issues())
                .extracting(Issue::code, Issue::severity)
                .containsExactly(tuple("NO_POLICY", Severity.ERROR));
    }

    @Test
    void folders_that_link_back_to_themselves_end(@TempDir Path folder) throws Exception {
        Files.createSymbolicLink(folder.resolve("loop"), folder);

        assertThat(PolicyReader.read(folder).issues()).extracting(Issue::code).contains("TOO_DEEP");
    }

    @Test
    void the_list_of_issues_is_bounded() {
        StringBuilder unknown = new StringBuilder(POLICY);
        for (int i = 0; i < 20_000; i++) {
            unknown.append("      mutateDigest").append(i).append(": false\n");
        }
        PolicyReading reading = read(unknown.toString());

        assertThat(reading.policies()).isEmpty();
        assertThat(reading.issues()).hasSize(Findings.MAX_ISSUES + 1);
        assertThat(reading.issues().get(Findings.MAX_ISSUES).code()).isEqualTo("TOO_MANY_ISSUES");
    }

    @Test
    void many_warnings_do_not_hide_an_error() {
        String condition = "{key: a, operator: In, value: b}";
        String conditions = String.join(", ", Collections.nCopies(2 * Findings.MAX_ISSUES, condition));
        String policy = POLICY + "      type: Cosine\n    preconditions: [" + conditions + "]\n";

        assertThat(read(policy).policies()).isEmpty();
        assertThat(read(policy.replace("Cosine", "Cosign")).policies()).hasSize(1);
    }

    @Test
    void a_missing_file_is_an_error(@TempDir Path folder) {
        assertThat(PolicyReader.read(List.of(folder.resolve("none.yaml"))).issues())
                .extracting(Issue::code)
                .containsExactly("FILE_NOT_FOUND");
    }

    @Test
    void a_file_that_is_too_large_is_an_error(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("large.yaml");
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] line = "# nothing but comments\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 500; i++) {
                out.write(line);
            }
        }

        assertThat(PolicyReader.read(file).issues()).extracting(Issue::code).containsExactly("TOO_LARGE");
    }

    private static PolicyReading full() throws IOException {
        try (InputStream in = PolicyReaderTest.class.getResourceAsStream("full.yaml")) {
            assertThat(in).isNotNull();
            return PolicyReader.read("full.yaml", in.readAllBytes());
        }
    }

    static PolicyReading read(String text) {
        return PolicyReader.read("policy.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static Policy only(String text) {
        PolicyReading reading = read(text);
        assertThat(reading.issues()).isEmpty();
        assertThat(reading.policies()).hasSize(1);
        return reading.policies().get(0);
    }
}
