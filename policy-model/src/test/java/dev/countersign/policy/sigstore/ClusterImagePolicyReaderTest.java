package dev.countersign.policy.sigstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.document.Issue;
import dev.countersign.policy.read.PolicyReadException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

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
    void a_private_key_is_not_shown() {
        ClusterImagePolicyReading.Document document = read("  images: [{glob: '**'}]\n  authorities:\n"
                + "  - key: {data: \"-----BEGIN PRIVATE KEY-----\\nAAAA\\n-----END PRIVATE KEY-----\"}\n");
        assertThat(document.validationError()).contains("[left out]").doesNotContain("AAAA");
        assertThat(document.issues().toString()).doesNotContain("AAAA");
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
