package dev.countersign.verify.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signature manifests, layers and payloads as hostile registries may serve them. */
class CosignEntitiesTest {
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    private static SignatureManifest manifest(String json) throws MalformedEntityException {
        return SignatureManifest.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static SimpleSigningPayload payload(String json) throws MalformedEntityException {
        return SimpleSigningPayload.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    // manifests

    @Test
    void a_manifest_gives_its_layers_in_order() throws Exception {
        SignatureManifest manifest = manifest("{\"layers\":[{\"mediaType\":\"m\",\"digest\":\"d\",\"size\":5,"
                + "\"annotations\":{\"a\":\"b\"}},{}]}");

        assertThat(manifest.layers()).hasSize(2);
        assertThat(manifest.layers().get(0).digest()).isEqualTo("d");
        assertThat(manifest.layers().get(0).size()).isEqualTo(5);
        assertThat(manifest.layers().get(0).annotations()).isEqualTo(Map.of("a", "b"));
        assertThat(manifest.layers().get(1).annotations()).isEmpty();
        assertThat(manifest("{}").layers()).isEmpty();
        assertThat(manifest("{\"layers\":null}").layers()).isEmpty();
        assertThat(manifest("null").layers()).isEmpty();
    }

    @Test
    void of_two_lists_of_layers_only_one_counts_and_the_limit_holds_for_it() throws Exception {
        assertThat(manifest("{\"layers\":[{\"digest\":\"first\"}],\"layers\":[{\"digest\":\"second\"}]}")
                        .layers())
                .extracting(layer -> layer.digest())
                .containsExactly("second");
        String thousand = "[" + "{},".repeat(999) + "{}]";
        assertThat(manifest("{\"layers\":" + thousand + "}").layers()).hasSize(1000);
        assertThatThrownBy(() -> manifest("{\"layers\":" + thousand.replaceFirst("\\[", "[{},") + "}"))
                .isInstanceOf(MalformedEntityException.class)
                .hasMessage("number of layers (1001) exceeded the limit (1000)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "\"a\"",
                "{\"layers\":[1]}",
                "{\"schemaVersion\":\"2\"}",
                "{\"mediaType\":1}",
                "{\"config\":true}",
                "{\"config\":{\"digest\":5}}",
                "{\"subject\":5}",
                "{\"annotations\":{\"a\":1}}",
                "{\"artifactType\":5}",
                "{\"layers\":[{\"size\":99999999999999999999}]}",
                "{\"layers\":[{\"size\":1.5}]}",
                "{\"layers\":[{\"annotations\":{\"a\":1}}]}",
                "{\"layers\":[{}]}x"
            })
    void what_is_no_manifest_is_malformed(String json) {
        assertThatThrownBy(() -> manifest(json)).isInstanceOf(MalformedEntityException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "abc|cannot parse hash: \"abc\"",
                "sha256:|cannot parse hash: \"sha256:\"",
                ":abc|cannot parse hash: \":abc\"",
                "sha256:XYZ|found non-hex character in hash: X",
                "md5:abc|unsupported hash: \"md5\"",
                "sha256:abc|wrong number of hex digits for sha256: abc"
            })
    void a_digest_that_is_none_spoils_an_images_manifest_wherever_it_stands(String digest, String message) {
        for (String place : new String[] {"\"config\":{%s}", "\"layers\":[{%s}]", "\"layers\":[{},{%s}]"}) {
            String json = "{\"schemaVersion\":1e5," + place.formatted("\"digest\":\"" + digest + "\"") + "}";
            assertThatThrownBy(() -> SignatureManifest.ofImage(json.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(MalformedEntityException.class)
                    .hasMessage(message);
        }
    }

    @Test
    void of_other_faults_of_an_images_manifest_the_first_is_told_and_what_follows_it_does_not_count() throws Exception {
        String good = "{\"layers\":[{\"digest\":\"" + DIGEST + "\",\"annotations\":{\"a\":null}}]}";
        assertThat(SignatureManifest.ofImage((good + " anything").getBytes(StandardCharsets.UTF_8))
                        .layers()
                        .get(0)
                        .annotations())
                .isEqualTo(Map.of("a", ""));
        byte[] bad = "{\"layers\":[{\"size\":1.5}],\"mediaType\":1}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> SignatureManifest.ofImage(bad))
                .hasMessage(
                        "json: cannot unmarshal number 1.5 into Go struct field Descriptor.layers.size of type int64");
    }

    @Test
    void deep_nesting_is_malformed_and_does_not_exhaust_the_stack() {
        for (String open : new String[] {"[", "{\"a\":", "{\"layers\":["}) {
            String json = open.repeat(300_000);
            assertThatThrownBy(() -> manifest(json)).isInstanceOf(MalformedEntityException.class);
            assertThatThrownBy(() -> payload(json)).isInstanceOf(MalformedEntityException.class);
        }
    }

    // payloads

    /** Each of these is read in well under a second; what costs the square of their size takes many minutes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"layers\":[{\"annotations\":%s%s}]}|,\"annotations\":{}",
                "{\"layers\":[{\"annotations\":%s}]%s}|,\"layers\":[{}]",
                "{\"config\":{\"annotations\":%s}%s}|,\"config\":{\"annotations\":{}}"
            })
    void a_manifest_that_says_things_twice_takes_no_long_time(String form) {
        String[] parts = form.split("\\|");
        String manifest = String.format(parts[0], textsOfOneHash(15), parts[1].repeat(2_000_000 / parts[1].length()));

        assertTimeoutPreemptively(
                Duration.ofSeconds(30), () -> SignatureManifest.ofImage(manifest.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void names_of_one_hash_take_no_long_time() {
        String many = textsOfOneHash(17);

        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            assertThat(manifest("{\"layers\":[{\"annotations\":" + many + "}]}")
                            .layers()
                            .get(0)
                            .annotations())
                    .hasSize(1 << 17);
            assertThat(payload("{\"optional\":" + many + "}").annotations()).hasSize(1 << 17);
        });
    }

    /** Texts under names of that many pairs of letters, all of which have the same hash. */
    private static String textsOfOneHash(int pairs) {
        return IntStream.range(0, 1 << pairs)
                .mapToObj(number -> IntStream.range(0, pairs)
                        .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining("", "\"", "\":\"\"")))
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Test
    void a_payload_gives_its_digest_and_the_texts_that_it_says() throws Exception {
        SimpleSigningPayload payload = payload("{\"critical\":{\"identity\":{\"docker-reference\":\"x\"},\"image\":"
                + "{\"docker-manifest-digest\":\"" + DIGEST + "\"},\"type\":\"anything\"},"
                + "\"optional\":{\"a\":\"b\",\"n\":1,\"l\":[\"a\"]}}");

        assertThat(payload.digest()).isEqualTo(DIGEST);
        assertThat(payload.annotations()).isEqualTo(Map.of("a", "b"));
    }

    @Test
    void a_number_beyond_float64_spoils_a_payload_in_gos_words() {
        assertThatThrownBy(() -> payload("{\"optional\":{\"n\":[1e309]}}"))
                .hasMessage(
                        "json: cannot unmarshal number 1e309 into Go struct field SimpleContainerImage.optional of type float64");
    }

    @Test
    void names_are_folded_as_go_folds_them() throws Exception {
        String folded = "{\"critical\":{\"image\":{\"docker-manife\u017ft-digest\":\"" + DIGEST + "\"}}}";
        assertThat(payload(folded).digest()).isEqualTo(DIGEST);
        assertThat(payload(folded.replace("image", "\u0131mage")).digest()).isEmpty();
        assertThat(payload(folded.replace("image", "\u0130mage")).digest()).isEmpty();
    }

    @Test
    void what_a_payload_leaves_out_is_empty() throws Exception {
        for (String json : new String[] {"{}", "null", "{\"critical\":null,\"optional\":null}", "{\"critical\":{}}"}) {
            assertThat(payload(json)).isEqualTo(new SimpleSigningPayload("", Map.of()));
        }
    }

    @Test
    void of_an_annotation_that_stands_twice_the_last_counts_also_when_it_is_no_text() throws Exception {
        assertThat(payload("{\"optional\":{\"a\":\"1\",\"a\":\"2\"}}").annotations())
                .isEqualTo(Map.of("a", "2"));
        assertThat(payload("{\"optional\":{\"a\":\"1\",\"a\":2}}").annotations())
                .isEmpty();
        assertThat(payload("{\"optional\":{\"a\":\"1\"},\"optional\":null}").annotations())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "{\"critical\":[]}",
                "{\"critical\":{\"image\":{\"docker-manifest-digest\":1}}}",
                "{\"critical\":{\"type\":{}}}",
                "{\"critical\":{\"identity\":{\"docker-reference\":[]}}}",
                "{\"optional\":[]}",
                "{\"optional\":{\"n\":1e400}}",
                "{\"optional\":{\"n\":{\"l\":[1,-1e999]}}}",
                "{} {}"
            })
    void what_is_no_payload_is_malformed(String json) {
        assertThatThrownBy(() -> payload(json)).isInstanceOf(MalformedEntityException.class);
    }

    // layers

    @Test
    void a_layer_without_a_signature_is_malformed_whatever_else_it_has() {
        assertThatThrownBy(() -> CosignSignature.parse(Map.of("dev.sigstore.cosign/bundle", "{}"), new byte[0], ""))
                .isInstanceOf(MalformedEntityException.class)
                .hasMessageContaining("dev.cosignproject.cosign/signature");
    }

    @Test
    void empty_annotations_count_as_absent_and_malformed_ones_spoil_the_layer() throws Exception {
        String signature = "dev.cosignproject.cosign/signature";
        CosignSignature parsed = CosignSignature.parse(
                Map.of(
                        signature,
                        "c2ln",
                        "dev.sigstore.cosign/certificate",
                        "",
                        "dev.sigstore.cosign/chain",
                        "",
                        "dev.sigstore.cosign/bundle",
                        "",
                        "dev.sigstore.cosign/rfc3161timestamp",
                        ""),
                "payload".getBytes(StandardCharsets.UTF_8),
                "somewhere");

        assertThat(parsed.certificate()).isEmpty();
        assertThat(parsed.chain()).isEmpty();
        assertThat(parsed.logEntry()).isEmpty();
        assertThat(parsed.timestamp()).isEmpty();
        assertThat(parsed.payloadSha256())
                .isEqualTo("239f59ed55e737c77147cf55ad0c1b030b6d7ee748a7426952f9b852d5a935e5");
        for (String name : new String[] {"certificate", "chain", "bundle"}) {
            assertThatThrownBy(() -> CosignSignature.parse(
                            Map.of(signature, "c2ln", "dev.sigstore.cosign/" + name, "?"), new byte[0], ""))
                    .isInstanceOf(MalformedEntityException.class);
        }
    }

    @Test
    void a_timestamp_is_read_as_go_reads_octets() throws Exception {
        assertThat(TimestampAnnotation.parse("{\"SignedRFC3161Timestamp\":\"AAAA\",\"signedrfc3161timestamp\":null}")
                        .response())
                .isEmpty();
        assertThat(TimestampAnnotation.parse("{\"SignedRFC3161Timestamp\":[1,null,255]}")
                        .response())
                .containsExactly(1, 0, 255);
        assertThatThrownBy(() -> TimestampAnnotation.parse("{\"SignedRFC3161Timestamp\":[256]}"))
                .hasMessage(
                        "unmarshaling RFC3161 timestamp bundle: json: cannot unmarshal number 256 into Go struct field"
                                + " RFC3161Timestamp.SignedRFC3161Timestamp of type uint8");
    }
}
