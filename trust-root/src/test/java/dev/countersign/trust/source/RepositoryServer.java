package dev.countersign.trust.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Serves files over HTTP; what it has can be replaced as a whole. */
final class RepositoryServer implements AutoCloseable {
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile Map<String, byte[]> files = Map.of();
    private volatile int status = 200;

    RepositoryServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort() + "/repository");
    }

    void serve(Map<String, byte[]> some) {
        status = 200;
        files = Map.copyOf(some);
    }

    void failWith(int other) {
        status = other;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring("/repository/".length());
            asked.add(path);
            byte[] bytes = files.get(path);
            if (status != 200 || bytes == null) {
                exchange.sendResponseHeaders(status == 200 ? 404 : status, -1);
                return;
            }
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
