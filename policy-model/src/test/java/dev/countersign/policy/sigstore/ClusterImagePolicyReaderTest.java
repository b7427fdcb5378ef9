package dev.countersign.policy.sigstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.document.Issue;
import dev.countersign.policy.read.PolicyReadException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterImagePolicyReaderTest {
    private static final String HEAD =
            "apiVersion: policy.sigstore.dev/v1beta1\nkind: ClusterImagePolicy\nmetadata: {name: p}\nspec:\n";
    private static final String STATIC = "  images: [{glob: '**'}]\n  authorities: [{static: {action: pass}}]\n";

    private static ClusterImagePolicyReading.Document read(String spec) {
        return ClusterImagePolicyReader.read("p.yaml", (HEAD + spec).getBytes(StandardCharsets.UTF_8))
                .documents()
                .get(0);
    }

    @Test
    void a_policy_is_read_with_its_defaults() {
        ClusterImagePolicy policy = read("  images: [{glob: '**'}]\n"
                        + "  authorities:\n"
                        + "  - keyless: {identities: [{issuer: i, subjectRegExp: '.*'}], trustRootRef: acme}\n"
                        + "    source: [{oci: mirror.example/signatures, tagPrefix: v1-}]\n")
                .policy()
                .orElseThrow();

        Authority authority = policy.authorities().get(0);
        assertThat(policy.mode()).isEqualTo(ClusterImagePolicy.Mode.ENFORCE);
        assertThat(authority.name()).isEqualTo("authority-0");
        assertThat(authority.format()).isEqualTo(Authority.Format.LEGACY);
        assertThat(((Authority.Keyless) authority.signer()).url()).isEqualTo("https://fulcio.sigstore.dev");
        assertThat(authority.source().orElseThrow().tagPrefix()).isEqualTo("v1-");
    }

    @Test
    void what_does_not_fit_the_type_is_refused_at_its_place_in_gos_words() {
        ClusterImagePolicyReading.Document unknown = read(STATIC + "  enforcement: x\n");
        assertThat(unknown.policy()).isEmpty();
        assertThat(unknown.loadError()).isEqualTo("unable to unmarshal: json: unknown field \"enforcement\"");
        assertThat(unknown.issues().get(0).location().line()).isEqualTo(7);

        assertThat(read("  images: [{glob: 1}]\n").loadError())
                .isEqualTo("unable to unmarshal: json: cannot unmarshal number into Go struct field"
                        + " ImagePattern.spec.images.glob of type string");
    }

    @Test
    void validation_gathers_errors_as_policy_controller_words_them() {
        ClusterImagePolicyReading.Document document =
                read("  images: [{glob: ''}, {glob: '['}]\n  authorities: [{}]\n  mode: x\n");
        assertThat(document.policy()).isEmpty();
        assertThat(document.validationError())
                .isEqualTo("expected exactly one, got neither: spec.authorities[0].key, spec.authorities[0].keyless,"
                        + " spec.authorities[0].static\ninvalid value: [: spec.images[1].glob\nglob is invalid: syntax error"
                        + " in pattern\ninvalid value: x: spec.mode\nunsupported mode\nmissing field(s):"
                        + " spec.images[0].glob");
    }

    @Test
    void cue_and_rego_are_refused_since_nothing_evaluates_them_D63() {
        ClusterImagePolicyReading.Document document = read(STATIC + "  policy: {type: cue, data: 'a: 1'}\n");
        assertThat(document.policy()).isEmpty();
        assertThat(document.divergences()).containsExactly("D63");
        assertThat(document.issues()).extracting(Issue::code).containsExactly("UNSUPPORTED_POLICY_LANGUAGE");
        assertThat(document.issues().get(0).location().line()).isEqualTo(7);
    }

    @Test
    void a_signature_format_that_does_not_exist_is_refused_D69() {
        ClusterImagePolicyReading.Document document =
                read("  images: [{glob: '**'}]\n  authorities: [{static: {action: pass}, signatureFormat: new}]\n");
        assertThat(document.policy()).isEmpty();
        assertThat(document.divergences()).containsExactly("D69");
    }

    @Test
    void a_private_key_is_not_shown_D81() {
        ClusterImagePolicyReading.Document document = read("  images: [{glob: '**'}]\n  authorities:\n"
                + "  - key: {data: \"-----BEGIN PRIVATE KEY-----\\nAAAA\\n-----END PRIVATE KEY-----\"}\n");
        assertThat(document.validationError()).contains("[left out]").doesNotContain("AAAA");
        assertThat(document.issues().toString()).doesNotContain("AAAA");
        assertThat(document.divergences()).containsExactly("D81");
        assertThat(read("  images: [{glob: '**'}]\n  authorities: [{key: {data: x}}]\n")
                        .divergences())
                .isEmpty();
    }

    @Test
    void members_are_known_by_their_exact_names_D80() {
        ClusterImagePolicyReading.Document document = read(STATIC + "  Mode: warn\n");
        assertThat(document.policy()).isEmpty();
        assertThat(document.loadError()).isEqualTo("unable to unmarshal: json: unknown field \"Mode\"");
        assertThat(document.divergences()).containsExactly("D80");
        assertThat(read(STATIC + "  model: warn\n").divergences()).isEmpty();
    }

    @Test
    void an_address_that_is_none_is_told_before_all_else() {
        assertThat(read("  authorities: [{keyless: {url: 'https://a b'}}]\n  alpha: 1\n")
                        .loadError())
                .isEqualTo("unable to unmarshal: parse \"https://a b\": invalid character \" \" in host name");
        assertThat(read("  authorities: [{ctlog: {url: []}}]\n").loadError())
                .isEqualTo("unable to unmarshal: json: cannot unmarshal array into Go struct field"
                        + " TLog.spec.authorities.ctlog.url of type string");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "apiVersion: policy.sigstore.dev/v1, kind: ClusterImagePolicy, metadata: {name: p}"
                        + "|unknown type: policy.sigstore.dev/v1, Kind=ClusterImagePolicy",
                "apiVersion: v1, kind: X, metadata: {name: p}|unknown type: /v1, Kind=X",
                "apiVersion: v1, kind: X, metadata: {name: 1}|missing field(s): [0].metadata.name",
                "apiVersion: 1, kind: X, metadata: {name: p}|missing field(s): [0].apiVersion",
                "a: <b>|decoding object[0]: error unmarshaling JSON: while decoding JSON:"
                        + " Object 'Kind' is missing in '{\"a\":\"\\u003cb\\u003e\"}'",
                "apiVersion: a/b/c, kind: X, metadata: {name: p}"
                        + "|decoding object[0]: error unmarshaling JSON: while decoding JSON: Object 'Kind' is missing in"
                        + " '{\"apiVersion\":\"a/b/c\",\"kind\":\"X\",\"metadata\":{\"name\":\"p\"}}'",
                "apiVersion: policy.sigstore.dev/v1beta1, kind: ClusterImagePolicy, metadata: {name: p, labels: {a: 1}}"
                        + "|unable to unmarshal: json: cannot unmarshal number into Go struct field"
                        + " ObjectMeta.metadata.labels of type string"
            },
            quoteCharacter = '`')
    void what_is_no_policy_at_all_is_told_in_policy_controllers_words(String members, String words) {
        ClusterImagePolicyReading.Document document = ClusterImagePolicyReader.read(
                        "p.yaml", ("{" + members + "}").getBytes(StandardCharsets.UTF_8))
                .documents()
                .get(0);
        assertThat(document.policy()).isEmpty();
        assertThat(document.loadError()).isEqualTo(words);
    }

    @Test
    void a_predicate_type_that_is_no_address_is_warned_of_beside_errors() {
        String types = Stream.of("https://a/b", "urn:x", "*", "/a b", "vuln", "a/b:c", "http://h#f", "/%zz")
                .map(type -> "{name: a, predicateType: '" + type + "'}")
                .collect(Collectors.joining(", "));
        ClusterImagePolicyReading.Document document =
                read("  authorities: [{static: {}, attestations: [" + types + "]}]\n");
        assertThat(document.validationError()).contains("missing field(s)");
        assertThat(document.validationWarning().lines().filter(line -> line.startsWith("invalid value: ")))
                .extracting(line -> line.substring("invalid value: ".length(), line.indexOf(": spec.")))
                .containsExactly("/%zz", "a/b:c", "http://h#f", "vuln");
    }

    @Test
    void a_secret_without_a_name_stands_before_the_paths_of_what_was_found_until_then() {
        assertThat(read("  images: [{glob: '**'}]\n  authorities: [{keyless: {identities: [{issuer: i, subject: s}]},"
                                + " source: [{oci: a/b, signaturePullSecrets: [{}, {name: s}, {}]}]}]\n")
                        .validationError())
                .isEqualTo("invalid value: a/b:"
                        + " spec.authorities[0].source[0].signaturePullSecrets[2].signaturePullSecrets[0].oci\n"
                        + "registries must be valid RFC 3986 URI authorities: a/b\n"
                        + "missing field(s): spec.authorities[0].source[0].signaturePullSecrets[2].name,"
                        + " spec.authorities[0].source[0].signaturePullSecrets[2].signaturePullSecrets[0].name");
    }

    @Test
    void a_selector_needs_something_to_select() {
        assertThat(read(STATIC + "  match: [{selector: {}}, {selector: {}, version: v1}]\n")
                        .validationError())
                .isEqualTo("invalid value: : spec.match[0].selector\n"
                        + "selector requires a resource type to match the labels");
    }

    @Test
    void a_key_that_stands_twice_is_told_and_the_last_one_counts() {
        ClusterImagePolicyReading.Document document = read(STATIC + "  mode: warn\n  mode: enforce\n");
        assertThat(document.policy().orElseThrow().mode()).isEqualTo(ClusterImagePolicy.Mode.ENFORCE);
        assertThat(document.issues()).extracting(Issue::severity).containsExactly(Issue.Severity.WARNING);
    }

    @Test
    void nothing_is_left_out_unnoticed() {
        ClusterImagePolicyReading reading = ClusterImagePolicyReader.read(
                "p.yaml", (HEAD + STATIC + "---\n" + HEAD + "  images: []\n").getBytes(StandardCharsets.UTF_8));
        assertThat(reading.policies()).hasSize(1);
        assertThatThrownBy(reading::orThrow)
                .isInstanceOf(PolicyReadException.class)
                .hasMessageContaining("p.yaml:");
    }
}
