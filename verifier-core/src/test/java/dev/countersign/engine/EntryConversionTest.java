package dev.countersign.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.ImageVerification;
import dev.countersign.policy.read.PolicyReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EntryConversionTest {
    private static ImageVerification converted(String entry) throws Exception {
        return EntryConversion.convert(written(entry));
    }

    private static ImageVerification written(String entry) throws Exception {
        String text = "{apiVersion: kyverno.io/v1, kind: ClusterPolicy, metadata: {name: p}, spec: {rules: [{name: r,"
                + " match: {any: [{resources: {kinds: [Pod]}}]}, verifyImages: [{" + entry + "}]}]}}";
        return PolicyReader.read("policy", text.getBytes(StandardCharsets.UTF_8))
                .orThrow()
                .get(0)
                .spec()
                .rules()
                .get(0)
                .verifyImages()
                .get(0);
    }

    @Test
    void an_entry_without_deprecated_fields_stays_as_it_is() throws Exception {
        for (String entry : new String[] {
            "imageReferences: ['*']",
            "imageReferences: ['*'], roots: a, subject: b, annotations: {a: b}, additionalExtensions: {a: b}"
        }) {
            ImageVerification written = written(entry);
            assertThat(EntryConversion.convert(written)).isSameAs(written);
        }
    }

    @Test
    void the_image_is_one_more_reference() throws Exception {
        ImageVerification entry = converted("image: b*, imageReferences: [a*]");

        assertThat(entry.imageReferences()).containsExactly("a*", "b*");
        assertThat(entry.image()).isEmpty();
        assertThat(entry.attestors()).isEmpty();
    }

    @Test
    void a_key_becomes_an_attestor_and_goes_before_an_issuer() throws Exception {
        ImageVerification entry = converted("image: a, key: k, issuer: i, subject: s, annotations: {a: b}");

        assertThat(entry.attestors())
                .singleElement()
                .satisfies(set -> assertThat(set.entries()).singleElement().satisfies(attestor -> {
                    assertThat(attestor.annotations()).isEqualTo(Map.of("a", "b"));
                    assertThat(attestor.identity())
                            .singleElement()
                            .isInstanceOfSatisfying(AttestorIdentity.Keys.class, keys -> assertThat(keys.publicKeys())
                                    .isEqualTo("k"));
                }));
    }

    @Test
    void an_issuer_becomes_a_keyless_attestor_after_the_written_ones() throws Exception {
        ImageVerification entry = converted("image: a, issuer: i, subject: s, roots: r, additionalExtensions: {x: z},"
                + " attestors: [{entries: [{keys: {publicKeys: k}}]}]");

        assertThat(entry.attestors()).hasSize(2);
        assertThat(entry.attestors().get(1).entries().get(0).identity())
                .singleElement()
                .isInstanceOfSatisfying(AttestorIdentity.Keyless.class, keyless -> {
                    assertThat(keyless.issuer()).isEqualTo("i");
                    assertThat(keyless.subject()).isEqualTo("s");
                    assertThat(keyless.roots()).isEqualTo("r");
                });
        assertThat(entry.additionalExtensions()).isEqualTo(Map.of("x", "z"));
        assertThat(entry.issuer() + entry.subject() + entry.roots()).isEmpty();
    }

    @Test
    void where_there_are_attestations_the_attestor_is_theirs() throws Exception {
        ImageVerification entry = converted("image: a, key: k, attestations: [{type: t},"
                + " {type: u, attestors: [{entries: [{keys: {publicKeys: l}}]}]}]");

        assertThat(entry.attestors()).isEmpty();
        assertThat(entry.attestations().get(0).attestors()).hasSize(1);
        assertThat(entry.attestations().get(1).attestors()).hasSize(2);
    }
}
