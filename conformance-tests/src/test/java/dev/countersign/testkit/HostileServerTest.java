package dev.countersign.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.countersign.registry.Deadline;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Registries;
import dev.countersign.registry.Registry;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.RegistryException.Kind;
import dev.countersign.registry.Repository;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against servers that do not keep to the rules, over real sockets. */
class HostileServerTest {
    private static final Repository WEB = new Repository("registry.test", "web");
    private static final Digest SOME = new Digest("sha256:" + "0".repeat(64));

    private final CountDownLatch ended = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server = newServer();
    private final Registry registry = Registries.http()
            .resolver(
                    host -> URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
            .pause(d -> {})
            .build();

    private static HttpServer newServer() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeEach
    void start() {
        server.setExecutor(threads);
        answering("/v2/", exchange -> exchange.sendResponseHeaders(200, -1));
        server.start();
    }

    @AfterEach
    void stop() {
        ended.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answering(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            try (exchange) {
                handler.handle(exchange);
            } catch (IOException theClientHungUp) {
                exchange.close();
            }
        });
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20));
    }

    private static RegistryException failure(ThrowingCallable call) {
        RegistryException e = catchThrowableOfType(RegistryException.class, call);
        assertThat(e).as("a RegistryException").isNotNull();
        return e;
    }

    private static void endless(OutputStream out) throws IOException {
        byte[] much = new byte[64 << 10];
        while (true) {
            out.write(much);
        }
    }

    @Test
    void an_endless_manifest_ends_at_the_bound() {
        answering("/v2/web/manifests/1", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            endless(exchange.getResponseBody());
        });
        assertThat(failure(() -> registry.manifest(WEB, "1", soon())).kind()).isEqualTo(Kind.TOO_LARGE);
    }

    @Test
    void an_endless_blob_ends_at_the_size_of_its_descriptor() {
        answering("/v2/web/blobs/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            endless(exchange.getResponseBody());
        });
        assertThat(failure(() -> registry.blob(WEB, SOME, 100, 1 << 20, soon())))
                .hasMessage("error verifying size; got 101, want 100");
    }

    @Test
    void an_endless_error_is_shown_from_its_beginning() {
        answering("/v2/web/manifests/1", exchange -> {
            exchange.sendResponseHeaders(404, 0);
            exchange.getResponseBody().write("x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8));
            endless(exchange.getResponseBody());
        });
        RegistryException e = failure(() -> registry.manifest(WEB, "1", soon()));
        assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(e.getMessage()).hasSizeLessThan(9000);
    }

    @Test
    void a_body_that_never_ends_is_left_at_the_deadline() {
        answering("/v2/web/manifests/1", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await();
        });
        RegistryException e = failure(() -> registry.manifest(WEB, "1", Deadline.in(Duration.ofMillis(300))));
        assertThat(e.kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void a_body_that_is_cut_off_is_no_manifest() {
        answering("/v2/web/manifests/1", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            throw new IOException("gone");
        });
        assertThat(failure(() -> registry.manifest(WEB, "1", soon())).kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void a_length_that_lies_is_told_without_reading_on() {
        answering("/v2/web/blobs/", exchange -> {
            exchange.sendResponseHeaders(200, 1L << 40);
            endless(exchange.getResponseBody());
        });
        assertThat(failure(() -> registry.blob(WEB, SOME, 100, 1 << 20, soon())))
                .hasMessage("GET https://registry.test/v2/web/blobs/" + SOME + ": Content-Length header " + (1L << 40)
                        + " does not match expected size 100");
    }

    private void await() {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
