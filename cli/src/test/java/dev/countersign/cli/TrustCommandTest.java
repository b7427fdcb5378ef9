package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.crypto.CertificatePem;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.testkit.VirtualSigstore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustCommandTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Path ROTATION = Path.of("../examples/rotation");

    @TempDir
    private Path folder = Path.of("");

    private final VirtualSigstore sigstore = VirtualSigstore.at(NOW);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Instant now = NOW;
    private Map<String, String> environment = Map.of();
    private VerificationKey rekor = VerificationKeys.of(sigstore.rekorKey());

    /** Reads keys without checked exceptions. */
    private static final class VerificationKeys {
        static VerificationKey of(String pem) {
            try {
                return VerificationKey.fromPem(pem);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    @BeforeEach
    void fresh() {
        out.reset();
        err.reset();
    }

    private int trust(Object... arguments) {
        out.reset();
        err.reset();
        List<String> all = new ArrayList<>(List.of("trust"));
        for (Object argument : arguments) {
            all.add(argument.toString());
        }
        return Countersign.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(new byte[0]),
                Clock.fixed(now, ZoneOffset.UTC),
                environment,
                all.toArray(String[]::new));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static String log(VerificationKey key, String url, String validFor) {
        return """
                {"baseUrl": "%s", "hashAlgorithm": "SHA2_256",
                 "publicKey": {"rawBytes": "%s", "keyDetails": "PKIX_ECDSA_P256_SHA_256", "validFor": %s},
                 "logId": {"keyId": "%s"}}""".formatted(
                url,
                Base64.getEncoder().encodeToString(key.spki()),
                validFor,
                Base64.getEncoder().encodeToString(java.util.HexFormat.of().parseHex(key.id())));
    }

    private Path root(String logs, String authorities) throws IOException {
        return Files.writeString(folder.resolve("trusted_root.json"), """
                        {"mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
                         "tlogs": [%s], "certificateAuthorities": [%s]}""".formatted(logs, authorities));
    }

    private Path rootUntil(Instant end) throws IOException {
        String window = "{\"start\": \"2020-01-01T00:00:00Z\", \"end\": \"" + end + "\"}";
        return root(log(rekor, "https://rekor.example", window), "");
    }

    @Test
    void every_piece_is_listed_with_its_id_window_origin_and_state() throws IOException {
        assertThat(trust("show", rootUntil(NOW.plusSeconds(60)))).isZero();
        assertThat(out())
                .contains("transparency log", rekor.id(), "https://rekor.example", "ECDSA_P256", "valid")
                .contains("2020-01-01T00:00:00Z..2026-01-01T00:01:00Z", "trusted_root.json, tlogs[0]");
        now = NOW.plusSeconds(61);
        trust("show", rootUntil(NOW.plusSeconds(60)), "--format", "json");
        assertThat(out()).contains("\"state\":\"ended\"", "\"until\":\"2026-01-01T00:01:00Z\"");
        now = Instant.parse("2019-01-01T00:00:00Z");
        trust("show", rootUntil(NOW));
        assertThat(out()).contains("not yet");
    }

    @Test
    void an_end_is_told_30_7_and_1_days_ahead_and_fails_only_when_strict() throws IOException {
        Path root = rootUntil(NOW);
        now = NOW.minus(Duration.ofDays(31));
        assertThat(trust("check", root)).isZero();
        assertThat(out()).isEqualTo("0 errors, 0 warnings\n");
        for (int days : new int[] {30, 7, 1}) {
            now = NOW.minus(Duration.ofDays(days));
            assertThat(trust("check", root)).isZero();
            assertThat(out())
                    .contains("warning ENDS_SOON", rekor.id(), "within " + days + " day", "0 errors, 1 warnings");
        }
        assertThat(trust("check", root, "--strict")).isEqualTo(1);
    }

    @Test
    void a_window_that_ended_is_an_error_only_where_no_successor_counts() throws IOException {
        String ended = "{\"start\": \"2020-01-01T00:00:00Z\", \"end\": \"2025-01-01T00:00:00Z\"}";
        VerificationKey next = VerificationKeys.of(sigstore.ctLogKey());
        String old = log(rekor, "https://rekor.example", ended);
        assertThat(trust("check", root(old, ""))).isEqualTo(1);
        assertThat(out()).contains("note ENDED", "error NOTHING_CURRENT: transparency log");
        String both = old + "," + log(next, "https://rekor.example", "{\"start\": \"2025-01-01T00:00:00Z\"}");
        assertThat(trust("check", root(both, ""), "--strict")).isZero();
        assertThat(out()).contains("note ENDED").doesNotContain("NOTHING_CURRENT");
    }

    @Test
    void one_key_in_two_logs_is_an_error_and_one_log_twice_a_warning() throws IOException {
        Files.writeString(folder.resolve("rekor.pub"), sigstore.rekorKey());
        Files.writeString(folder.resolve("ctfe.pub"), sigstore.rekorKey());
        assertThat(trust("check", folder)).isEqualTo(1);
        assertThat(out()).contains("error KEY_IN_TWO_LOGS", rekor.id(), "rekor.pub");
        String policy = Files.readString(ROTATION.resolve("policy-own-trust.yaml"));
        int key = policy.indexOf("                -----BEGIN PUBLIC KEY");
        int end = policy.indexOf("                -----BEGIN PUBLIC KEY", key + 30);
        String twice = policy.substring(0, end) + policy.substring(key);
        assertThat(trust("check", Files.writeString(folder.resolve("twice.yaml"), twice)))
                .isZero();
        assertThat(out()).contains("warning OVERLAPPING_IDS");
    }

    @Test
    void a_log_that_a_later_one_of_its_id_replaces_is_marked_and_told_and_its_key_is_looked_for_elsewhere()
            throws IOException {
        String early = "{\"start\": \"2020-01-01T00:00:00Z\", \"end\": \"2025-01-01T00:00:00Z\"}";
        String late = "{\"start\": \"2025-01-01T00:00:00Z\"}";
        String all = "{\"start\": \"2019-01-01T00:00:00Z\"}";
        String url = "https://rekor.example";
        Path lost = root(log(rekor, url, early) + "," + log(rekor, url, late), "");
        assertThat(trust("check", lost)).isEqualTo(1);
        assertThat(out())
                .contains("error LOG_REPLACED", "tlogs[0]", "replaced by", "tlogs[1]")
                .contains("from 2020-01-01T00:00:00Z until 2025-01-01T00:00:00Z")
                .contains("1 errors, 0 warnings");
        assertThat(trust("show", lost)).isZero();
        assertThat(out()).contains("replaced", "valid");
        trust("show", lost, "--format", "json");
        assertThat(out()).contains("\"state\":\"replaced\"", "\"state\":\"valid\"");

        assertThat(trust("check", root(log(rekor, url, early) + "," + log(rekor, url, all), "")))
                .isZero();
        assertThat(out()).contains("warning LOG_REPLACED", "0 errors, 1 warnings");

        assertThat(trust("check", root(log(rekor, "https://other.example", early) + "," + log(rekor, url, all), "")))
                .isEqualTo(1);
        assertThat(out()).contains("warning LOG_REPLACED", "error KEY_IN_TWO_LOGS");
    }

    @Test
    void an_intermediate_that_leads_to_no_anchor_is_an_error() throws Exception {
        ParsedCertificate own = CertificatePem.strict(sigstore.roots()).get(0);
        ParsedCertificate other =
                CertificatePem.strict(VirtualSigstore.at(NOW).roots()).get(0);
        String chain = """
                {"certChain": {"certificates": [{"rawBytes": "%s"}, {"rawBytes": "%s"}]},
                 "validFor": {"start": "2020-01-01T00:00:00Z"}}""".formatted(
                        Base64.getEncoder().encodeToString(other.der()),
                        Base64.getEncoder().encodeToString(own.der()));
        assertThat(trust("check", root("", chain))).isEqualTo(1);
        assertThat(out()).contains("error INTERMEDIATE_MISSING", other.fingerprint(), "remedy: Add the certificate of");
    }

    @Test
    void an_image_names_the_pieces_that_its_signature_needs_and_the_trust_lacks() {
        now = Instant.parse("2026-11-01T00:00:00Z");
        Object[] image = {
            "--image", "registry.acme.test/forge/rotation:new", "--registry-layout", ROTATION + "/registry"
        };
        assertThat(trust(
                        "check",
                        ROTATION.resolve("trusted_root-1-before.json"),
                        image[0],
                        image[1],
                        image[2],
                        image[3]))
                .isEqualTo(1);
        assertThat(out())
                .contains("LOG_UNKNOWN: transparency log", "CERTIFICATE_AUTHORITY_UNKNOWN: certificate authority");
        assertThat(trust(
                        "check",
                        ROTATION.resolve("trusted_root-3-rotated.json"),
                        image[0],
                        image[1],
                        image[2],
                        image[3]))
                .isZero();
        assertThat(out()).contains("0 errors");
    }

    @Test
    void an_image_that_is_not_there_is_an_error() {
        assertThat(trust(
                        "check",
                        ROTATION.resolve("trusted_root-3-rotated.json"),
                        "--image",
                        "registry.acme.test/forge/none:1",
                        "--registry-layout",
                        ROTATION + "/registry"))
                .isEqualTo(1);
        assertThat(out()).contains("IMAGE_NOT_FOUND", "1 errors").doesNotContain("REGISTRY_NOT_FOUND");
    }

    @Test
    void a_folder_of_pem_files_is_a_source() throws IOException {
        Files.writeString(folder.resolve("rekor.pub"), sigstore.rekorKey());
        Files.writeString(folder.resolve("fulcio.pem"), sigstore.roots());
        assertThat(trust("show", folder)).isZero();
        assertThat(out()).contains(rekor.id(), "certificate authority", "anchor", "rekor.pub");
        assertThat(trust("check", folder)).isZero();
    }

    @Test
    void what_cosign_would_trust_is_read_from_its_environment() throws IOException {
        environment = Map.of(
                "SIGSTORE_ROOT_FILE", Files.writeString(folder.resolve("r"), sigstore.roots()) + "",
                "SIGSTORE_REKOR_PUBLIC_KEY", Files.writeString(folder.resolve("k"), sigstore.rekorKey()) + "",
                "SIGSTORE_CT_LOG_PUBLIC_KEY_FILE", Files.writeString(folder.resolve("c"), sigstore.ctLogKey()) + "");
        assertThat(trust("show", "--cosign-environment")).isZero();
        assertThat(out()).contains(rekor.id(), "CT log");
    }

    @Test
    void the_trust_that_a_policy_states_is_listed_with_its_place() throws IOException {
        Path policy = ROTATION.resolve("policy-own-trust.yaml");
        assertThat(trust("show", policy)).isZero();
        assertThat(out())
                .contains("CN=acme root", "survive-key-rotation")
                .contains(".attestors[0].entries[0].keyless.roots", "keyless.rekor.pubkey", "keyless.ctlog.pubkey");
        assertThat(trust("check", policy)).isZero();
        String broken = Files.readString(policy).replaceFirst("MFkwEwYHKoZI", "MFkwEwYHKoZJ");
        assertThat(trust("check", Files.writeString(folder.resolve("broken.yaml"), broken)))
                .isEqualTo(1);
        assertThat(out()).contains("error TRUST_UNREADABLE: policy survive-key-rotation", "rekor.pubkey");
    }

    @Test
    void a_source_that_cannot_be_read_exits_with_2_and_tells_why() throws IOException {
        assertThat(trust("check", folder.resolve("none.json"))).isEqualTo(2);
        assertThat(err()).contains("none.json");
        assertThat(trust("show", Files.writeString(folder.resolve("bad.json"), "{")))
                .isEqualTo(2);
        assertThat(err()).contains("bad.json");
        assertThat(trust("check", "--tuf-mirror", folder.toString())).isEqualTo(2);
        assertThat(err()).contains("--tuf-root");
        assertThat(trust("show")).isEqualTo(2);
        assertThat(err()).contains("name one source");
        assertThat(trust("show", "--tuf-mirror", folder, "--tuf-root", folder.resolve("root.json")))
                .isEqualTo(2);
    }

    @Test
    void arguments_that_make_no_sense_exit_with_2_and_never_with_the_1_of_a_finding() throws IOException {
        Path root = rootUntil(NOW.plusSeconds(60));
        assertThat(trust()).isEqualTo(2);
        for (List<String> wrong : List.of(
                List.of("check", root.toString(), "--bogus"),
                List.of("check", root.toString(), "another.json"),
                List.of("show", root.toString(), "--image", "a"),
                List.of("check", "--format"))) {
            assertThat(trust(wrong.toArray())).as("%s", wrong).isEqualTo(2);
            assertThat(err()).as("%s", wrong).containsAnyOf("--bogus", "another.json", "--image", "--format");
        }
        assertThat(trust("check", root, "--registry-layout", ROTATION + "/registry"))
                .isEqualTo(2);
        assertThat(err()).contains("--registry-layout goes with --image");
    }

    @Test
    void a_source_that_holds_no_trust_is_told() throws IOException {
        Path empty = Files.writeString(
                folder.resolve("e.json"),
                "{\"mediaType\": \"application/vnd.dev.sigstore.trustedroot+json;version=0.1\"}");
        assertThat(trust("check", empty)).isEqualTo(1);
        assertThat(out()).contains("error NOTHING_TRUSTED");
        assertThat(trust("check", ROTATION.resolve("policy.yaml"))).isZero();
        assertThat(out()).contains("note TRUST_NOT_STATED");
    }

    @Test
    void a_pem_file_by_itself_leads_to_its_folder() throws IOException {
        assertThat(trust("show", Files.writeString(folder.resolve("rekor.pub"), sigstore.rekorKey())))
                .isEqualTo(2);
        assertThat(err()).contains("rekor.pub", "name its folder");
    }

    @Test
    void what_is_wrong_with_a_tuf_source_is_told_by_its_name() throws IOException {
        Path root = rootUntil(NOW.plusSeconds(60));
        assertThat(trust("show", "--tuf-mirror", folder, "--tuf-root", folder.resolve("none.json")))
                .isEqualTo(2);
        assertThat(err()).contains("first root.json", "none.json, does not exist");
        assertThat(trust("show", "--tuf-mirror", folder, "--tuf-root", root)).isEqualTo(2);
        assertThat(err()).contains("the first root.json is something else").doesNotContain("gson");
        assertThat(trust("show", "--tuf-mirror", "file:///mirror", "--tuf-root", root))
                .isEqualTo(2);
        assertThat(err()).contains("neither an address of http or https nor a directory");
    }

    private static final String TRUST_ROOT = """
            apiVersion: policy.sigstore.dev/v1alpha1
            kind: TrustRoot
            metadata: {name: acme}
            spec:
              sigstoreKeys:
                certificateAuthorities:
                - {subject: {organization: o, commonName: c}, uri: 'https://ca.example', certChain: '%s'}
                tLogs:
                - {baseURL: 'https://rekor.example', hashAlgorithm: sha256, publicKey: '%s'}
            """;
    private static final String IMAGE_POLICY = """
            apiVersion: policy.sigstore.dev/v1beta1
            kind: ClusterImagePolicy
            metadata: {name: p}
            spec:
              images: [{glob: '**'}]
              authorities:
              - keyless: {trustRootRef: acme, identities: [{issuer: 'https://i', subject: s}]}
              - keyless: {trustRootRef: other, identities: [{issuer: 'https://i', subject: s}]}
            """;

    private String trustRoot() {
        return TRUST_ROOT.formatted(base64(sigstore.roots()), base64(sigstore.rekorKey()));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_file_may_hold_trust_roots_and_policies_of_both_kinds() throws IOException {
        String kyverno = Files.readString(ROTATION.resolve("policy-own-trust.yaml"));
        Path file = Files.writeString(
                folder.resolve("all.yaml"), "# all\n" + String.join("---\n", trustRoot(), kyverno, IMAGE_POLICY));

        assertThat(trust("show", file)).as(err()).isZero();
        assertThat(out())
                .contains("TrustRoot acme, spec.sigstoreKeys.certificateAuthorities[0].certChain", rekor.id())
                .contains("policy survive-key-rotation", "keyless.rekor.pubkey");
        assertThat(trust("check", file)).as(out()).isZero();
        assertThat(out())
                .contains("note TRUST_ELSEWHERE: ClusterImagePolicy p, spec.authorities[1]", "trustRootRef other")
                .doesNotContain("trustRootRef acme");
    }

    @Test
    void whatever_document_of_a_file_is_broken_is_told_at_its_place() throws IOException {
        String kyverno = Files.readString(ROTATION.resolve("policy-own-trust.yaml"));
        List<String> documents = List.of(trustRoot(), kyverno, IMAGE_POLICY);
        List<String> broken = List.of(
                trustRoot().replace("sha256", "sha512"),
                kyverno.replace("verifyImages", "verifyImage"),
                IMAGE_POLICY.replace("images: [", "image: ["));
        for (int i = 0; i < documents.size(); i++) {
            List<String> changed = new ArrayList<>(documents);
            changed.set(i, broken.get(i));
            Path file = Files.writeString(folder.resolve("all.yaml"), String.join("---\n", changed));
            assertThat(trust("show", file)).isEqualTo(2);
            assertThat(err())
                    .contains("all.yaml:")
                    .contains(List.of("sha512", "verifyImage", "image").get(i));
        }
        Path config = Files.writeString(
                folder.resolve("c.yaml"), trustRoot() + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n");
        assertThat(trust("show", config)).isEqualTo(2);
        assertThat(err()).contains("ConfigMap");
        Path twice = Files.writeString(folder.resolve("t.yaml"), trustRoot() + "---\n" + trustRoot());
        assertThat(trust("show", twice)).isEqualTo(2);
        assertThat(err()).contains("two TrustRoots are named acme");
        assertThat(trust("show", folder.resolve("none.yaml"))).isEqualTo(2);
        assertThat(err()).contains("there is no such file");
    }

    @Test
    void a_trust_root_suffices_for_an_image_or_not() throws IOException {
        now = Instant.parse("2026-11-01T00:00:00Z");
        Path file = Files.writeString(folder.resolve("root.yaml"), trustRoot());
        Object[] image = {
            "check",
            file,
            "--image",
            "registry.acme.test/forge/rotation:new",
            "--registry-layout",
            ROTATION + "/registry"
        };
        assertThat(trust(image)).isEqualTo(1);
        assertThat(out()).contains("LOG_UNKNOWN");
        Files.writeString(file, trustRoot() + "---\n" + trustRoot().replace("name: acme", "name: other"));
        assertThat(trust(image)).isEqualTo(2);
        assertThat(err()).contains("--image needs one trust");
    }

    @Test
    void options_name_the_same_sources_as_the_argument() throws IOException {
        Path root = rootUntil(NOW.plusSeconds(60));
        trust("show", root, "--format", "json");
        String shown = out();
        assertThat(trust("show", "--trusted-root", root, "--format", "json")).isZero();
        assertThat(out()).isEqualTo(shown);
        Files.writeString(folder.resolve("rekor.pub"), sigstore.rekorKey());
        assertThat(trust("show", "--trust-directory", folder)).isZero();
        assertThat(out()).contains("rekor.pub");
    }

    @Test
    void several_sources_at_once_are_refused() throws IOException {
        Path root = rootUntil(NOW.plusSeconds(60));
        List<List<Object>> contradictions = List.of(
                List.of(root, "--trusted-root", root),
                List.of("--trusted-root", root, "--trust-directory", folder),
                List.of("--trusted-root", root, "--cosign-environment"),
                List.of("--tuf-mirror", folder, "--tuf-root", root, "--trusted-root", root),
                List.of("--trusted-root", root, "--tuf-cache", folder),
                List.of(root, "--tuf-root", root));
        for (List<Object> arguments : contradictions) {
            List<Object> all = new ArrayList<>(List.of("show"));
            all.addAll(arguments);
            assertThat(trust(all.toArray())).as("%s", arguments).isEqualTo(2);
            assertThat(err()).containsAnyOf("name one source of trust, not several", "go with --tuf-mirror");
        }
    }

    @Test
    void a_signing_config_is_checked_against_trust() throws IOException {
        Path config = ROTATION.resolve("signing_config-switched.json");
        Path before = ROTATION.resolve("trusted_root-1-before.json");
        Path announced = ROTATION.resolve("trusted_root-2-announced.json");
        assertThat(trust("check", before, "--signing-config", config)).isEqualTo(1);
        assertThat(out())
                .contains("error SIGNING_SERVICE_NOT_TRUSTED: transparency log https://rekor2025.acme.test")
                .contains("found: trusted are https://rekor.acme.test");
        assertThat(trust("check", announced, "--signing-config", config, "--strict"))
                .isZero();

        assertThat(trust("check", ROTATION.resolve("policy-own-trust.yaml"), "--signing-config", config))
                .isEqualTo(2);
        assertThat(err()).contains("--signing-config needs one trust");
        assertThat(trust("check", announced, "--signing-config", announced)).isEqualTo(2);
        assertThat(err()).contains("--signing-config: the signing config cannot be used");
        assertThat(trust("show", config)).isEqualTo(2);
        assertThat(err()).contains("A signing config says where to sign", "--signing-config");
    }
}
