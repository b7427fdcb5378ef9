package dev.countersign.registry;

import static dev.countersign.registry.RegistryAnswers.TAGGED;
import static dev.countersign.registry.RegistryAnswers.WEB;
import static dev.countersign.registry.RegistryAnswers.digest;
import static dev.countersign.registry.RegistryAnswers.failure;
import static dev.countersign.registry.RegistryAnswers.soon;
import static dev.countersign.registry.RegistryAnswers.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.registry.RegistryException.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CachingRegistryTest {
    private static final String BLOB = "https://registry.test/v2/shop/web/blobs/" + digest("payload");

    private final ScriptedTransport server = new ScriptedTransport();
    private final Registry http =
            Registries.http().transport(server).pause(d -> {}).build();
    private final Registry cached = Registries.caching(http);

    private long asked(String url) {
        return server.urls().stream().filter(url::equals).count();
    }

    @Test
    void a_tag_is_asked_for_anew_and_its_manifest_is_then_known_by_digest() throws Exception {
        server.on(TAGGED, 200, "{}", "Content-Type", "m").on(TAGGED, 200, "{ }", "Content-Type", "m");
        Digest first = cached.manifest(WEB, "1.0", soon()).digest();
        Digest second = cached.manifest(WEB, "1.0", soon()).digest();
        assertThat(first).isNotEqualTo(second);
        assertThat(text(cached.manifest(WEB, first, soon()).bytes())).isEqualTo("{}");
        assertThat(cached.manifest(WEB, second, soon()).mediaType()).isEqualTo("m");
        assertThat(asked(TAGGED)).isEqualTo(2);
        assertThat(server.requests).hasSize(3);
    }

    @Test
    void a_blob_is_read_once() throws Exception {
        server.on(BLOB, 200, "payload");
        for (int i = 0; i < 3; i++) {
            assertThat(text(cached.blob(WEB, digest("payload"), 7, 10, soon()))).isEqualTo("payload");
        }
        assertThat(asked(BLOB)).isEqualTo(1);
    }

    @Test
    void a_blob_that_is_kept_is_still_bounded_and_measured() throws Exception {
        server.on(BLOB, 200, "payload");
        cached.blob(WEB, digest("payload"), 7, 10, soon());
        assertThat(failure(() -> cached.blob(WEB, digest("payload"), 7, 6, soon()))
                        .kind())
                .isEqualTo(Kind.TOO_LARGE);
        assertThat(failure(() -> cached.blob(WEB, digest("payload"), 6, 10, soon()))
                        .kind())
                .isEqualTo(Kind.CORRUPT);
    }

    @Test
    void what_one_repository_holds_is_not_another_ones() throws Exception {
        server.on(BLOB, 200, "payload").on(BLOB.replace("shop/web", "shop/api"), 404, "");
        cached.blob(WEB, digest("payload"), 7, 10, soon());
        Repository other = new Repository("registry.test", "shop/api");
        assertThat(failure(() -> cached.blob(other, digest("payload"), 7, 10, soon()))
                        .kind())
                .isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void a_failure_is_not_kept() throws Exception {
        server.on(BLOB, 404, "").on(BLOB, 200, "payload");
        failure(() -> cached.blob(WEB, digest("payload"), 7, 10, soon()));
        assertThat(text(cached.blob(WEB, digest("payload"), 7, 10, soon()))).isEqualTo("payload");
    }

    @Test
    void what_does_not_fit_is_not_kept() throws Exception {
        server.on(BLOB, 200, "payload");
        Registry small = Registries.caching(http, 16);
        small.blob(WEB, digest("payload"), 7, 10, soon());
        small.blob(WEB, digest("payload"), 7, 10, soon());
        assertThat(asked(BLOB)).isEqualTo(2);
    }

    @Test
    void an_observer_hears_of_every_question() throws Exception {
        server.on(BLOB, 200, "payload").on(TAGGED, 404, "");
        List<String> heard = new ArrayList<>();
        Registry observed = Registries.observed(
                http,
                (question, failure) ->
                        heard.add(question + failure.map(e -> " " + e.kind()).orElse("")));
        observed.blob(WEB, digest("payload"), 7, 10, soon());
        failure(() -> observed.manifest(WEB, "1.0", soon()));
        assertThat(heard)
                .containsExactly(
                        "blob registry.test/shop/web@" + digest("payload"),
                        "manifest registry.test/shop/web:1.0 NOT_FOUND");
    }
}
