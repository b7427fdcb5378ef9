package dev.countersign.trust.source;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A TUF repository behind HTTP. Thread-safe. */
final class HttpTufMirror implements TufMirror {
    /** No file may take longer, body included. */
    static final int SECONDS_PER_FILE = 20;

    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final String mirror;
    private final HttpClient http;

    HttpTufMirror(URI mirror, HttpClient http) {
        String text = mirror.toString();
        this.mirror = text.endsWith("/") ? text : text + "/";
        this.http = http;
    }

    @Override
    public String name() {
        return mirror;
    }

    @Override
    public Optional<byte[]> fetch(String path, int most) throws IOException {
        HttpRequest request;
        try {
            request = HttpRequest.newBuilder(URI.create(mirror + path))
                    .timeout(Duration.ofSeconds(SECONDS_PER_FILE))
                    .GET()
                    .build();
        } catch (IllegalArgumentException e) {
            throw new IOException(mirror + path + " is no address: " + e.getMessage(), e);
        }
        CompletableFuture<HttpResponse<byte[]>> asked =
                http.sendAsync(request, head -> new BoundedBody(head.statusCode() == OK ? most + 1 : 0));
        HttpResponse<byte[]> response = await(asked, path);
        return switch (response.statusCode()) {
            case OK -> Optional.of(response.body());
            case FORBIDDEN, NOT_FOUND -> Optional.empty();
            default -> throw new IOException(mirror + path + " answers with status " + response.statusCode());
        };
    }

    private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> asked, String path) throws IOException {
        try {
            return asked.get(SECONDS_PER_FILE, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            asked.cancel(true);
            throw new IOException(mirror + path + " took longer than " + SECONDS_PER_FILE + " seconds", e);
        } catch (InterruptedException e) {
            asked.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException(mirror + path + " was not waited for", e);
        } catch (ExecutionException | CancellationException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(mirror + path + " cannot be reached: " + cause, e);
        }
    }
}
