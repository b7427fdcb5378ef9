package dev.countersign.trust.source;

import static dev.countersign.trust.source.TrustedRootTexts.changed;
import static dev.countersign.trust.source.TrustedRootTexts.good;
import static dev.countersign.trust.source.TrustedRootTexts.read;
import static dev.countersign.trust.source.TrustedRootTexts.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.crypto.VerificationKey.Kind;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.LogKey;
import dev.countersign.trust.ReplacedLog;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.ValidityWindow;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustedRootReadingTest {
    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    private static final String REKOR_ID = "7e7b1db6b1b53178418f205c4f1e9343abc42c9e0f5eb26cc7576ae569f1fe27";
    private static final String TILED_NOTE_ID = "ee8fc218ae7474eca884f789f64817b78a6418ddc7c363e7a674e42de758be3c";

    @Test
    void a_log_has_the_id_of_its_key_its_place_and_its_window() throws TrustRootException {
        LogKey log = read(good()).transparencyLogs().get(0);

        assertThat(log.id()).isEqualTo(REKOR_ID);
        assertThat(log.checkpointId()).isEqualTo(REKOR_ID);
        assertThat(log.baseUrl()).isEqualTo("https://rekor.example");
        assertThat(log.validity()).isEqualTo(ValidityWindow.between(START, Instant.parse("2026-01-01T00:00:00Z")));
        assertThat(log.origin().description()).isEqualTo("root.json, tlogs[0] (https://rekor.example)");
    }

    @Test
    void a_log_with_an_Ed25519_key_may_go_by_the_id_of_its_signed_notes() throws TrustRootException {
        LogKey log = read(good()).transparencyLogs().get(1);

        assertThat(log.key().kind()).isEqualTo(Kind.ED25519);
        assertThat(log.checkpointId()).isEqualTo(TILED_NOTE_ID);
        assertThat(log.id()).isNotEqualTo(TILED_NOTE_ID);
    }

    @Test
    void the_id_of_a_signed_note_is_bound_to_the_logs_name() {
        assertThatThrownBy(() -> read(changed("https://log2025.rekor.example", "https://log2026.rekor.example")))
                .isInstanceOf(TrustRootException.class)
                .hasMessageContaining("tlogs[1].logId.keyId")
                .hasMessageContaining("the id is not that of the key");
    }

    @Test
    void the_last_certificate_of_a_chain_is_the_anchor() throws TrustRootException {
        CertificateAuthority authority = read(good()).certificateAuthorities().get(0);

        assertThat(authority.anchors()).hasSize(1);
        assertThat(authority.anchors().get(0).subject()).hasToString("CN=root,O=example");
        assertThat(authority.intermediates()).hasSize(1);
        assertThat(authority.intermediates().get(0).subject()).hasToString("CN=intermediate,O=example");
        assertThat(authority.leaf()).isEmpty();
        assertThat(authority.validity()).isEqualTo(ValidityWindow.from(START));
    }

    @Test
    void the_first_certificate_of_a_timestamp_authority_that_is_no_CA_is_the_one_that_signs()
            throws TrustRootException {
        CertificateAuthority authority = read(good()).timestampAuthorities().get(0);

        assertThat(authority.leaf())
                .hasValueSatisfying(leaf -> assertThat(leaf.subject()).hasToString("CN=tsa,O=example"));
        assertThat(authority.intermediates()).isEmpty();
        assertThat(authority.anchors().get(0).subject()).hasToString("CN=tsa root,O=example");
    }

    @Test
    void CT_logs_with_RSA_keys_are_read() throws TrustRootException {
        assertThat(read(good()).ctLogs())
                .extracting(log -> log.key().kind())
                .containsExactly(Kind.ECDSA_P256, Kind.RSA);
    }

    @Test
    void all_spellings_of_protobuf_JSON_mean_the_same() throws TrustRootException {
        TrustMaterial camel = read(good());
        TrustMaterial other = read(text("trusted_root-other-spelling.json"));

        assertThat(other).isEqualTo(camel);
    }

    @Test
    void a_certificate_authority_without_a_window_always_counts() throws TrustRootException {
        String window = ",\n      \"validFor\": {\n        \"start\": \"2024-01-01T00:00:00Z\"\n      }";

        TrustMaterial material = read(changed(window, ""));

        assertThat(material.certificateAuthorities().get(0).validity()).isEqualTo(ValidityWindow.ALWAYS);
    }

    @Test
    void null_means_unset() throws TrustRootException {
        assertThat(read(changed("\"baseUrl\": \"https://rekor.example\"", "\"baseUrl\": null"))
                        .transparencyLogs()
                        .get(0)
                        .baseUrl())
                .isEmpty();
    }

    @Test
    void lists_may_be_absent() throws TrustRootException {
        TrustMaterial material = read("{\"mediaType\":\"" + TrustedRootReader.MEDIA_TYPE + "\"}");

        assertThat(material).isEqualTo(TrustMaterial.NONE);
    }

    @Test
    void of_two_logs_with_one_id_the_last_counts() throws TrustRootException {
        String good = good();
        String log = good.substring(good.indexOf("{", good.indexOf("\"tlogs\"")), good.indexOf("},\n    {") + 1);
        String later = log.replace("2026-01-01T00:00:00.000Z", "2024-02-01T00:00:00Z");

        List<LogKey> logs = read(good.replace(log, log + "," + later)).transparencyLogs();

        assertThat(logs).hasSize(2);
        assertThat(logs.get(0).validity().end()).contains(Instant.parse("2024-02-01T00:00:00Z"));
    }

    @Test
    void a_log_that_another_replaces_is_told_and_does_not_count() throws TrustRootException {
        String good = good();
        String log = good.substring(good.indexOf("{", good.indexOf("\"tlogs\"")), good.indexOf("},\n    {") + 1);
        String later = log.replace("2026-01-01T00:00:00.000Z", "2024-02-01T00:00:00Z");

        TrustMaterial material = read(good.replace(log, log + "," + later));

        assertThat(material.replacedLogs()).singleElement().satisfies(replaced -> {
            assertThat(replaced.kind()).isEqualTo(ReplacedLog.Kind.TRANSPARENCY_LOG);
            assertThat(replaced.log()).isEqualTo(read(good).transparencyLogs().get(0));
            assertThat(replaced.by()).isEqualTo(material.transparencyLogs().get(0));
            assertThat(material.transparencyLogs()).doesNotContain(replaced.log());
        });
        assertThat(read(good).replacedLogs()).isEmpty();
    }
}
