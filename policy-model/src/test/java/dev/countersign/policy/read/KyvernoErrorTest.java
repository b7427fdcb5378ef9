package dev.countersign.policy.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Kyverno's own words for a document that its loader refuses. */
class KyvernoErrorTest {
    private static final String INVALID =
            "failed to validate resource (ClusterPolicy.kyverno.io \"example\" is invalid: ";
    private static final String ENTRY = "spec.rules[0].verifyImages[0].";

    @Test
    void a_document_that_fits_has_no_error() {
        assertThat(PolicyReaderTest.read(PolicyReaderTest.POLICY).kyvernoError())
                .isEmpty();
    }

    @Test
    void a_number_below_its_minimum() {
        assertThat(with("      attestations: [{attestors: [{count: 0}]}]\n"))
                .isEqualTo(INVALID + ENTRY + "attestations[0].attestors[0].count: Invalid value: 0: " + ENTRY
                        + "attestations[0].attestors[0].count in body should be greater than or equal to 1)");
    }

    @Test
    void a_value_that_is_none_of_those_allowed() {
        assertThat(with("      type: \"\"\n"))
                .isEqualTo(
                        INVALID + ENTRY
                                + "type: Unsupported value: \"\": supported values: \"Cosign\", \"SigstoreBundle\", \"Notary\")");
    }

    @Test
    void values_of_the_wrong_kind() {
        assertThat(with("      required: \"true\"\n"))
                .isEqualTo(INVALID + ENTRY + "required: Invalid value: \"string\": " + ENTRY
                        + "required in body must be of type boolean: \"string\")");
        assertThat(with("      annotations: {a: 3}\n"))
                .isEqualTo(INVALID + ENTRY + "annotations.a: Invalid value: \"integer\": " + ENTRY
                        + "annotations.a in body must be of type string: \"integer\")");
        assertThat(with("      skipImageReferences: [null]\n"))
                .isEqualTo(INVALID + ENTRY + "skipImageReferences[0]: Invalid value: \"null\": " + ENTRY
                        + "skipImageReferences[0] in body must be of type string: \"null\")");
    }

    @Test
    void a_number_of_32_bits_names_its_format() {
        assertThat(error(PolicyReaderTest.POLICY.replace("spec:", "spec:\n  webhookTimeoutSeconds: true")))
                .isEqualTo(INVALID + "spec.webhookTimeoutSeconds: Invalid value: \"\":"
                        + " spec.webhookTimeoutSeconds in body must be of type int32: \"\")");
    }

    @Test
    void several_errors_stand_in_brackets() {
        assertThat(with("      required: 3\n      imageRegistryCredentials: {providers: [other]}\n"))
                .isEqualTo(INVALID + "[" + ENTRY + "required: Invalid value: \"integer\": " + ENTRY
                        + "required in body must be of type boolean: \"integer\", " + ENTRY
                        + "imageRegistryCredentials.providers[0]: Unsupported value: \"other\": supported values:"
                        + " \"default\", \"amazon\", \"azure\", \"google\", \"github\"])");
    }

    @Test
    void missing_fields() {
        assertThat(error(PolicyReaderTest.POLICY.replace("name: signed", "context: []")))
                .isEqualTo(INVALID + "spec.rules[0].name: Required value)");
        assertThat(error("apiVersion: kyverno.io/v1\nkind: Policy\nmetadata: {name: a}\n"))
                .isEqualTo("failed to validate resource (Policy.kyverno.io \"a\" is invalid: spec: Required value)");
    }

    @Test
    void context_entries_of_two_kinds_or_none() {
        String error = "<nil>: Invalid value: \"\": \"spec.rules[0].context[0]\" must validate one and only one schema"
                + " (oneOf). ";
        assertThat(context("{name: a, configMap: {name: b}, variable: {value: c}}"))
                .isEqualTo(INVALID + error + "Found 2 valid alternatives)");
        assertThat(context("{name: a}"))
                .isEqualTo(INVALID + "[" + error
                        + "Found none valid, spec.rules[0].context[0].configMap: Required value])");
    }

    @Test
    void any_beside_all() {
        assertThat(error(PolicyReaderTest.POLICY.replace("match: {any: [", "match: {all: [], any: [")))
                .isEqualTo(INVALID
                        + "<nil>: Invalid value: \"\": \"spec.rules[0].match\" must not validate the schema (not))");
    }

    @Test
    void a_rule_name_that_is_too_long() {
        assertThat(error(PolicyReaderTest.POLICY.replace("signed", "a".repeat(64))))
                .isEqualTo(INVALID + "spec.rules[0].name: Too long: may not be more than 63 bytes)");
    }

    @Test
    void unknown_fields_name_the_file_and_stand_on_lines_of_their_own() {
        assertThat(with("      zero: 1\n      one: 2\n"))
                .isEqualTo("failed to load file policy.yaml: failed to parse document (" + ENTRY
                        + "one: Invalid value: value provided for unknown field\n" + ENTRY
                        + "zero: Invalid value: value provided for unknown field)");
    }

    @Test
    void members_where_the_schema_knows_none_are_unknown_fields() {
        assertThat(with("      required: {a: 1}\n      skipImageReferences: {b: [{c: 1}]}\n"
                        + "      failureAction: [{d: 1}]\n      attestations: [[{e: 1}], 5]\n"))
                .isEqualTo("failed to load file policy.yaml: failed to parse document (" + ENTRY
                        + "attestations[0][0].e: Invalid value: value provided for unknown field\n" + ENTRY
                        + "failureAction[0].d: Invalid value: value provided for unknown field\n" + ENTRY
                        + "required.a: Invalid value: value provided for unknown field\n" + ENTRY
                        + "skipImageReferences.b: Invalid value: value provided for unknown field)");
    }

    @Test
    void a_value_that_is_none_of_those_allowed_is_shown_as_json() {
        String text = with("      failureAction: [1, null, \"a<b\", 1.5, {}]\n");

        assertThat(text)
                .contains(ENTRY + "failureAction: Unsupported value: [1,null,\"a\\u003cb\",1.5,{}]: supported values: ")
                .contains("must be of type string: \"array\"");
    }

    @Test
    void missing_fields_are_told_in_the_order_of_their_names() {
        assertThat(error("""
                apiVersion: kyverno.io/v1
                kind: ClusterPolicy
                metadata: {name: example}
                spec: {rules: [{verifyImages: []}]}
                """)).endsWith("[spec.rules[0].match: Required value, spec.rules[0].name: Required value])");
    }

    @Test
    void a_context_entry_of_two_kinds_lacks_neither() {
        assertThat(context("{name: a, variable: {value: x}, globalReference: {name: b}}"))
                .isEqualTo(
                        INVALID + "<nil>: Invalid value: \"\": \"spec.rules[0].context[0]\" must validate one and only"
                                + " one schema (oneOf). Found 2 valid alternatives)");
    }

    @Test
    void documents_that_are_passed_over_are_told_on_lines_of_their_own() {
        String unnamed = PolicyReaderTest.POLICY.replace("- name: signed", "- name: 5");

        assertThat(error(unnamed + "---\n" + unnamed).lines().toList())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith("failed to validate resource (ClusterPolicy"));
    }

    @Test
    void unknown_fields_hide_other_errors() {
        assertThat(with("      zero: 1\n      required: 3\n")).doesNotContain("boolean");
    }

    @Test
    void the_newer_version_lacks_deprecated_fields() {
        assertThat(error(PolicyReaderTest.POLICY.replace("kyverno.io/v1", "kyverno.io/v2beta1") + "      key: a\n"))
                .isEqualTo("failed to load file policy.yaml: failed to parse document (" + ENTRY
                        + "key: Invalid value: value provided for unknown field)");
    }

    @Test
    void duplicate_keys() {
        assertThat(with("      required: true\n      required: true\n"))
                .isEqualTo("failed to parse document (yaml: unmarshal errors:\n"
                        + "  line 12: key \"required\" already set in map)");
    }

    @Test
    void metadata_of_the_wrong_kind() {
        assertThat(error(PolicyReaderTest.POLICY.replace("{name: example}", "{name: example, labels: {a: yes}}")))
                .isEqualTo("failed to parse document (json: cannot unmarshal bool into Go struct field"
                        + " ObjectMeta.labels of type string)");
    }

    @Test
    void names_that_kubernetes_does_not_take() {
        assertThat(error(PolicyReaderTest.POLICY.replace("{name: example}", "{name: a_b}")))
                .startsWith("failed to validate resource (ClusterPolicy.kyverno.io \"a_b\" is invalid: metadata.name:"
                        + " Invalid value: \"a_b\": a lowercase RFC 1123 subdomain must consist of");
        assertThat(error(PolicyReaderTest.POLICY.replace("{name: example}", "{}")))
                .isEqualTo("failed to validate resource (ClusterPolicy.kyverno.io \"\" is invalid: metadata.name:"
                        + " Required value: name or generateName is required)");
    }

    @Test
    void kinds_that_nobody_knows() {
        assertThat(error("apiVersion: kyverno.io/v2\nkind: ClusterPolicy\n"))
                .isEqualTo("failed to parse document (failed to retrieve validator: kind ClusterPolicy not found in"
                        + " kyverno.io/v2 groupversion)");
        assertThat(error("apiVersion: example.test/v1\nkind: Thing\n"))
                .isEqualTo("failed to parse document (failed to retrieve validator: failed to locate OpenAPI spec for"
                        + " GV: example.test/v1)");
        assertThat(error("a: b\n")).isEqualTo("failed to parse document (GVK cannot be empty)");
        assertThat(error("text\n"))
                .isEqualTo("failed to parse document (failed to parse yaml: error unmarshaling JSON: while decoding"
                        + " JSON: json: cannot unmarshal string into Go value of type v1.TypeMeta)");
    }

    @Test
    void kinds_that_are_no_policies_end_the_file() {
        PolicyReading reading = PolicyReaderTest.read(
                PolicyReaderTest.POLICY + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");

        assertThat(reading.kyvernoError())
                .contains("failed to load file policy.yaml: policy type not supported /v1, Kind=ConfigMap");
        assertThat(reading.policies()).isEmpty();
    }

    @Test
    void conditions_that_only_kyvernos_types_refuse_end_the_file() {
        assertThat(error(PolicyReaderTest.POLICY + "    preconditions: always\n"))
                .isEqualTo("failed to load file policy.yaml: policy type not supported kyverno.io/v1,"
                        + " Kind=ClusterPolicy");
        assertThat(with("      validate: {deny: {conditions: {any: [{key: a, operator: 3}]}}}\n"))
                .contains("policy type not supported");
    }

    @Test
    void text_that_is_no_yaml() {
        assertThat(error("a: [\n"))
                .startsWith("failed to parse document (failed to parse yaml: error converting YAML to JSON: yaml: ");
    }

    @Test
    void exceptions_have_a_loader_of_their_own() {
        assertThat(PolicyReader.readExceptions(
                                "e.yaml",
                                ("apiVersion: kyverno.io/v2\nkind: PolicyException\nmetadata: {name: a}\n"
                                                + "spec: {images: [], match: {}, exceptions: []}\n")
                                        .getBytes(StandardCharsets.UTF_8))
                        .kyvernoError())
                .contains("unable to load exceptions (failed to parse document (spec.images: Invalid value: value"
                        + " provided for unknown field))");
    }

    private static String with(String lines) {
        return error(PolicyReaderTest.POLICY + lines);
    }

    private static String context(String entry) {
        return error(PolicyReaderTest.POLICY + "    context: [" + entry + "]\n");
    }

    private static String error(String text) {
        PolicyReading reading = PolicyReaderTest.read(text);
        assertThat(reading.policies()).isEmpty();
        assertThat(reading.hasErrors()).isTrue();
        return reading.kyvernoError().orElse("");
    }
}
