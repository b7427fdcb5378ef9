package dev.countersign.registry;

import static dev.countersign.registry.RegistryAnswers.WEB;
import static dev.countersign.registry.RegistryAnswers.digest;
import static dev.countersign.registry.RegistryAnswers.failure;
import static dev.countersign.registry.RegistryAnswers.soon;
import static dev.countersign.registry.RegistryAnswers.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.registry.RegistryException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OciLayoutRegistryTest {
    private static final String MANIFEST = "{\"schemaVersion\":2}";
    private static final String INDEX = "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"m\",\"digest\":\""
            + digest(MANIFEST)
            + "\",\"size\":19,\"annotations\":{\"org.opencontainers.image.ref.name\":\"1.0\"}}]}";

    @TempDir
    private Path tree = Path.of("");

    private Path layout = Path.of("");

    @BeforeEach
    void aWholeLayout() throws Exception {
        layout = tree.resolve("registry.test/shop/web");
        Files.createDirectories(layout.resolve("blobs/sha256"));
        Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Files.writeString(layout.resolve("index.json"), INDEX);
        Files.writeString(
                layout.resolve("blobs/sha256").resolve(digest(MANIFEST).hex()), MANIFEST);
    }

    private RegistryException damaged() throws RegistryException {
        Registry registry = Registries.layout(tree);
        RegistryException e = failure(() -> registry.manifest(WEB, "1.0", soon()));
        assertThat(e.kind()).isEqualTo(Kind.CORRUPT);
        assertThat(failure(() -> registry.referrers(WEB, digest(MANIFEST), soon()))
                        .kind())
                .isEqualTo(Kind.CORRUPT);
        return e;
    }

    @Test
    void an_index_that_is_cut_off_anywhere_is_corrupt() throws Exception {
        for (int length = 0; length < INDEX.length(); length++) {
            Files.writeString(layout.resolve("index.json"), INDEX.substring(0, length));
            assertThat(damaged())
                    .hasMessageStartingWith(
                            layout.resolve("index.json") + ": the index of the layout is broken or cut off");
        }
    }

    @Test
    void a_missing_index_is_named() throws Exception {
        Files.delete(layout.resolve("index.json"));
        assertThat(damaged()).hasMessage(layout.resolve("index.json") + ": the index of the layout is missing");
    }

    @Test
    void a_missing_marker_is_named() throws Exception {
        Files.delete(layout.resolve("oci-layout"));
        assertThat(damaged())
                .hasMessage(layout.resolve("oci-layout") + ": the file that marks an OCI layout is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"imageLayoutVersion\":\"2.0.0\"}"})
    void a_marker_of_something_else_is_named(String marker) throws Exception {
        Files.writeString(layout.resolve("oci-layout"), marker);
        assertThat(damaged()).hasMessageStartingWith(layout.resolve("oci-layout") + ": ");
    }

    @Test
    void a_missing_folder_of_blobs_is_named() throws Exception {
        Path file = layout.resolve("blobs/sha256").resolve(digest(MANIFEST).hex());
        Files.delete(file);
        Files.delete(layout.resolve("blobs/sha256"));
        Files.delete(layout.resolve("blobs"));
        assertThat(damaged()).hasMessage(file + ": the manifest is listed in index.json, but its file is missing");
    }

    @Test
    void an_entry_without_a_usable_digest_is_corrupt() throws Exception {
        for (String digest : List.of("", "sha512:00", "sha256:../../../../etc/passwd")) {
            Files.writeString(layout.resolve("index.json"), "{\"manifests\":[{\"digest\":\"" + digest + "\"}]}");
            assertThat(damaged()).hasMessageContaining("is not a sha256 digest");
        }
    }

    @Test
    void a_tag_of_two_manifests_is_corrupt() throws Exception {
        Files.writeString(layout.resolve("blobs/sha256").resolve(digest("{}").hex()), "{}");
        String other = INDEX.replace(digest(MANIFEST).text(), digest("{}").text());
        String both = INDEX.substring(0, INDEX.length() - 2) + "," + other.substring(other.indexOf("[") + 1);
        Files.writeString(layout.resolve("index.json"), both);
        assertThat(damaged()).hasMessageContaining("tag 1.0 stands for");
    }

    @Test
    void a_digest_that_is_listed_twice_is_served() throws Exception {
        String twice = INDEX.substring(0, INDEX.length() - 2) + "," + INDEX.substring(INDEX.indexOf("[") + 1);
        Files.writeString(layout.resolve("index.json"), twice);
        assertThat(text(Registries.layout(tree).manifest(WEB, "1.0", soon()).bytes()))
                .isEqualTo(MANIFEST);
    }

    @Test
    void indexes_that_hold_each_other_end() throws Exception {
        // A file under the name of another's digest is refused when it is asked for, not while the index is read.
        String self = "{\"manifests\":[{\"digest\":\"" + digest(MANIFEST) + "\"}]}";
        Files.writeString(
                layout.resolve("blobs/sha256").resolve(digest(MANIFEST).hex()), self);
        assertThat(failure(() -> Registries.layout(tree).manifest(WEB, "1.0", soon()))
                        .kind())
                .isEqualTo(Kind.CORRUPT);
    }

    @Test
    void a_damaged_layout_that_is_mended_is_read_again() throws Exception {
        Registry registry = Registries.layout(tree);
        Files.writeString(layout.resolve("index.json"), "{");
        failure(() -> registry.manifest(WEB, "1.0", soon()));
        Files.writeString(layout.resolve("index.json"), INDEX);
        assertThat(registry.manifest(WEB, "1.0", soon()).digest()).isEqualTo(digest(MANIFEST));
    }

    @Test
    void one_host_can_be_given_its_own_tree() throws Exception {
        Registry registry = Registries.layouts(Map.of("other.test:5000", tree.resolve("registry.test")));
        assertThat(registry.manifest(new Repository("other.test:5000", "shop/web"), "1.0", soon())
                        .digest())
                .isEqualTo(digest(MANIFEST));
        assertThat(failure(() -> registry.manifest(WEB, "1.0", soon())).kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void docker_hub_can_be_given_by_its_short_name() throws Exception {
        Registry registry = Registries.layouts(Map.of("docker.io", tree.resolve("registry.test")));
        assertThat(registry.manifest(new Repository("docker.io", "shop/web"), "1.0", soon())
                        .digest())
                .isEqualTo(digest(MANIFEST));
    }

    @Test
    void a_folder_that_is_no_tree_is_refused_when_it_is_opened() throws Exception {
        Path file = Files.writeString(tree.resolve("file"), "");
        for (Path wrong : List.of(tree.resolve("missing"), file, layout)) {
            assertThat(failure(() -> Registries.layout(wrong))).hasMessageStartingWith(wrong + ": ");
            assertThat(failure(() -> Registries.layouts(Map.of("h.test", wrong))))
                    .hasMessageStartingWith(wrong + ": ");
        }
        assertThat(failure(() -> Registries.layouts(Map.of("../x", tree))))
                .hasMessageContaining("not the name of a host");
    }

    @Test
    void a_host_that_asks_for_a_login_lets_nobody_in() throws Exception {
        Path auth = tree.resolve("registry.test/auth.json");
        Registry registry = Registries.layout(tree);
        Files.writeString(auth, "{\"basic\":{\"user\":\"u\",\"password\":\"p\"}}");
        RegistryException basic = failure(() -> registry.manifest(WEB, "1.0", soon()));
        assertThat(basic.kind()).isEqualTo(Kind.DENIED);
        assertThat(basic)
                .hasMessage(
                        "GET https://registry.test/v2/shop/web/manifests/1.0: UNAUTHORIZED: authentication required");
        Files.writeString(auth, "{\"bearer\":{\"user\":\"u\",\"password\":\"p\"}}");
        assertThat(failure(() -> registry.referrers(WEB, digest(MANIFEST), soon())))
                .hasMessage(
                        "GET https://registry.test/token?scope=repository%3Ashop%2Fweb%3Apull&service=registry.test:"
                                + " UNAUTHORIZED: authentication required");
        Files.writeString(auth, "{\"bearer\":{\"anonymous\":true}}");
        assertThat(registry.manifest(WEB, "1.0", soon()).digest()).isEqualTo(digest(MANIFEST));
    }
}
