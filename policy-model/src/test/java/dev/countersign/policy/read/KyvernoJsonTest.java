package dev.countersign.policy.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.Conditions;
import dev.countersign.policy.Rule;
import org.junit.jupiter.api.Test;

class KyvernoJsonTest {

    @Test
    void a_rule_is_written_in_the_order_of_kyvernos_types_with_defaults_and_without_what_is_empty() {
        Rule rule = rule("""
                      skipImageReferences: []
                      annotations: {}
                      attestations: [{type: a}]
                      cosignOCI11: false
                      validate: {message: ""}
                    preconditions:
                      all: [{value: {b: 1, a: 2}, operator: Equals, key: x, extra: 1}]
                      any: []
                    exclude: {}
                """);

        assertThat(JsonText.inOrder(rule.document()))
                .isEqualTo(
                        "{\"name\":\"signed\",\"match\":{\"any\":[{\"resources\":{\"kinds\":[\"Pod\"]}}],\"resources\":{}},"
                                + "\"exclude\":{\"resources\":{}},"
                                + "\"preconditions\":{\"all\":[{\"key\":\"x\",\"operator\":\"Equals\",\"value\":{\"a\":2,\"b\":1}}]},"
                                + "\"verifyImages\":[{\"imageReferences\":[\"registry.example.test/*\"],"
                                + "\"attestors\":[{\"entries\":[{\"keys\":{\"publicKeys\":\"key\",\"signatureAlgorithm\":\"sha256\"},"
                                + "\"signatureAlgorithm\":\"sha256\"}]}],"
                                + "\"attestations\":[{\"predicateType\":\"\",\"type\":\"a\",\"attestors\":null}],"
                                + "\"mutateDigest\":true,\"verifyDigest\":true,\"validate\":{},\"required\":true,\"useCache\":true}],"
                                + "\"skipBackgroundRequests\":true}");
    }

    @Test
    void an_empty_block_of_conditions_is_kept_in_the_model() {
        Rule rule = rule("    preconditions: {any: []}\n");

        assertThat(rule.preconditions())
                .hasValueSatisfying(conditions -> assertThat(((Conditions.AnyAllConditions) conditions).any())
                        .isPresent());
    }

    @Test
    void a_rule_that_is_written_and_read_again_says_the_same() throws Exception {
        Rule rule = rule("      mutateDigest: false\n      cosignOCI11: true\n");

        assertThat(KyvernoJson.rule(rule.document())).isEqualTo(rule);
    }

    @Test
    void a_switch_that_is_absent_from_changed_json_is_false() throws Exception {
        Rule rule = KyvernoJson.rule(
                SchemaExamples.json("{\"name\":\"r\",\"match\":{},\"verifyImages\":[{\"imageReferences\":[\"*\"]}]}"));

        assertThat(rule.verifyImages().get(0).mutateDigest()).isFalse();
        assertThat(rule.verifyImages().get(0).required()).isFalse();
    }

    @Test
    void changed_json_of_another_kind_is_refused_in_gos_words() {
        assertThatThrownBy(() -> KyvernoJson.rule(SchemaExamples.json(
                        "{\"verifyImages\":[{\"attestors\":[{\"entries\":[{\"keyless\":{\"subject\":3}}]}]}]}")))
                .isInstanceOf(JsonMismatchException.class)
                .hasMessage("json: cannot unmarshal number into Go struct field"
                        + " KeylessAttestor.verifyImages.attestors.entries.keyless.subject of type string");
        assertThatThrownBy(() -> KyvernoJson.rule(SchemaExamples.json("{\"preconditions\":3}")))
                .hasMessage("failed to unmarshal Conditions");
    }

    @Test
    void a_nested_set_that_kyverno_cannot_read_keeps_gos_words() {
        assertThat(nested("{entries: none}"))
                .isEqualTo(
                        new AttestorIdentity.NestedSet.Unreadable(
                                "json: cannot unmarshal string into Go struct field AttestorSet.entries of type []v1.Attestor"));
        assertThat(nested("{count: 1.5}"))
                .isEqualTo(new AttestorIdentity.NestedSet.Unreadable(
                        "json: cannot unmarshal number 1.5 into Go struct field AttestorSet.count of type int"));
        assertThat(nested("text"))
                .isEqualTo(new AttestorIdentity.NestedSet.Unreadable(
                        "json: cannot unmarshal string into Go value of type v1.AttestorSet"));
    }

    @Test
    void members_of_nested_sets_are_found_in_any_letter_case_as_in_go() {
        assertThat(nested("{Entries: [{KEYS: {publickeys: x}}]}").toString()).contains("publicKeys=x");
    }

    @Test
    void a_nested_set_is_written_with_known_members_only() {
        assertThat(KyvernoJson.writtenAttestorSet(
                                SchemaExamples.json(
                                        "{\"entry\":[],\"entries\":[{\"keys\":{\"rekor\":{\"ignoreTlog\":true},\"publicKeys\":\"x\"}}]}"))
                        .map(JsonText::inOrder))
                .contains(
                        "{\"entries\":[{\"keys\":{\"publicKeys\":\"x\",\"rekor\":{\"url\":\"\",\"ignoreTlog\":true}}}]}");
        assertThat(KyvernoJson.writtenAttestorSet(Value.of("text"))).isEmpty();
    }

    private static AttestorIdentity.NestedSet nested(String set) {
        Rule rule = rule("      attestations: [{attestors: [{entries: [{attestor: " + set + "}]}]}]\n");
        AttestorIdentity identity = rule.verifyImages()
                .get(0)
                .attestations()
                .get(0)
                .attestors()
                .get(0)
                .entries()
                .get(0)
                .identity()
                .get(0);
        return ((AttestorIdentity.Nested) identity).set();
    }

    private static Rule rule(String lines) {
        PolicyReading reading = PolicyReaderTest.read(PolicyReaderTest.POLICY + lines);
        assertThat(reading.hasErrors()).as(reading.issues().toString()).isFalse();
        return reading.policies().get(0).spec().rules().get(0);
    }
}
