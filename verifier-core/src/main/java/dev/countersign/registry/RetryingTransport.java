package dev.countersign.registry;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLException;

/**
 * Tries three times, as the Go registry client does, where a failure may pass by itself: some statuses, and a connection that
 * broke. Heeds {@code Retry-After} in seconds. Never waits beyond the deadline: it answers with the last failure then.
 */
final class RetryingTransport implements HttpTransport {
    static final int TRIES = 3;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Set<Integer> PASSING = Set.of(408, 429, 499, 500, 502, 503, 504, 522);

    private final HttpTransport inner;
    private final Pause pause;

    RetryingTransport(HttpTransport inner, Pause pause) {
        this.inner = inner;
        this.pause = pause;
    }

    @Override
    public Response get(Request request, Deadline deadline) throws IOException {
        Duration wait = FIRST_PAUSE;
        for (int tryNumber = 1; ; tryNumber++) {
            boolean last = tryNumber == TRIES;
            try {
                Response response = inner.get(request, deadline);
                if (last || !PASSING.contains(response.status()) || !wait(retryAfter(response, wait), deadline)) {
                    return response;
                }
            } catch (IOException e) {
                if (last || !broke(e) || !wait(wait, deadline)) {
                    throw e;
                }
            }
            wait = wait.multipliedBy(3);
        }
    }

    private static Duration retryAfter(Response response, Duration otherwise) {
        return response.header("retry-after")
                .filter(v -> v.matches("[0-9]{1,9}"))
                .map(v -> Duration.ofSeconds(Long.parseLong(v)))
                .orElse(otherwise);
    }

    private boolean wait(Duration duration, Deadline deadline) throws InterruptedIOException {
        if (duration.compareTo(deadline.remaining()) >= 0) {
            return false;
        }
        try {
            pause.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("context canceled");
        }
        return !deadline.passed();
    }

    /** Whether an established connection broke, as opposed to one that could not be made. */
    private static boolean broke(IOException e) {
        if (e instanceof HttpTimeoutException
                || e instanceof InterruptedIOException
                || e instanceof ConnectException
                || e instanceof UnknownHostException
                || e instanceof SSLException) {
            return false;
        }
        String message = e.getMessage() == null ? "" : e.getMessage().toLowerCase(Locale.ROOT);
        return e instanceof EOFException
                || e instanceof SocketException
                || e instanceof java.nio.channels.ClosedChannelException
                || message.contains("reset")
                || message.contains("broken pipe")
                || message.contains("received no bytes")
                || message.contains("eof");
    }
}
