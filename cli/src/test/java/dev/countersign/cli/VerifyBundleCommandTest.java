package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.registry.Digest;
import dev.countersign.testkit.BundleRecipe;
import dev.countersign.testkit.BundleRecipe.Log;
import dev.countersign.testkit.SigningKey;
import dev.countersign.testkit.VirtualSigstore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyBundleCommandTest {
    private static final Instant SIGNED_AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final VirtualSigstore SIGSTORE = VirtualSigstore.at(SIGNED_AT);
    private static final String WHO = "dev@virtual.test";
    private static final String ISSUER = "https://issuer.test";

    @TempDir
    private Path folder = Path.of("");

    private Path artifact = folder;
    private Digest digest = new Digest("sha256:" + "0".repeat(64));
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void write() throws IOException, NoSuchAlgorithmException {
        byte[] content = "a release\n".getBytes(StandardCharsets.UTF_8);
        artifact = Files.write(folder.resolve("artifact"), content);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
        digest = new Digest("sha256:" + HexFormat.of().formatHex(hash));
        Files.writeString(folder.resolve("root.json"), SIGSTORE.trustedRootJson());
    }

    private int run(Object... arguments) {
        List<String> all = new ArrayList<>(List.of("verify-bundle"));
        for (Object argument : arguments) {
            all.add(argument.toString());
        }
        return Countersign.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(new byte[0]),
                all.toArray(String[]::new));
    }

    private Path bundle(byte[] json) throws IOException {
        return Files.write(folder.resolve("bundle.sigstore.json"), json);
    }

    private byte[] keyless(BundleRecipe recipe) {
        return SIGSTORE.bundleKeyless(recipe, WHO, ISSUER);
    }

    private int verify(byte[] json, Object subject, String who, String issuer) throws IOException {
        return run(
                "--bundle",
                bundle(json),
                "--trusted-root",
                folder.resolve("root.json"),
                "--certificate-identity",
                who,
                "--certificate-oidc-issuer",
                issuer,
                subject);
    }

    private int verify(byte[] json) throws IOException {
        return verify(json, artifact, WHO, ISSUER);
    }

    private int verifyWithKey(byte[] json, SigningKey key) throws IOException {
        Path pem = Files.writeString(folder.resolve("key.pub"), key.publicKey());
        return run("--bundle", bundle(json), "--trusted-root", folder.resolve("root.json"), "--key", pem, artifact);
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_message_signature_over_the_file_is_verified() throws IOException {
        assertThat(verify(keyless(BundleRecipe.of(digest).asMessage()))).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("verified: " + digest, "signer: " + WHO + " by " + ISSUER, "(transparency log)", "ct log: ");
        assertThat(errors()).isEmpty();
    }

    @Test
    void a_statement_about_the_file_is_verified() throws IOException {
        assertThat(verify(keyless(BundleRecipe.of(digest)))).isZero();
    }

    @Test
    void a_digest_stands_for_the_file() throws IOException {
        assertThat(verify(keyless(BundleRecipe.of(digest).asMessage()), digest, WHO, ISSUER))
                .isZero();
    }

    @Test
    void a_signature_over_sha256_is_not_verified_by_a_sha512() throws IOException {
        assertThat(verify(keyless(BundleRecipe.of(digest).asMessage()), "sha512:" + "00".repeat(64), WHO, ISSUER))
                .isEqualTo(1);
        assertThat(errors()).contains("another hash", "Give the artifact itself");
    }

    @Test
    void another_file_is_not_verified() throws IOException {
        Files.writeString(artifact, "another release\n");

        assertThat(verify(keyless(BundleRecipe.of(digest).asMessage()))).isEqualTo(1);
        assertThat(errors()).contains("not verified: artifact does not match digest", "to do: Give the artifact");
        assertThat(verify(keyless(BundleRecipe.of(digest)))).isEqualTo(1);
        assertThat(errors()).contains("does not match any digest in statement");
        assertThat(out.size()).isZero();
    }

    @Test
    void another_signer_or_issuer_is_not_verified() throws IOException {
        byte[] json = keyless(BundleRecipe.of(digest));

        assertThat(verify(json, artifact, "eve@virtual.test", ISSUER)).isEqualTo(1);
        assertThat(errors()).contains("expected SAN value \"eve@virtual.test\", got \"" + WHO + "\"");
        assertThat(verify(json, artifact, WHO, "https://other.test")).isEqualTo(1);
        assertThat(verify(json, artifact, "*", ISSUER)).isEqualTo(1);
    }

    @Test
    void another_sigstore_is_not_trusted() throws IOException {
        byte[] json = VirtualSigstore.at(SIGNED_AT).bundleKeyless(BundleRecipe.of(digest), WHO, ISSUER);

        assertThat(verify(json)).isEqualTo(1);
        assertThat(errors()).contains("to do: Add the log's key to the trusted root");
    }

    @Test
    void a_ct_log_must_have_promised_the_certificate() throws IOException {
        VirtualSigstore other = VirtualSigstore.at(SIGNED_AT);
        String swapped = SIGSTORE.trustedRootJson()
                .replaceFirst("(?s)\"ctlogs\":\\[.*?\\],", "\"ctlogs\":" + ctLogs(other.trustedRootJson()) + ",");
        Files.writeString(folder.resolve("root.json"), swapped);

        assertThat(verify(keyless(BundleRecipe.of(digest)))).isEqualTo(1);
        assertThat(errors()).contains("SCT", "to do: Add the key of the certificate's CT log");
    }

    private static String ctLogs(String root) {
        return root.replaceFirst("(?s).*\"ctlogs\":(\\[.*?\\]),.*", "$1");
    }

    @Test
    void a_log_entry_is_needed() throws IOException {
        BundleRecipe stamped = BundleRecipe.of(digest).stamped(SIGSTORE.timestamps(), SIGNED_AT.plusSeconds(4));

        assertThat(verify(keyless(stamped.logged(Log.NONE)))).isEqualTo(1);
        assertThat(errors()).contains("not enough verified log entries");
    }

    @Test
    void a_proof_alone_needs_a_timestamp() throws IOException {
        BundleRecipe unstamped = BundleRecipe.of(digest).logged(Log.NUMBERED_WITHOUT_PROMISE);

        assertThat(verify(keyless(unstamped))).isEqualTo(1);
        assertThat(errors()).contains("timestamps: 0 < 1");
        assertThat(verify(keyless(unstamped.stamped(SIGSTORE.timestamps(), SIGNED_AT.plusSeconds(4)))))
                .isZero();
        assertThat(verify(
                        keyless(unstamped.logged(Log.TILED).stamped(SIGSTORE.timestamps(), SIGNED_AT.plusSeconds(4)))))
                .isZero();
    }

    @Test
    void every_timestamp_must_be_within_the_certificate() throws IOException {
        BundleRecipe late = BundleRecipe.of(digest).stamped(SIGSTORE.timestamps(), SIGNED_AT.plusSeconds(86_400));

        assertThat(verify(keyless(late))).isEqualTo(1);
    }

    @Test
    void a_key_takes_the_place_of_an_identity() throws IOException {
        SigningKey key = SigningKey.p256();

        assertThat(verifyWithKey(SIGSTORE.bundleWithKey(BundleRecipe.of(digest).asMessage(), key), key))
                .isZero();
        assertThat(verifyWithKey(SIGSTORE.bundleWithKey(BundleRecipe.of(digest), key), key))
                .isZero();
        assertThat(verifyWithKey(SIGSTORE.bundleWithKey(BundleRecipe.of(digest), key), SigningKey.p256()))
                .isEqualTo(1);
    }

    @Test
    void a_key_does_not_stand_for_a_certificate_nor_the_other_way_round() throws IOException {
        SigningKey key = SigningKey.p256();

        assertThat(verifyWithKey(keyless(BundleRecipe.of(digest)), key)).isEqualTo(1);
        assertThat(errors()).contains("expected key signature, not certificate");
        assertThat(verify(SIGSTORE.bundleWithKey(BundleRecipe.of(digest), key))).isEqualTo(1);
        assertThat(errors()).contains("brings no certificate");
    }

    @Test
    void something_else_than_a_bundle_is_not_verified() throws IOException {
        for (String json : List.of("", "{}", "[]", "{\"mediaType\":\"x\"}", "[".repeat(100_000))) {
            assertThat(verify(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(1);
        }
        assertThat(errors()).contains("the bundle cannot be read");
    }

    @Test
    void arguments_that_make_no_sense_are_told_apart_from_a_refusal() throws IOException {
        Path bundle = bundle(keyless(BundleRecipe.of(digest)));
        Path root = folder.resolve("root.json");
        String[] who = {"--certificate-identity", WHO, "--certificate-oidc-issuer", ISSUER};

        assertThat(run()).isEqualTo(2);
        assertThat(run("--nonsense")).isEqualTo(2);
        assertThat(run("--bundle", bundle, "--trusted-root", root, artifact)).isEqualTo(2);
        assertThat(run("--bundle", bundle, "--trusted-root", root, "--certificate-identity", WHO, artifact))
                .isEqualTo(2);
        assertThat(run("--trusted-root", root, who[0], who[1], who[2], who[3], artifact))
                .isEqualTo(2);
        assertThat(run("--bundle", bundle, "--trusted-root", root, who[0], who[1], who[2], who[3]))
                .isEqualTo(2);
        assertThat(run("--bundle", bundle, "--trusted-root", root, who[0], who[1], who[2], who[3], "sha256:abc"))
                .isEqualTo(2);
        assertThat(run("--bundle", bundle, "--trusted-root", bundle, who[0], who[1], who[2], who[3], artifact))
                .isEqualTo(2);
        assertThat(run("--bundle", bundle, who[0], who[1], who[2], who[3], artifact))
                .isEqualTo(2);
        assertThat(errors()).contains("no trust is given", "--trust-directory", "no trust root is built in");
        assertThat(run(
                        "--bundle",
                        bundle,
                        "--trusted-root",
                        root,
                        "--cosign-environment",
                        who[0],
                        who[1],
                        who[2],
                        who[3],
                        artifact))
                .isEqualTo(2);
        assertThat(errors()).contains("name one source of trust");
    }

    @Test
    void trust_may_come_from_a_folder_of_pem_files() throws IOException {
        Path bundle = bundle(keyless(BundleRecipe.of(digest)));
        Path trust = Files.createDirectory(folder.resolve("trust"));
        Files.writeString(trust.resolve("fulcio.pem"), SIGSTORE.roots());
        Files.writeString(trust.resolve("ctfe.pub"), SIGSTORE.ctLogKey());
        Object[] arguments = {
            "--bundle",
            bundle,
            "--trust-directory",
            trust,
            "--certificate-identity",
            WHO,
            "--certificate-oidc-issuer",
            ISSUER,
            artifact
        };
        assertThat(run(arguments)).isEqualTo(1);
        Files.writeString(trust.resolve("rekor.pub"), SIGSTORE.rekorKey());
        assertThat(run(arguments)).isZero();
        Files.writeString(trust.resolve("rekor.pub"), "broken");
        assertThat(run(arguments)).isEqualTo(2);
        assertThat(errors()).contains("--trust-directory: ");
    }
}
