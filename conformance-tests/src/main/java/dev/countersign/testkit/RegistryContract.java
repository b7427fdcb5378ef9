package dev.countersign.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.registry.Deadline;
import dev.countersign.registry.Descriptor;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Manifest;
import dev.countersign.registry.Registry;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.RegistryException.Kind;
import dev.countersign.registry.Repository;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link Registry} does. Extend it with a registry that serves a tree of OCI image layouts; the tests write the tree
 * and then ask.
 */
public abstract class RegistryContract {
    private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final Repository WEB = new Repository("registry.test", "shop/web");
    private static final Repository PLAIN = new Repository("plain.test", "shop/web");
    private static final String MANIFEST = "{\"schemaVersion\":2,\"mediaType\":\"" + IMAGE + "\",\"layers\":[]}";
    private static final Digest NOWHERE = new Digest("sha256:" + "0".repeat(64));

    private LayoutTree tree = LayoutTree.in(Path.of(""));

    /**
     * The registry under test.
     *
     * @param layouts a folder {@code DIR/<host>/<repository…>/}; what a test writes after this call need not be served
     */
    protected abstract Registry serving(Path layouts) throws Exception;

    @BeforeEach
    void writeIntoAnEmptyFolder(@TempDir Path folder) {
        tree = LayoutTree.in(folder);
    }

    @Test
    void a_tag_gives_its_manifest_with_media_type_and_digest() throws Exception {
        Digest digest = tree.manifest(WEB, Optional.of("1.0"), IMAGE, MANIFEST);
        Manifest manifest = registry().manifest(WEB, "1.0", soon());
        assertThat(manifest.digest()).isEqualTo(digest);
        assertThat(manifest.mediaType()).isEqualTo(IMAGE);
        assertThat(text(manifest.bytes())).isEqualTo(MANIFEST);
    }

    @Test
    void a_manifest_without_a_tag_is_served_by_its_digest() throws Exception {
        Digest digest = tree.manifest(WEB, Optional.empty(), IMAGE, MANIFEST);
        Registry registry = registry();
        for (int i = 0; i < 2; i++) {
            assertThat(text(registry.manifest(WEB, digest, soon()).bytes())).isEqualTo(MANIFEST);
        }
    }

    @Test
    void a_manifest_that_is_no_json_is_served_as_it_is() throws Exception {
        tree.manifest(WEB, Optional.of("odd"), IMAGE, "not json");
        assertThat(text(registry().manifest(WEB, "odd", soon()).bytes())).isEqualTo("not json");
    }

    @Test
    void a_platform_of_an_index_is_served_by_its_digest() throws Exception {
        Digest child = tree.blob(WEB, MANIFEST.getBytes(StandardCharsets.UTF_8));
        tree.manifest(WEB, Optional.of("multi"), INDEX, indexOf(descriptor(child, "")));
        Manifest manifest = registry().manifest(WEB, child, soon());
        assertThat(manifest.mediaType()).isEqualTo(IMAGE);
    }

    @Test
    void a_blob_that_no_one_lists_is_no_manifest() throws Exception {
        tree.manifest(WEB, Optional.of("1.0"), IMAGE, MANIFEST);
        Digest blob = tree.blob(WEB, new byte[] {1, 2, 3});
        assertThat(failure(() -> registry().manifest(WEB, blob, soon())).kind()).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void an_unknown_tag_is_not_found() throws Exception {
        tree.manifest(WEB, Optional.of("1.0"), IMAGE, MANIFEST);
        RegistryException e = failure(() -> registry().manifest(WEB, "2.0", soon()));
        assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(e.status()).hasValue(404);
        assertThat(e)
                .hasMessage("GET https://registry.test/v2/shop/web/manifests/2.0: MANIFEST_UNKNOWN: Unknown manifest");
    }

    @Test
    void an_unknown_repository_is_not_found() throws Exception {
        tree.manifest(WEB, Optional.of("1.0"), IMAGE, MANIFEST);
        RegistryException e =
                failure(() -> registry().manifest(new Repository("registry.test", "shop"), "1.0", soon()));
        assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(e).hasMessage("GET https://registry.test/v2/shop/manifests/1.0: NAME_UNKNOWN: Unknown name");
    }

    @Test
    void an_unknown_host_is_unreachable() {
        RegistryException e =
                failure(() -> registry().manifest(new Repository("nowhere.test:5000", "web"), "1", soon()));
        assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(e.status()).isEmpty();
        assertThat(e).hasMessage("Get \"https://nowhere.test:5000/v2/\": dial tcp: lookup nowhere.test: no such host");
    }

    @Test
    void a_local_host_is_tried_by_tls_and_then_plainly() {
        RegistryException e = failure(() -> registry().manifest(new Repository("localhost:5000", "web"), "1", soon()));
        assertThat(e)
                .hasMessage("Get \"https://localhost:5000/v2/\": dial tcp: lookup localhost: no such host; "
                        + "Get \"http://localhost:5000/v2/\": dial tcp: lookup localhost: no such host");
    }

    @Test
    void docker_hub_is_asked_at_its_index_and_under_library() throws Exception {
        tree.manifest(new Repository("index.docker.io", "library/nginx"), Optional.of("1"), IMAGE, MANIFEST);
        Registry registry = registry();
        for (Repository name : List.of(new Repository("docker.io", "nginx"), new Repository("", "library/nginx"))) {
            assertThat(text(registry.manifest(name, "1", soon()).bytes())).isEqualTo(MANIFEST);
        }
    }

    @Test
    void a_blob_is_read() throws Exception {
        tree.manifest(WEB, Optional.of("1.0"), IMAGE, MANIFEST);
        Digest digest = tree.blob(WEB, bytes("payload"));
        Registry registry = registry();
        for (int i = 0; i < 2; i++) {
            ByteBuffer blob = registry.blob(WEB, digest, 7, 7, soon());
            assertThat(text(blob)).isEqualTo("payload");
            assertThat(blob.isReadOnly()).isTrue();
        }
    }

    @Test
    void a_missing_blob_is_not_found() throws Exception {
        tree.manifest(WEB, Optional.of("1.0"), IMAGE, MANIFEST);
        RegistryException e = failure(() -> registry().blob(WEB, NOWHERE, 7, 7, soon()));
        assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(e)
                .hasMessage("GET https://registry.test/v2/shop/web/blobs/" + NOWHERE + ": BLOB_UNKNOWN: Unknown blob");
    }

    @Test
    void a_blob_whose_bytes_differ_from_its_digest_is_corrupt() throws Exception {
        tree.manifest(WEB, Optional.of("1.0"), IMAGE, MANIFEST);
        Digest digest = tree.blob(WEB, bytes("payload"));
        Files.writeString(tree.file(WEB, digest), "another");
        RegistryException e = failure(() -> registry().blob(WEB, digest, 7, 7, soon()));
        assertThat(e.kind()).isEqualTo(Kind.CORRUPT);
        assertThat(e)
                .hasMessageStartingWith("error verifying sha256 checksum after reading 7 bytes; got \"sha256:")
                .hasMessageEndingWith("\", want \"" + digest + "\"");
    }

    @Test
    void a_blob_of_another_size_is_corrupt() throws Exception {
        tree.manifest(WEB, Optional.of("1.0"), IMAGE, MANIFEST);
        Digest digest = tree.blob(WEB, bytes("payload"));
        Registry registry = registry();
        for (long stated : new long[] {0, 6, 8}) {
            RegistryException e = failure(() -> registry.blob(WEB, digest, stated, 100, soon()));
            assertThat(e.kind()).isEqualTo(Kind.CORRUPT);
            assertThat(e)
                    .hasMessage("GET https://registry.test/v2/shop/web/blobs/" + digest
                            + ": Content-Length header 7 does not match expected size " + stated);
        }
    }

    @Test
    void a_blob_larger_than_the_bound_is_not_read() throws Exception {
        tree.manifest(WEB, Optional.of("1.0"), IMAGE, MANIFEST);
        Digest digest = tree.blob(WEB, bytes("payload"));
        RegistryException e = failure(() -> registry().blob(WEB, digest, 7, 6, soon()));
        assertThat(e.kind()).isEqualTo(Kind.TOO_LARGE);
        RegistryException negative = failure(() -> registry().blob(WEB, digest, -1, 6, soon()));
        assertThat(negative).hasMessage("size of layer (18446744073709551615) exceeded the limit (6)");
    }

    @Test
    void a_manifest_whose_bytes_differ_from_its_digest_is_corrupt() throws Exception {
        Digest digest = tree.manifest(WEB, Optional.of("1.0"), IMAGE, MANIFEST);
        Files.writeString(tree.file(WEB, digest), MANIFEST + " ");
        Registry registry = registry();
        RegistryException byDigest = failure(() -> registry.manifest(WEB, digest, soon()));
        RegistryException byTag = failure(() -> registry.manifest(WEB, "1.0", soon()));
        assertThat(List.of(byDigest.kind(), byTag.kind())).containsOnly(Kind.CORRUPT);
        assertThat(byDigest)
                .hasMessageContaining("does not match requested digest: \"" + digest + "\"")
                .hasMessageEndingWith("for \"registry.test/shop/web@" + digest + "\"");
    }

    @Test
    void a_manifest_larger_than_the_bound_is_not_read() throws Exception {
        String large = "{\"a\":\"" + "x".repeat(Registry.MAX_MANIFEST_BYTES) + "\"}";
        tree.manifest(WEB, Optional.of("large"), IMAGE, large);
        assertThat(failure(() -> registry().manifest(WEB, "large", soon())).kind())
                .isEqualTo(Kind.TOO_LARGE);
    }

    @Test
    void referrers_come_in_the_order_of_the_index_with_what_their_manifests_say() throws Exception {
        Digest image = tree.manifest(WEB, Optional.of("1.0"), IMAGE, MANIFEST);
        String own = "{\"artifactType\":\"application/a\",\"config\":{\"mediaType\":\"application/c\"},"
                + "\"annotations\":{\"k\":\"v\"},\"subject\":{\"digest\":\"" + image + "\"}}";
        String old = "{\"config\":{\"mediaType\":\"application/c\"},\"subject\":{\"digest\":\"" + image + "\"}}";
        Digest first = tree.manifest(WEB, Optional.empty(), IMAGE, own);
        Digest second = tree.manifest(WEB, Optional.of("also-tagged"), IMAGE, old);
        tree.manifest(WEB, Optional.empty(), IMAGE, "{\"subject\":{\"digest\":\"" + NOWHERE + "\"}}");
        assertThat(registry().referrers(WEB, image, soon()))
                .containsExactly(
                        new Descriptor(IMAGE, first.text(), own.length(), "application/a", Map.of("k", "v")),
                        new Descriptor(IMAGE, second.text(), old.length(), "application/c", Map.of()));
    }

    @Test
    void a_manifest_without_referrers_has_none() throws Exception {
        Digest image = tree.manifest(WEB, Optional.of("1.0"), IMAGE, MANIFEST);
        tree.manifest(PLAIN, Optional.of("1.0"), IMAGE, MANIFEST);
        tree.withoutReferrers("plain.test");
        assertThat(registry().referrers(WEB, image, soon())).isEmpty();
        assertThat(registry().referrers(PLAIN, image, soon())).isEmpty();
        assertThat(registry().referrers(new Repository("registry.test", "other"), image, soon()))
                .isEmpty();
    }

    @Test
    void a_registry_without_the_referrers_api_lists_them_by_a_tag() throws Exception {
        Digest image = tree.manifest(PLAIN, Optional.of("1.0"), IMAGE, MANIFEST);
        tree.withoutReferrers("plain.test");
        tree.manifest(
                PLAIN,
                Optional.of("sha256-" + image.hex()),
                INDEX,
                indexOf(descriptor(NOWHERE, "application/as-the-pusher-wrote-it")));
        assertThat(registry().referrers(PLAIN, image, soon()))
                .containsExactly(
                        new Descriptor(IMAGE, NOWHERE.text(), 3, "application/as-the-pusher-wrote-it", Map.of()));
    }

    @Test
    void a_fallback_list_that_is_no_index_is_corrupt() throws Exception {
        Digest image = tree.manifest(PLAIN, Optional.of("1.0"), IMAGE, MANIFEST);
        tree.withoutReferrers("plain.test");
        tree.manifest(PLAIN, Optional.of("sha256-" + image.hex()), INDEX, "moved");
        RegistryException e = failure(() -> registry().referrers(PLAIN, image, soon()));
        assertThat(e.kind()).isEqualTo(Kind.CORRUPT);
        assertThat(e).hasMessageContaining("invalid character 'm' looking for beginning of value");
    }

    @Test
    void more_referrers_than_the_bound_are_refused() throws Exception {
        Digest image = tree.manifest(PLAIN, Optional.of("1.0"), IMAGE, MANIFEST);
        tree.withoutReferrers("plain.test");
        String one = descriptor(NOWHERE, "application/a");
        String many = (one + ",").repeat(9_999) + one;
        tree.manifest(PLAIN, Optional.of("sha256-" + image.hex()), INDEX, indexOf(many));
        RegistryException e = failure(() -> registry().referrers(PLAIN, image, soon()));
        assertThat(e.kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(e).hasMessageContaining("10000 referrers");
    }

    @Test
    void names_that_climb_out_of_the_repository_are_refused() throws Exception {
        tree.manifest(WEB, Optional.of("1.0"), IMAGE, MANIFEST);
        Registry registry = registry();
        for (String path :
                List.of("..", "../x", "shop/../web", "/shop/web", "shop//web", "shop/web/", ".", "a\\b", "a\0b")) {
            Repository climbing = new Repository("registry.test", path);
            assertThat(failure(() -> registry.manifest(climbing, "1.0", soon())).kind())
                    .as(path)
                    .isEqualTo(Kind.ANSWERED);
            assertThat(failure(() -> registry.referrers(climbing, NOWHERE, soon()))
                            .kind())
                    .as(path)
                    .isEqualTo(Kind.ANSWERED);
        }
        for (String host : List.of("..", ".", "../x", "/etc", "registry.test/shop", "registry.test?x", "a b", "u@h")) {
            assertThat(failure(() -> registry.manifest(new Repository(host, "shop/web"), "1.0", soon()))
                            .kind())
                    .as(host)
                    .isEqualTo(Kind.ANSWERED);
        }
        for (String tag : List.of("", "..", "a/b", "1.0?x=y", "a#b", "%2e")) {
            assertThat(failure(() -> registry.manifest(WEB, tag, soon())).kind())
                    .as(tag)
                    .isEqualTo(Kind.ANSWERED);
        }
    }

    @Test
    void nothing_is_asked_after_the_deadline() throws Exception {
        Digest digest = tree.manifest(WEB, Optional.of("1.0"), IMAGE, MANIFEST);
        Deadline passed = Deadline.in(Duration.ZERO);
        Registry registry = registry();
        List<RegistryException> failures = List.of(
                failure(() -> registry.manifest(WEB, "1.0", passed)),
                failure(() -> registry.manifest(WEB, digest, passed)),
                failure(() -> registry.blob(WEB, digest, 7, 7, passed)),
                failure(() -> registry.referrers(WEB, digest, passed)));
        assertThat(failures).allSatisfy(e -> {
            assertThat(e.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(e).hasMessage("Get \"https://registry.test/v2/\": context deadline exceeded");
        });
    }

    private Registry registry() throws Exception {
        return serving(tree.path());
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20));
    }

    private static RegistryException failure(ThrowingCallable call) {
        RegistryException e = catchThrowableOfType(RegistryException.class, call);
        assertThat(e).as("a RegistryException").isNotNull();
        return e;
    }

    private static String descriptor(Digest digest, String artifactType) {
        return "{\"mediaType\":\"" + IMAGE + "\",\"digest\":\"" + digest + "\",\"size\":3,\"artifactType\":\""
                + artifactType + "\"}";
    }

    private static String indexOf(String descriptors) {
        return "{\"schemaVersion\":2,\"mediaType\":\"" + INDEX + "\",\"manifests\":[" + descriptors + "]}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }
}
