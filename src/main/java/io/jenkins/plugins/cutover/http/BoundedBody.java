package io.jenkins.plugins.cutover.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Collects a body up to a limit. A larger body closes the connection: the rest is never read. */
final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int limit;
    private final boolean keep;
    private long received;
    private volatile Flow.Subscription subscription;
    private volatile boolean tooLarge;

    /** @param keep whether the bytes are wanted; they are counted in any case */
    BoundedBody(int limit, boolean keep) {
        this.limit = limit;
        this.keep = keep;
    }

    /** Whether the headers of the answer were complete. */
    boolean started() {
        return subscription != null;
    }

    boolean tooLarge() {
        return tooLarge;
    }

    /** Stops reading and closes the connection. */
    void cancel() {
        Flow.Subscription current = subscription;
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription s) {
        subscription = s;
        s.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        for (ByteBuffer part : parts) {
            received += part.remaining();
            if (received > limit) {
                tooLarge = true;
                cancel();
                body.completeExceptionally(new IOException("the body is larger than " + limit + " bytes"));
                return;
            }
            if (keep) {
                byte[] some = new byte[part.remaining()];
                part.get(some);
                bytes.writeBytes(some);
            }
        }
    }

    @Override
    public void onError(Throwable cause) {
        body.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
        body.complete(bytes.toByteArray());
    }
}
