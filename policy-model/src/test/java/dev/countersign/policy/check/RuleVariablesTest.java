package dev.countersign.policy.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.document.Issue;
import dev.countersign.policy.Policy;
import dev.countersign.policy.read.PolicyReader;
import dev.countersign.policy.read.PolicyReading;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Kyverno's words about the variables and queries of small policies. */
class RuleVariablesTest {
    private static final String FAILED =
            "policy contains invalid variables: variable substitution failed for rule verify: ";
    private static final String REGEX =
            "request|serviceAccountName|serviceAccountNamespace|element|elementIndex|@|images"
                    + "|image|([a-z_0-9]+\\()[^{}]";
    private static final String BACKGROUND_REGEX =
            "request\\.|element|elementIndex|@|images|images\\.|image\\.|([a-z_0-9]+\\()[^{}]";

    @Test
    void names_of_requests_images_functions_and_context_entries_are_known() {
        assertThat(error("""
                preconditions:
                  all:
                  - {key: "{{ request.object.kind }} {{ serviceAccountName }}", operator: Equals, value: a}
                  - {key: "{{ images.containers.\\"a-b\\".tag }}", operator: Equals, value: "{{ random('[a-z]') }}"}
                  - {key: "{{ plain }}", operator: Equals, value: "{{ map.data.a || map.metadata }}"}
                context:
                - {name: plain, variable: {value: x}}
                - {name: map, configMap: {name: m, namespace: shop}}
                """)).isEmpty();
    }

    @Test
    void an_unknown_name_is_refused_with_all_names_that_are_known() {
        assertThat(error("""
                context:
                - {name: a, variable: {value: x}}
                - {name: map, configMap: {name: m, namespace: shop}}
                preconditions:
                  all:
                  - {key: "{{ \\"target\\".name }}", operator: Equals, value: a}
                """))
                .contains(FAILED + "variable target.name must match regex \"" + REGEX + "\" or patterns [a* map.data"
                        + " map.metadata map.data.* map.metadata.*]");
    }

    @Test
    void a_background_scan_knows_fewer_names() {
        assertThat(check(precondition("{{ request }}"), true).error())
                .contains(FAILED + "variable request must match regex \"" + BACKGROUND_REGEX + "\" or patterns []");
        assertThat(check(precondition("{{ request }}"), false).error()).isEmpty();
    }

    @Test
    void a_query_that_cannot_be_parsed_is_named_with_its_place() {
        assertThat(error(precondition("{{ request.object.metadata[ }}")))
                .contains(
                        FAILED + "failed to resolve request.object.metadata[ at path /preconditions/all/0/key: invalid"
                                + " JMESPath query request.object.metadata[: SyntaxError: Expected tStar, received: tEOF");
    }

    @Test
    void an_empty_variable_is_refused() {
        assertThat(error(precondition("{{ }}")))
                .contains(FAILED + "failed to resolve  at path /preconditions/all/0/key: invalid query (nil)");
    }

    @Test
    void an_inner_variable_becomes_null_in_the_outer_one() {
        assertThat(error(precondition("{{ b.{{ request.name }} }}")))
                .contains(FAILED + "variable b.null must match regex \"" + REGEX + "\" or patterns []");
    }

    @Test
    void an_escaped_variable_is_none() {
        assertThat(error(precondition("\\\\{{ nothing }}"))).isEmpty();
    }

    @Test
    void a_refused_variable_is_found_in_the_file() {
        Issue issue = check(precondition("{{ nothing }}"), false).issues().get(0);

        assertThat(issue.path()).isEqualTo("spec.rules[0].preconditions.all[0].key");
        assertThat(issue.message()).startsWith("variable nothing must match regex");
        assertThat(issue.location()).hasToString("p.yaml:17:15");
    }

    @Test
    void names_of_attestations_are_known_where_an_entry_validates() {
        String deny = "validate: {deny: {conditions: {any: [{key: '{{ scan.score }}', operator: Equals, value: 1}]}}}";

        assertThat(attested(deny)).isEmpty();
        assertThat(attested("validate: {message: '{{ scan.score }}', deny: {}}"))
                .isEmpty();
        assertThat(attested("annotations: {a: '{{ scan.score }}'}"))
                .contains(FAILED + "variable scan.score must match regex \"" + REGEX + "\" or patterns []");
    }

    @Test
    void conditions_of_attestations_ask_the_predicate() {
        assertThat(attested("", "conditions: [{all: [{key: '{{ anything[ }}', operator: Equals, value: 1}]}]"))
                .isEmpty();
    }

    @Test
    void elements_belong_to_foreach() {
        assertThat(error(precondition("{{ elementary }}")))
                .contains("variable 'elementary' present outside of foreach at path /preconditions/all/0/key");
        assertThat(attested("", "conditions: [{all: [{key: '{{ element.a }}', operator: Equals, value: 1}]}]"))
                .contains("variable 'element.a' present outside of foreach at path"
                        + " /verifyImages/0/attestations/0/conditions/0/all/0/key");
    }

    @Test
    void a_jmespath_of_every_kind_of_context_entry_must_be_readable() {
        String message = "path: spec.rules[0]: failed to parse JMESPath items[: SyntaxError: Expected tStar, received:"
                + " tEOF";

        assertThat(entry("variable: {jmesPath: 'items['}")).contains(message);
        assertThat(entry("apiCall: {urlPath: /api, jmesPath: 'items['}")).contains(message);
        assertThat(entry("globalReference: {name: g, jmesPath: 'items['}")).contains(message);
        assertThat(entry("imageRegistry: {reference: a.test/b, jmesPath: 'items['}"))
                .contains(message);
    }

    @Test
    void a_jmespath_that_holds_a_variable_is_not_parsed() {
        assertThat(entry("variable: {jmesPath: 'items[{{ request.name }}'}")).isEmpty();
    }

    private static Optional<String> entry(String kind) {
        return error("context:\n- {name: e, " + kind + "}\n");
    }

    private static Optional<String> attested(String member) {
        return attested(member, "");
    }

    private static Optional<String> attested(String member, String ofAttestation) {
        return check("", member + "\n    attestations:\n    - {name: scan, type: t, " + ofAttestation + "}", false)
                .error();
    }

    private static String precondition(String key) {
        return "preconditions:\n  all:\n  - {key: \"" + key + "\", operator: Equals, value: a}\n";
    }

    private static Optional<String> error(String rule) {
        return check(rule, false).error();
    }

    private static PolicyAdmissionAnswer check(String rule, boolean background) {
        return check(rule, "", background);
    }

    private static PolicyAdmissionAnswer check(String rule, String entry, boolean background) {
        String text = """
                apiVersion: kyverno.io/v1
                kind: ClusterPolicy
                metadata: {name: p}
                spec:
                  background: %s
                  rules:
                  - name: verify
                    match: {any: [{resources: {kinds: [Pod]}}]}
                    verifyImages:
                    - imageReferences: ["*"]
                      failureAction: Enforce
                      attestors: [{entries: [{keys: {publicKeys: k}}]}]
                      %s
                    skipBackgroundRequests: true
                %s""".formatted(background, entry.replace("\n", "\n  "), rule.indent(4));
        PolicyReading reading = PolicyReader.read("p.yaml", text.getBytes(StandardCharsets.UTF_8));
        Policy policy = reading.policies().stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError(reading.issues().toString()));
        return PolicyAdmission.check(policy);
    }
}
