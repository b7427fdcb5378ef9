package dev.countersign.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.registry.Deadline;
import dev.countersign.registry.Descriptor;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Registries;
import dev.countersign.registry.Registry;
import dev.countersign.registry.RegistryCredential;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.RegistryException.Kind;
import dev.countersign.registry.Repository;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InProcessRegistryTest {
    private static final Repository WEB = new Repository("registry.test", "shop/web");
    private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
    private static final byte[] MANIFEST = "{\"schemaVersion\":2}".getBytes(StandardCharsets.UTF_8);

    private final List<AutoCloseable> open = new ArrayList<>();
    private InProcessRegistry server = opened();

    private InProcessRegistry opened() {
        try {
            InProcessRegistry opened = InProcessRegistry.empty();
            open.add(opened);
            return opened;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeEach
    void an_image_is_there() {
        server.push(WEB, "1.0", IMAGE, MANIFEST);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20));
    }

    private static RegistryException failure(ThrowingCallable call) {
        RegistryException e = catchThrowableOfType(RegistryException.class, call);
        assertThat(e).as("a RegistryException").isNotNull();
        return e;
    }

    /** Over a socket and without one. */
    private List<Registry> clients() {
        return List.of(
                server.registry(),
                Registries.http().transport(server.transport()).pause(d -> {}).build());
    }

    @Test
    void what_was_pushed_is_served_at_once() throws Exception {
        for (Registry client : clients()) {
            Digest image = client.manifest(WEB, "1.0", soon()).digest();
            String text = "{\"subject\":{\"digest\":\"" + image + "\"},\"artifactType\":\"application/a\"}";
            Digest referrer = server.push(WEB, IMAGE, text.getBytes(StandardCharsets.UTF_8));
            Digest blob = server.pushBlob(WEB, new byte[] {1, 2, 3});
            assertThat(client.referrers(WEB, image, soon()))
                    .extracting(Descriptor::digest)
                    .containsExactly(referrer.text());
            assertThat(client.blob(WEB, blob, 3, 3, soon()).remaining()).isEqualTo(3);
        }
    }

    @Test
    void hosts_are_apart() {
        server.push(new Repository("other.test", "x"), "1", IMAGE, MANIFEST);
        for (Registry client : clients()) {
            assertThat(failure(() -> client.manifest(new Repository("other.test", "shop/web"), "1.0", soon())))
                    .hasMessage("GET https://other.test/v2/shop/web/manifests/1.0: NAME_UNKNOWN: Unknown name");
        }
    }

    @Test
    void a_fault_answers_as_often_as_it_says() throws Exception {
        for (Registry client : clients()) {
            server.faults(List.of(Fault.answering("/manifests/1[.]0$", 429, "slow down")
                    .withHeader("Retry-After", "1")
                    .onlyTimes(2)));
            int before = server.requests();
            assertThat(client.manifest(WEB, "1.0", soon()).mediaType()).isEqualTo(IMAGE);
            assertThat(server.requests() - before).isEqualTo(4);
        }
    }

    @Test
    void a_fault_that_lasts_outlasts_the_tries() {
        server.faults(List.of(Fault.answering("/manifests/", 500, "out of order")));
        for (Registry client : clients()) {
            assertThat(failure(() -> client.manifest(WEB, "1.0", soon())))
                    .hasMessage("GET https://registry.test/v2/shop/web/manifests/1.0: "
                            + "unexpected status code 500 Internal Server Error: out of order");
        }
    }

    @Test
    void the_first_fault_that_matches_answers() {
        server.faults(Fault.parse("""
                [{"host": "other.test", "path": "", "status": 500},
                 {"method": "POST", "path": "", "status": 501},
                 {"path": "^/v2/shop/", "status": 403, "body": "{\\"errors\\":[{\\"code\\":\\"DENIED\\",\\"message\\":\\"no\\"}]}"},
                 {"path": "/manifests/", "status": 404}]
                """));
        for (Registry client : clients()) {
            assertThat(failure(() -> client.manifest(WEB, "1.0", soon())))
                    .hasMessage("GET https://registry.test/v2/shop/web/manifests/1.0: DENIED: no");
        }
    }

    @Test
    void a_fault_that_is_none_is_refused() {
        for (String json : List.of("{", "{}", "[{\"path\":\"(\"}]")) {
            assertThatIllegalArgumentException().as(json).isThrownBy(() -> Fault.parse(json));
        }
    }

    @Test
    void a_server_that_hangs_is_left_at_the_deadline() {
        server.faults(List.of(Fault.hanging("/shop/web/")));
        Registry client = server.registry();
        RegistryException e = failure(() -> client.manifest(WEB, "1.0", Deadline.in(Duration.ofMillis(300))));
        assertThat(e.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(e).hasMessage("Get \"https://registry.test/v2/shop/web/manifests/1.0\": context deadline exceeded");
    }

    @Test
    void without_a_socket_a_hanging_server_takes_no_time() {
        server.faults(List.of(Fault.hanging("/shop/web/")));
        long[] now = {0};
        Registry client = Registries.http()
                .transport(server.transport(waited -> now[0] += waited.toNanos()))
                .build();
        Deadline deadline = Deadline.in(Duration.ofHours(1), () -> now[0]);
        assertThat(failure(() -> client.manifest(WEB, "1.0", deadline)).kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(deadline.passed()).isTrue();
        assertThat(failure(() -> client.manifest(WEB, "1.0", deadline)))
                .hasMessage("Get \"https://registry.test/v2/\": context deadline exceeded");
    }

    @Test
    void a_registry_that_wants_a_password_is_given_one() throws Exception {
        server.login("registry.test", Login.basic("u", "p"));
        for (Registry client : clients()) {
            assertThat(failure(() -> client.manifest(WEB, "1.0", soon())))
                    .hasMessage("GET https://registry.test/v2/shop/web/manifests/1.0: "
                            + "UNAUTHORIZED: authentication required");
        }
        assertThat(as("u", "p").manifest(WEB, "1.0", soon()).mediaType()).isEqualTo(IMAGE);
        assertThat(failure(() -> as("u", "wrong").manifest(WEB, "1.0", soon())).kind())
                .isEqualTo(Kind.DENIED);
    }

    @Test
    void a_registry_that_wants_a_token_is_given_one() throws Exception {
        server.login("registry.test", Login.bearer("u", "p"));
        for (Registry client : clients()) {
            assertThat(failure(() -> client.manifest(WEB, "1.0", soon())))
                    .hasMessage("GET https://registry.test/token?scope=repository%3Ashop%2Fweb%3Apull"
                            + "&service=registry.test: UNAUTHORIZED: authentication required");
        }
        assertThat(as("u", "p").manifest(WEB, "1.0", soon()).mediaType()).isEqualTo(IMAGE);
        server.login("registry.test", Login.anonymousBearer());
        for (Registry client : clients()) {
            assertThat(client.manifest(WEB, "1.0", soon()).mediaType()).isEqualTo(IMAGE);
        }
    }

    private Registry as(String user, String password) {
        return Registries.http()
                .resolver(server.resolver())
                .pause(d -> {})
                .credentials(r -> Optional.of(new RegistryCredential.Basic(user, password)))
                .build();
    }

    @Test
    void a_host_may_lack_the_referrers_api() throws Exception {
        server.withoutReferrers("registry.test");
        for (Registry client : clients()) {
            Digest image = client.manifest(WEB, "1.0", soon()).digest();
            String index = "{\"manifests\":[{\"digest\":\"" + image + "\"}]}";
            server.push(
                    WEB,
                    "sha256-" + image.hex(),
                    "application/vnd.oci.image.index.v1+json",
                    index.getBytes(StandardCharsets.UTF_8));
            assertThat(client.referrers(WEB, image, soon())).hasSize(1);
        }
    }

    @Test
    void a_login_lies_in_the_folder_of_a_host(@TempDir Path folder) throws Exception {
        LayoutTree tree = LayoutTree.in(folder);
        tree.manifest(WEB, Optional.of("1.0"), IMAGE, "{}");
        Files.writeString(folder.resolve("registry.test/auth.json"), "{\"basic\":{\"user\":\"u\",\"password\":\"p\"}}");
        try (InProcessRegistry guarded = InProcessRegistry.serving(folder)) {
            assertThat(failure(() -> guarded.registry().manifest(WEB, "1.0", soon()))
                            .kind())
                    .isEqualTo(Kind.DENIED);
        }
    }
}
