package dev.countersign.registry;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Collects a body up to a bound and hangs up when there is more, so that an endless body ends here. */
final class BoundedBody implements HttpResponse.BodySubscriber<BoundedBody.Read> {

    /** What was read. */
    record Read(ByteBuffer bytes, boolean truncated) {}

    private final long max;
    private final boolean tooLong;
    private final CompletableFuture<Read> result = new CompletableFuture<>();
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private Flow.Subscription subscription = NONE;

    private static final Flow.Subscription NONE = new Flow.Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    };

    private BoundedBody(long max, boolean tooLong) {
        this.max = max;
        this.tooLong = tooLong;
    }

    static BoundedBody of(HttpResponse.ResponseInfo info, long maxBytes, long maxErrorBytes) {
        boolean good = info.statusCode() == 200;
        long max = good ? maxBytes : maxErrorBytes;
        // A good answer that says itself that it is too long is not read at all; of an error the beginning is shown.
        boolean tooLong = good
                && info.headers()
                        .firstValue("content-length")
                        .filter(v -> v.matches("[0-9]{1,18}"))
                        .map(Long::valueOf)
                        .filter(length -> length > max)
                        .isPresent();
        return new BoundedBody(max, tooLong);
    }

    @Override
    public CompletionStage<Read> getBody() {
        return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (tooLong) {
            finish(true);
        } else {
            given.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (result.isDone()) {
                return;
            }
            int room = (int) Math.min(buffer.remaining(), max - collected.size());
            boolean more = buffer.remaining() > room;
            byte[] part = new byte[room];
            buffer.get(part);
            collected.writeBytes(part);
            if (more) {
                finish(true);
                return;
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        result.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        finish(false);
    }

    private void finish(boolean truncated) {
        if (truncated) {
            subscription.cancel();
        }
        result.complete(new Read(ByteBuffer.wrap(collected.toByteArray()), truncated));
    }
}
