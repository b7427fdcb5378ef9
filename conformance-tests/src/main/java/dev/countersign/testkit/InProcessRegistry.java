package dev.countersign.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.countersign.registry.Digest;
import dev.countersign.registry.HostResolver;
import dev.countersign.registry.HttpTransport;
import dev.countersign.registry.Registries;
import dev.countersign.registry.Registry;
import dev.countersign.registry.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Registries in the process: any number of hosts, served read-only from a tree of OCI image layouts, from what a test pushes, or
 * from both. They are reached over real HTTP on a loopback port ({@link #resolver()}, {@link #registry()}), or without any
 * socket ({@link #transport()}). Bytes are served as they lie there, right or wrong. Hosts that it does not play do not exist.
 * Thread-safe.
 *
 * <p>On a JDK before 21 each answer over HTTP waits some 40 ms for an acknowledgement, unless the process was started with {@code
 * -Dsun.net.httpserver.nodelay=true}.
 *
 * <pre>{@code
 * try (InProcessRegistry registry = InProcessRegistry.empty()) {
 *     Digest image = registry.push(new Repository("registry.example", "shop/web"), "1.0", mediaType, manifest);
 *     engine.registry(registry.registry());
 * }
 * }</pre>
 */
public final class InProcessRegistry implements AutoCloseable {
    private final Optional<Path> tree;
    private final Map<String, ServedHost> hosts = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final HttpServer server;
    private final ExecutorService threads;
    private volatile ArmedFaults faults = new ArmedFaults(List.of());

    private InProcessRegistry(Optional<Path> tree) throws IOException {
        this.tree = tree;
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "in-process-registry");
            thread.setDaemon(true);
            return thread;
        });
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /** Hosts that hold only what is pushed. */
    public static InProcessRegistry empty() throws IOException {
        return new InProcessRegistry(Optional.empty());
    }

    /**
     * The hosts of a tree {@code DIR/<host>/<repository…>/}, each repository an OCI image layout; a host whose folder holds
     * {@code no-referrers} has no referrers API, one that holds {@code auth.json} asks for a login.
     *
     * @throws IOException when there is no such folder
     */
    public static InProcessRegistry serving(Path tree) throws IOException {
        if (!Files.isDirectory(tree)) {
            throw new IOException(tree + ": there is no such folder");
        }
        return new InProcessRegistry(Optional.of(tree.toAbsolutePath().normalize()));
    }

    /**
     * Pushes a manifest under a tag.
     *
     * @return its digest
     */
    public Digest push(Repository repository, String tag, String mediaType, byte[] manifest) {
        Digest digest = push(repository, mediaType, manifest);
        begun(repository).tag(tag, digest);
        return digest;
    }

    /** Pushes a manifest without a tag. */
    public Digest push(Repository repository, String mediaType, byte[] manifest) {
        Digest digest = sha256(manifest);
        begun(repository).put(mediaType, digest, manifest);
        return digest;
    }

    /** Pushes a blob. */
    public Digest pushBlob(Repository repository, byte[] blob) {
        Digest digest = sha256(blob);
        begun(repository).put(digest, blob);
        return digest;
    }

    /** Lets that host exist, without a referrers API. */
    public void withoutReferrers(String host) {
        hostOf(host).hasNoReferrers();
    }

    /** Lets that host exist and ask for a login. */
    public void login(String host, Login login) {
        hostOf(host).asksFor(login);
    }

    /** Arms these faults, and forgets earlier ones with their counts. The first that matches a request answers it. */
    public void faults(List<Fault> armed) {
        faults = new ArmedFaults(armed);
    }

    /** How many requests reached a host that exists, those that a fault answered among them. */
    public int requests() {
        return requests.get();
    }

    /** Where the hosts are reached over HTTP, for a client's builder. */
    public HostResolver resolver() {
        return at -> {
            String host = at.getRawAuthority();
            if (find(host).isEmpty()) {
                throw new UnknownHostException(host);
            }
            InetSocketAddress address = server.getAddress();
            return URI.create("http://127.0.0.1:" + address.getPort() + "/" + host);
        };
    }

    /** A client over HTTP, anonymous, which does not sleep between tries. */
    public Registry registry() {
        return Registries.http().resolver(resolver()).pause(d -> {}).build();
    }

    /** The same answers without a socket. A fault that hangs fails at once, as if the deadline had passed. */
    public HttpTransport transport() {
        return transport(waited -> {});
    }

    /**
     * The same answers without a socket, in time that the test keeps.
     *
     * @param passing is told how long a request waited that a fault let hang: until its deadline
     */
    public HttpTransport transport(Consumer<Duration> passing) {
        return (request, deadline) -> {
            if (deadline.passed()) {
                throw new HttpTimeoutException("context deadline exceeded");
            }
            String host = request.uri().getRawAuthority();
            if (find(host).isEmpty()) {
                throw new UnknownHostException(host);
            }
            Optional<String> login = Optional.ofNullable(request.headers().get("Authorization"));
            Optional<Answer> answer = answer(host, "GET", request.uri().getPath(), login);
            if (answer.isEmpty()) {
                passing.accept(deadline.remaining());
                throw new HttpTimeoutException("context deadline exceeded");
            }
            return bounded(answer.get(), request.maxBytes());
        };
    }

    private static HttpTransport.Response bounded(Answer answer, long maxBytes) {
        Map<String, List<String>> headers = new HashMap<>();
        answer.headers().forEach((name, value) -> headers.put(name, List.of(value)));
        headers.put("Content-Length", List.of(String.valueOf(answer.body().length)));
        long bound = answer.status() == 200 ? maxBytes : 8 << 10;
        int shown = (int) Math.min(answer.body().length, bound);
        return new HttpTransport.Response(
                answer.status(), headers, ByteBuffer.wrap(answer.body(), 0, shown), shown < answer.body().length);
    }

    /** Stops the server; requests that hang end. */
    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            int slash = path.indexOf('/', 1);
            String host = slash < 0 ? path.substring(1) : path.substring(1, slash);
            String method = exchange.getRequestMethod();
            Optional<String> login =
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
            Optional<Answer> answer = find(host).isEmpty()
                    ? Optional.of(Answer.error(404, "NAME_UNKNOWN", "Unknown host"))
                    : answer(host, method, slash < 0 ? "/" : path.substring(slash), login);
            if (answer.isEmpty()) {
                closed.await();
                return;
            }
            answer.get().headers().forEach(exchange.getResponseHeaders()::set);
            int length = answer.get().body().length;
            boolean silent = length == 0 || method.equals("HEAD");
            exchange.sendResponseHeaders(answer.get().status(), silent ? -1 : length);
            if (!silent) {
                exchange.getResponseBody().write(answer.get().body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The answer; empty when there shall be none. */
    private Optional<Answer> answer(String host, String method, String path, Optional<String> login)
            throws IOException {
        requests.incrementAndGet();
        Optional<Fault> fault = faults.next(method, host, path);
        if (fault.isPresent()) {
            return fault.get().hang() ? Optional.empty() : Optional.of(Answer.of(fault.get()));
        }
        ServedHost served = find(host).orElseThrow(() -> new UnknownHostException(host));
        return Optional.of(RegistryHandler.answer(served, host, method, path, login));
    }

    private Optional<ServedHost> find(String name) {
        ServedHost have = hosts.get(name);
        if (have != null || tree.isEmpty()) {
            return Optional.ofNullable(have);
        }
        Path folder = tree.get().resolve(name).normalize();
        if (name.isEmpty() || !tree.get().equals(folder.getParent()) || !Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try {
            ServedHost read = ServedHost.of(folder);
            ServedHost raced = hosts.putIfAbsent(name, read);
            return Optional.of(raced == null ? read : raced);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServedHost hostOf(String name) {
        return find(name).orElseGet(() -> hosts.computeIfAbsent(name, n -> ServedHost.empty()));
    }

    private ServedRepository begun(Repository repository) {
        try {
            return hostOf(repository.host()).begun(repository.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Digest sha256(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Digest("sha256:" + HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
