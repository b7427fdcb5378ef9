package dev.countersign.trust.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class TrustRootReaderTest {
    private static final String HEAD =
            "apiVersion: policy.sigstore.dev/v1alpha1\nkind: TrustRoot\nmetadata: {name: acme}\nspec:\n";
    private static final String ROOT = base64("{\"signatures\": [{}], \"signed\": {\"roles\": {\"root\": {}}}}");

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static TrustRootReading.Document read(String spec) {
        return TrustRootReader.read("t.yaml", (HEAD + spec).getBytes(StandardCharsets.UTF_8))
                .documents()
                .get(0);
    }

    private static String key(String algorithm) {
        try {
            byte[] spki = KeyPairGenerator.getInstance(algorithm)
                    .generateKeyPair()
                    .getPublic()
                    .getEncoded();
            return base64("-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(spki) + "\n-----END PUBLIC KEY-----\n");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String log(String key, String hash) {
        return "{baseURL: 'https://log.example', hashAlgorithm: " + hash + ", publicKey: '" + key + "'}";
    }

    private static String keys(String logs) {
        return "  sigstoreKeys:\n    timestampAuthorities: [" + AUTHORITY + "]\n    tLogs: [" + logs + "]\n";
    }

    /** A self-issued certificate with the subject test root, valid for long. */
    private static final String AUTHORITY =
            "{subject: {organization: o, commonName: c}, uri: 'https://tsa.example', certChain: '"
                    + base64(TestCertificates.ROOT) + "'}";

    @Test
    void keys_become_trust_that_counts_at_any_time() {
        TrustRootReading.Document document = read(keys(log(key("EC"), "sha256")));
        TrustRootResource.Keys content =
                (TrustRootResource.Keys) document.resource().orElseThrow().content();
        assertThat(content.material().transparencyLogs()).hasSize(1);
        assertThat(content.material().transparencyLogs().get(0).baseUrl()).isEqualTo("https://log.example");
        assertThat(content.material().timestampAuthorities().get(0).anchors()).hasSize(1);
        assertThat(document.divergences()).isEmpty();
    }

    private static TrustRootReading.Document remote(String root) {
        return read("  remote: {mirror: 'https://tuf.example', root: '" + root + "'}\n");
    }

    @Test
    void a_root_that_nobody_can_have_signed_is_refused_when_it_is_read() {
        assertThat(remote(base64("{\"signatures\": [], \"signed\": {}}")).reconcileError())
                .isEqualTo("failed to construct TUF client from remote: failed to init TUF client: tuf: data has no"
                        + " signatures");
        assertThat(remote(base64("{\"signatures\": [{}], \"signed\": {}}")).reconcileError())
                .isEqualTo("failed to construct TUF client from remote: failed to init TUF client: tuf: unknown role"
                        + " \"root\"");
    }

    @Test
    void a_root_that_is_no_object_is_told_in_gos_words() {
        assertThat(remote(base64("x")).validationError())
                .isEqualTo("invalid value: failed to unmarshal: spec.remote.root\n"
                        + "invalid character 'x' looking for beginning of value");
        assertThat(remote(base64("[]")).validationError())
                .isEqualTo("invalid value: failed to unmarshal: spec.remote.root\n"
                        + "json: cannot unmarshal array into Go value of type map[string]interface {}");
        assertThat(remote("").validationError())
                .isEqualTo("invalid value: failed to unmarshal: spec.remote.root\nunexpected end of JSON input");
        assertThat(remote(base64("{}")).validationError())
                .isEqualTo("invalid value: missing signatures in root.json: spec.remote.root\nno signatures");
    }

    @Test
    void what_is_no_base64_is_told_where_go_stops() {
        assertThat(remote("YQ").loadError()).isEqualTo("illegal base64 data at input byte 0");
        assertThat(remote("AAAAYQ=x").loadError()).isEqualTo("illegal base64 data at input byte 6");
        assertThat(remote("AAAAYQ=").loadError()).isEqualTo("illegal base64 data at input byte 7");
        assertThat(remote("AAAAYQ==A").loadError()).isEqualTo("illegal base64 data at input byte 8");
        assertThat(remote("A=AA").loadError()).isEqualTo("illegal base64 data at input byte 1");
        assertThat(remote("AA!A").loadError()).isEqualTo("illegal base64 data at input byte 2");
    }

    @Test
    void a_chain_of_a_timestamp_authority_must_be_certificates() {
        assertThat(read("  sigstoreKeys: {timestampAuthorities: [{certChain: '" + base64("x") + "'}]}\n")
                        .validationError())
                .startsWith("invalid value: error splitting the certificates:"
                        + " spec.sigstoreKeys.timestampAuthorities[0].certChain\n"
                        + "error during PEM decoding\nmissing field(s): ");
    }

    @Test
    void members_are_known_by_their_exact_names_D80() {
        TrustRootReading.Document document = read("  SigstoreKeys: {}\n");
        assertThat(document.resource()).isEmpty();
        assertThat(document.loadError()).isEqualTo("json: unknown field \"SigstoreKeys\"");
        assertThat(document.divergences()).containsExactly("D80");
        assertThat(read("  keys: {}\n").divergences()).isEmpty();
    }

    @Test
    void an_entry_that_is_not_the_last_must_be_in_order_too_D72() {
        TrustRootReading.Document document = read(keys("{}, " + log(key("EC"), "sha256")));
        assertThat(document.resource()).isEmpty();
        assertThat(document.divergences()).containsExactly("D72");
        assertThat(document.validationError()).startsWith("missing field(s): spec.sigstoreKeys.tLogs[0].baseURL");
    }

    @Test
    void a_hash_that_cannot_be_checked_is_refused_D73() {
        TrustRootReading.Document document = read(keys(log(key("EC"), "SHA256")));
        assertThat(document.resource()).isEmpty();
        assertThat(document.divergences()).containsExactly("D73");
    }

    @Test
    void a_log_may_sign_with_another_key_than_ecdsa_D74() {
        TrustRootReading.Document document = read(keys(log(key("Ed25519"), "sha-256")));
        assertThat(document.resource()).isPresent();
        assertThat(document.divergences()).containsExactly("D74");
    }

    @Test
    void exactly_one_source_of_trust_is_stated() {
        assertThat(read("  {}\n").validationError())
                .isEqualTo("expected exactly one, got neither: spec.remote, spec.repository, spec.sigstoreKeys");
        assertThat(read("  remote: {}\n  repository: {}\n").validationError())
                .isEqualTo("expected exactly one, got both: spec.remote, spec.repository, spec.sigstoreKeys");
    }

    @Test
    void unknown_members_and_broken_base64_are_refused_in_gos_words() {
        assertThat(read("  remote: {rekorLogs: 1}\n").loadError()).isEqualTo("json: unknown field \"rekorLogs\"");
        assertThat(read("  remote: {root: '%'}\n").loadError()).isEqualTo("illegal base64 data at input byte 0");
    }

    @Test
    void a_remote_repository_is_read_with_its_defaults() {
        TrustRootResource.Remote remote =
                (TrustRootResource.Remote) read("  remote: {root: " + ROOT + ", mirror: 'https://tuf.example'}\n")
                        .resource()
                        .orElseThrow()
                        .content();
        assertThat(remote.targets()).isEqualTo("targets");
        assertThat(remote.trustedRootTarget()).isEqualTo("trusted_root.json");
        assertThat(read("  remote: {root: " + base64("{}") + ", mirror: 'https://tuf.example'}\n")
                        .validationError())
                .isEqualTo("invalid value: missing signatures in root.json: spec.remote.root\nno signatures");
    }

    @Test
    void files_of_a_repository_are_read_whole_across_the_blocks_of_the_archive_D75() throws IOException {
        byte[] large = new byte[40_000];
        Arrays.fill(large, (byte) 'a');
        TrustRootReading.Document document = read("  repository: {root: " + ROOT + ", mirrorFS: "
                + archive("repository/targets/trusted_root.json", large) + "}\n");
        TrustRootResource.Repository repository =
                (TrustRootResource.Repository) document.resource().orElseThrow().content();
        assertThat(repository
                        .mirror()
                        .file("targets/trusted_root.json")
                        .orElseThrow()
                        .remaining())
                .isEqualTo(large.length);
        assertThat(document.divergences()).containsExactly("D75");
    }

    @Test
    void a_repository_without_targets_or_without_gzip_is_refused() throws IOException {
        String start = "  repository: {root: " + ROOT + ", mirrorFS: ";
        assertThat(read(start + archive("tuf/targets/a", new byte[1]) + "}\n").validationError())
                .endsWith("failed to open targets directory targets: open targets: file does not exist");
        assertThat(read(start + base64("no archive") + "}\n").validationError())
                .endsWith("failed to uncompress: gzip: invalid header");
        assertThat(read(start + archive("repository/targets/a", new byte[0], 1 << 20) + "}\n")
                        .validationError())
                .endsWith("failed to uncompress: unexpected EOF");
    }

    private static String archive(String name, byte[] content) throws IOException {
        return archive(name, content, content.length);
    }

    private static String archive(String name, byte[] content, int stated) throws IOException {
        byte[] header = new byte[512];
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(path, 0, header, 0, path.length);
        byte[] size = String.format("%011o", stated).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(size, 0, header, 124, size.length);
        header[156] = '0';
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(header);
            gzip.write(content);
            gzip.write(new byte[(512 - content.length % 512) % 512 + 1024]);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
