package dev.countersign.registry;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends requests with the JDK's client. The deadline covers the body too, which the client's own time-out does not. */
final class JdkTransport implements HttpTransport {
    private final HttpClient client;
    private final HostResolver resolver;

    JdkTransport(HttpClient client, HostResolver resolver) {
        this.client = client;
        this.resolver = resolver;
    }

    @Override
    public Response get(Request request, Deadline deadline) throws IOException {
        CompletableFuture<HttpResponse<BoundedBody.Read>> sent;
        try {
            URI place = locate(request.uri());
            HttpRequest.Builder builder = HttpRequest.newBuilder(place);
            request.headers().forEach(builder::header);
            if ("http".equals(place.getScheme())) {
                // An upgrade to HTTP/2 is offered by headers that simple servers do not expect.
                builder.version(HttpClient.Version.HTTP_1_1);
            }
            sent = client.sendAsync(
                    builder.build(), info -> BoundedBody.of(info, request.maxBytes(), ErrorBody.MAX_BYTES));
        } catch (IllegalArgumentException e) {
            throw new IOException("unsupported address or header", e);
        }
        HttpResponse<BoundedBody.Read> response = await(sent, deadline);
        return new Response(
                response.statusCode(),
                response.headers().map(),
                response.body().bytes(),
                response.body().truncated());
    }

    private static HttpResponse<BoundedBody.Read> await(
            CompletableFuture<HttpResponse<BoundedBody.Read>> sent, Deadline deadline) throws IOException {
        try {
            return sent.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new HttpTimeoutException("context deadline exceeded");
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("context canceled");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException("the request could not be sent", e.getCause());
        }
    }

    private URI locate(URI uri) throws IOException {
        URI server = URI.create(uri.getScheme() + "://" + uri.getRawAuthority());
        URI place = resolver.resolve(server);
        if (place.equals(server)) {
            return uri;
        }
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return URI.create(place + uri.getRawPath() + query);
    }
}
