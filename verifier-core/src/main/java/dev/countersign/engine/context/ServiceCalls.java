package dev.countersign.engine.context;

import dev.countersign.document.Value;
import dev.countersign.policy.ContextEntry.Header;
import dev.countersign.registry.Deadline;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Calls servers beside the API server: Kyverno's {@code apiCall} with {@code service}. Implementations are thread-safe, check the
 * server's certificate, bound what they read, and decide which servers may be called at all, since a policy's URL may hold text of
 * the object under admission.
 */
@FunctionalInterface
public interface ServiceCalls {
    /** An answer may not be larger: Kyverno's bound, 2 000 000 bytes. */
    int MAX_ANSWER_BYTES = 2_000_000;

    /**
     * One call.
     *
     * @param method {@code GET} or {@code POST}
     * @param url where to
     * @param headers to send
     * @param body what a POST sends as JSON
     * @param caBundle PEM of the authorities to trust; empty: those of the platform
     */
    record Request(String method, String url, List<Header> headers, Optional<Value.ObjectValue> body, String caBundle) {
        public Request {
            headers = List.copyOf(headers);
        }
    }

    /**
     * What the server answered.
     *
     * @param status the HTTP status
     * @param reason its words, such as {@code Not Found}
     * @param body at most {@link #MAX_ANSWER_BYTES}
     */
    record Answer(int status, String reason, ByteBuffer body) {
        public Answer {
            body = body.asReadOnlyBuffer();
        }

        /** The content, from its first byte. */
        @Override
        public ByteBuffer body() {
            return body.duplicate();
        }
    }

    /**
     * Makes the call.
     *
     * @throws ServiceCallException when there is no answer
     */
    Answer call(Request request, Deadline deadline) throws ServiceCallException;

    /** No server is ever called. */
    static ServiceCalls none() {
        return (request, deadline) -> {
            throw new ServiceCallException("this engine was built without calls of services");
        };
    }
}
