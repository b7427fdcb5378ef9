package dev.countersign.registry;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sends one GET request and brings one answer: no redirect followed, nothing retried, no credentials added. Replace it to
 * send requests another way, or to answer them without any network. Implementations are thread-safe.
 */
@FunctionalInterface
public interface HttpTransport {

    /**
     * Sends that request and waits for the whole answer.
     *
     * @param deadline implementations give up when it passes
     * @throws java.net.http.HttpTimeoutException when the deadline passed
     * @throws java.net.UnknownHostException when there is no such host
     * @throws IOException when there is no answer
     */
    Response get(Request request, Deadline deadline) throws IOException;

    /**
     * A request.
     *
     * @param uri absolute, {@code https} or {@code http}
     * @param headers one value a name
     * @param maxBytes no more of the body of a 200 is read, in bytes; of other answers 8 KiB
     */
    record Request(URI uri, Map<String, String> headers, long maxBytes) {
        public Request {
            headers = Map.copyOf(headers);
        }
    }

    /**
     * An answer.
     *
     * @param status the HTTP status
     * @param headers names without regard to case
     * @param body what was read of the body; read-only
     * @param truncated whether there was more than the bound
     */
    record Response(int status, Map<String, List<String>> headers, ByteBuffer body, boolean truncated) {
        public Response {
            TreeMap<String, List<String>> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            headers.forEach((name, values) -> sorted.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
            headers = java.util.Collections.unmodifiableMap(sorted);
            body = body.asReadOnlyBuffer();
        }

        /** The body, from its first byte. */
        @Override
        public ByteBuffer body() {
            return body.duplicate();
        }

        /** The first value of that header. */
        public Optional<String> header(String name) {
            return headers.getOrDefault(name, List.of()).stream().findFirst();
        }

        /** The stated length of the body in bytes; empty when it is not stated or is no number. */
        public Optional<Long> contentLength() {
            return header("content-length")
                    .filter(v -> v.matches("[0-9]{1,18}"))
                    .map(Long::valueOf);
        }
    }
}
