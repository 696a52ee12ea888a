package io.jenkins.plugins.cutover.metrics;

import io.jenkins.plugins.cutover.model.Durations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One HTTP exchange, bounded in time and size. */
final class Exchange {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final int LARGEST = 1 << 20;

    /** Redirects are not followed, for they lose or leak the Authorization header. */
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    private final Duration deadline;

    Exchange(Duration deadline) {
        this.deadline = deadline;
    }

    /** @throws NoAnswerException in words */
    Reply send(HttpRequest request) {
        // HttpRequest.timeout() ends with the headers; the future's own deadline covers a body that never ends too.
        CompletableFuture<HttpResponse<byte[]>> answer = CLIENT.sendAsync(request, info -> new Bounded());
        try {
            HttpResponse<byte[]> response = answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            return new Reply(
                    response.statusCode(), new String(response.body(), StandardCharsets.UTF_8), response.headers());
        } catch (TimeoutException e) {
            throw new NoAnswerException("no answer within " + Durations.text(deadline));
        } catch (ExecutionException e) {
            throw new NoAnswerException(words(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswerException("interrupted");
        } finally {
            answer.cancel(true);
        }
    }

    private static String words(Throwable cause) {
        if (cause instanceof HttpTimeoutException || cause instanceof ConnectException) {
            return "no connection" + (cause.getMessage() == null ? "" : " (" + Reply.line(cause.getMessage()) + ")");
        }
        return "the connection broke (" + Reply.line(String.valueOf(cause.getMessage())) + ")";
    }

    /** There was no answer to judge. */
    static final class NoAnswerException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoAnswerException(String message) {
            super(message);
        }
    }

    /** Gathers a body up to {@link #LARGEST} bytes. */
    private static final class Bounded implements HttpResponse.BodySubscriber<byte[]> {
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Flow.Subscription subscription;

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
                byte[] some = new byte[part.remaining()];
                part.get(some);
                bytes.writeBytes(some);
            }
            if (bytes.size() > LARGEST) {
                subscription.cancel();
                body.completeExceptionally(new IOException("the answer is larger than 1 MiB"));
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
}
