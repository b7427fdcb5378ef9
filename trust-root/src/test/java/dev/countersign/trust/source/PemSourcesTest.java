package dev.countersign.trust.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.crypto.Pem;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.TrustSnapshot;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PEM files in a directory, and those that cosign's environment names. */
class PemSourcesTest {
    private final Path folder;
    private final TrustMaterial known;

    PemSourcesTest(@TempDir Path folder) throws TrustRootException {
        this.folder = folder;
        this.known = TrustedRootTexts.read(TrustedRootTexts.good());
    }

    @BeforeEach
    void files_are_there() throws Exception {
        Files.writeString(folder.resolve("fulcio_v1.crt.pem"), root() + intermediates());
        Files.writeString(folder.resolve("rekor.pub"), rekor(0));
        Files.writeString(
                folder.resolve("ctfe_2022.pub"), known.ctLogs().get(0).key().toPem());
        Files.writeString(folder.resolve("tsa_chain.crt.pem"), tsa());
        Files.writeString(folder.resolve("README.md"), "not of interest");
    }

    private String root() {
        return pem(known.certificateAuthorities().get(0).anchors().get(0).der());
    }

    private String intermediates() {
        StringBuilder text = new StringBuilder();
        known.certificateAuthorities().get(0).intermediates().forEach(one -> text.append(pem(one.der())));
        return text.toString();
    }

    private String tsa() {
        var authority = known.timestampAuthorities().get(0);
        StringBuilder text = new StringBuilder();
        authority.leaf().ifPresent(leaf -> text.append(pem(leaf.der())));
        authority.intermediates().forEach(one -> text.append(pem(one.der())));
        return text + pem(authority.anchors().get(0).der());
    }

    private String rekor(int index) {
        return known.transparencyLogs().get(index).key().toPem();
    }

    private static String pem(byte[] certificate) {
        return Pem.encode("CERTIFICATE", certificate);
    }

    private TrustRoot directory() {
        return TrustRoots.pemDirectory(folder, Refresh.whenAsked());
    }

    @Test
    void files_count_by_the_names_that_cosign_gives_them() throws Exception {
        TrustMaterial material = directory().material();

        assertThat(material.certificateAuthorities()).singleElement().satisfies(authority -> {
            assertThat(authority.anchors())
                    .isEqualTo(known.certificateAuthorities().get(0).anchors());
            assertThat(authority.intermediates())
                    .isEqualTo(known.certificateAuthorities().get(0).intermediates());
            assertThat(authority.origin().description()).isEqualTo(folder + ", fulcio_v1.crt.pem");
        });
        assertThat(material.transparencyLogs()).singleElement().satisfies(log -> assertThat(log.id())
                .isEqualTo(known.transparencyLogs().get(0).id()));
        assertThat(material.ctLogs()).hasSize(1);
        assertThat(material.timestampAuthorities()).singleElement().satisfies(authority -> assertThat(authority.leaf())
                .isEqualTo(known.timestampAuthorities().get(0).leaf()));
    }

    @Test
    void a_key_that_is_added_counts_beside_the_old_one() throws Exception {
        TrustRoot root = directory();
        TrustSnapshot before = root.snapshot();
        Files.writeString(folder.resolve("rekor_2.pub"), rekor(1));

        TrustSnapshot after = root.snapshot();

        assertThat(after.material().transparencyLogs()).hasSize(2);
        assertThat(after.generation()).isEqualTo(before.generation() + 1);
        Files.delete(folder.resolve("rekor.pub"));
        assertThat(root.material().transparencyLogs()).hasSize(1);
    }

    @Test
    void a_broken_file_leaves_the_last_good_state_of_all_files() throws Exception {
        TrustRoot root = directory();
        TrustSnapshot good = root.snapshot();
        Files.writeString(folder.resolve("rekor_2.pub"), rekor(1));
        Files.writeString(folder.resolve("ctfe_2026.pub"), rekor(1).substring(0, 60));

        TrustSnapshot kept = root.snapshot();
        assertThat(kept.material()).isSameAs(good.material());
        assertThat(kept.problem()).hasValueSatisfying(problem -> assertThat(problem)
                .contains("ctfe_2026.pub: the file holds no public key"));
        Files.delete(folder.resolve("ctfe_2026.pub"));
        assertThat(root.material().transparencyLogs()).hasSize(2);
        assertThat(root.snapshot().problem()).isEmpty();
    }

    @Test
    void a_directory_of_which_nothing_can_be_used_is_refused_with_the_cause() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertRefused(empty, "no file bears a name of trust");
        assertRefused(folder.resolve("missing"), "there is no such directory");
        assertRefused(folder.resolve("rekor.pub"), "there is no such directory");
        Files.writeString(empty.resolve("fulcio.pem"), intermediates());
        assertRefused(empty, "no certificate is self-signed");
        Files.writeString(empty.resolve("fulcio.pem"), "");
        assertRefused(empty, "the file holds no certificate");
        Files.write(empty.resolve("fulcio.pem"), new byte[TrustRoots.MAX_PEM_BYTES + 1]);
        assertRefused(empty, "larger than");
        Files.writeString(empty.resolve("fulcio.pem"), root());
        Files.writeString(empty.resolve("rekor.pub"), rekor(0).repeat(101));
        assertRefused(empty, "more than 100 keys");
        for (int i = 0; i < 100; i++) {
            Files.writeString(empty.resolve("rekor" + i + ".pub"), rekor(0));
        }
        assertRefused(empty, "more than 100 files of trust");
    }

    private static void assertRefused(Path directory, String why) {
        assertThatThrownBy(TrustRoots.pemDirectory(directory, Refresh.whenAsked())::snapshot)
                .isInstanceOf(TrustRootException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining(why);
    }

    private TrustRoot environment(Map<String, String> variables) {
        return TrustRoots.cosignEnvironment(variables, HttpClient.newHttpClient(), Refresh.whenAsked());
    }

    private Map<String, String> files() {
        return new HashMap<>(Map.of(
                "SIGSTORE_ROOT_FILE", folder.resolve("fulcio_v1.crt.pem").toString(),
                "SIGSTORE_REKOR_PUBLIC_KEY", folder.resolve("rekor.pub").toString(),
                "SIGSTORE_CT_LOG_PUBLIC_KEY_FILE",
                        folder.resolve("ctfe_2022.pub").toString(),
                "SIGSTORE_TSA_CERTIFICATE_FILE",
                        folder.resolve("tsa_chain.crt.pem").toString()));
    }

    @Test
    void the_files_that_the_environment_names_are_all_that_counts_where_nothing_is_missing() throws Exception {
        TrustMaterial material = environment(files()).material();

        assertThat(List.of(
                        material.certificateAuthorities().size(),
                        material.transparencyLogs().size(),
                        material.ctLogs().size(),
                        material.timestampAuthorities().size()))
                .containsOnly(1);
    }

    @Test
    @Tag("tuf")
    void a_kind_that_the_environment_names_no_file_for_comes_from_its_mirror() throws Exception {
        MintedTuf tuf = MintedTuf.create();
        var end = java.time.Instant.parse("2100-01-01T00:00:00Z");
        Path cache = Files.createDirectory(folder.resolve("cache"));
        Files.write(cache.resolve("root.json"), tuf.root(1, end));
        try (RepositoryServer server = new RepositoryServer()) {
            server.serve(tuf.files(
                    1, end, Map.of("trusted_root.json", TrustedRootTexts.good().getBytes(StandardCharsets.UTF_8))));
            TrustMaterial material = environment(Map.of(
                            "TUF_MIRROR", server.address().toString(),
                            "TUF_ROOT", cache.toString(),
                            "SIGSTORE_REKOR_PUBLIC_KEY",
                                    folder.resolve("rekor.pub").toString(),
                            "SIGSTORE_ROOT_FILE", ""))
                    .material();

            assertThat(material.transparencyLogs())
                    .singleElement()
                    .satisfies(log -> assertThat(log.origin().description()).contains("cosign's environment"));
            assertThat(material.certificateAuthorities())
                    .hasSameSizeAs(known.certificateAuthorities())
                    .allSatisfy(authority -> assertThat(authority.origin().description())
                            .contains(server.address().toString()));
        }
    }

    @Test
    @Tag("tuf")
    void what_is_missing_for_a_life_without_tuf_is_told_after_what_is_broken() throws Exception {
        try (RepositoryServer server = new RepositoryServer()) {
            Map<String, String> partial = files();
            partial.remove("SIGSTORE_CT_LOG_PUBLIC_KEY_FILE");
            partial.put("TUF_MIRROR", server.address().toString());
            assertThatThrownBy(environment(partial)::snapshot)
                    .hasMessageContaining("names no file in SIGSTORE_CT_LOG_PUBLIC_KEY_FILE; name them all");
            partial.put("SIGSTORE_REKOR_PUBLIC_KEY", partial.get("SIGSTORE_ROOT_FILE"));
            assertThatThrownBy(environment(partial)::snapshot)
                    .isInstanceOf(TrustRootException.class)
                    .hasMessageContaining("SIGSTORE_REKOR_PUBLIC_KEY, ")
                    .hasMessageNotContaining("TUF");
        }
        assertThatThrownBy(environment(Map.of("TUF_MIRROR", "file:///mirror"))::snapshot)
                .hasMessageContaining("the variable TUF_MIRROR holds no address of http or https");
    }

    @Test
    void a_variable_that_names_nothing_leaves_questions_open() {
        Map<String, String> missing = files();
        missing.put("SIGSTORE_REKOR_PUBLIC_KEY", folder.resolve("nowhere.pub").toString());
        assertThatThrownBy(environment(missing)::snapshot)
                .isInstanceOf(TrustRootException.class)
                .hasMessageContaining("nowhere.pub: the file does not exist");
        assertThatThrownBy(environment(Map.of("TUF_MIRROR", "no address"))::snapshot)
                .isInstanceOf(TrustRootException.class)
                .hasMessageContaining("the variable TUF_MIRROR holds no address");
        assertThatThrownBy(environment(Map.of("SIGSTORE_ROOT_FILE", "\0"))::snapshot)
                .isInstanceOf(TrustRootException.class)
                .hasMessageContaining("the variable SIGSTORE_ROOT_FILE holds no path");
    }
}
