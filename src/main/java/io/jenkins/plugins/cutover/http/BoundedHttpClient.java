package io.jenkins.plugins.cutover.http;

import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Text;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Sends calls. The deadline of a call is hard: a body that stalls, trickles or never ends fails at the deadline, and the
 * connection is closed. Redirects are not followed, because a redirect can lose or leak the Authorization header.
 *
 * <p>All calls share one {@code HttpClient}, because each client has a thread and a connection pool of its own.
 */
public final class BoundedHttpClient {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final int MAX_REASON = 200;

    /** HTTP/1.1: some proxies fail on the upgrade to HTTP/2. */
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .proxy(new ConfiguredProxies())
            .build();

    private BoundedHttpClient() {}

    /** Waits for the result, at most until the call's deadline. */
    public static HttpResult send(HttpCall call) {
        CompletableFuture<HttpResult> result = sendAsync(call);
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new HttpFailure(HttpFailure.Kind.INTERRUPTED, "interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("an exchange failed without a result", e.getCause());
        } finally {
            result.cancel(true);
        }
    }

    /** @return completes normally at the call's deadline at the latest; cancelling it closes the connection */
    public static CompletableFuture<HttpResult> sendAsync(HttpCall call) {
        BoundedBody body = new BoundedBody(call.maxBytes(), call.keepBody());
        CompletableFuture<HttpResponse<byte[]>> exchange = CLIENT.sendAsync(request(call), headers -> body);
        // HttpRequest.timeout() would end with the headers; this deadline covers the body as well.
        CompletableFuture<HttpResult> result = exchange.copy()
                .orTimeout(call.deadline().toMillis(), TimeUnit.MILLISECONDS)
                .handle((response, failure) -> failure == null ? reply(response) : failure(call, body, failure));
        result.whenComplete((done, cancelled) -> {
            exchange.cancel(true);
            body.cancel();
        });
        return result;
    }

    private static HttpRequest request(HttpCall call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri())
                .method(
                        call.method(),
                        call.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(call.body()));
        call.headers().forEach(request::setHeader);
        return request.build();
    }

    private static HttpReply reply(HttpResponse<byte[]> response) {
        return new HttpReply(
                response.statusCode(), first(response.headers()), new String(response.body(), StandardCharsets.UTF_8));
    }

    private static Map<String, String> first(HttpHeaders headers) {
        Map<String, String> first = new TreeMap<>();
        headers.map().forEach((name, values) -> first.putIfAbsent(name.toLowerCase(Locale.ROOT), values.get(0)));
        return first;
    }

    private static HttpFailure failure(HttpCall call, BoundedBody body, Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (body.tooLarge()) {
            return new HttpFailure(
                    HttpFailure.Kind.TOO_LARGE,
                    "the answer of " + call.uri().getHost() + " is larger than " + size(call.maxBytes()));
        }
        if (cause instanceof TimeoutException) {
            return new HttpFailure(
                    HttpFailure.Kind.DEADLINE,
                    (body.started() ? "no complete answer within " : "no answer within ")
                            + Durations.text(call.deadline()));
        }
        if (cause instanceof HttpTimeoutException) {
            return new HttpFailure(HttpFailure.Kind.NO_CONNECTION, "no connection within " + Durations.text(CONNECT));
        }
        if (cause instanceof ConnectException) {
            return new HttpFailure(HttpFailure.Kind.NO_CONNECTION, "no connection (" + refusal(cause) + ")");
        }
        return new HttpFailure(HttpFailure.Kind.BROKEN, broken(cause));
    }

    /** The JDK gives these two no message. */
    private static String refusal(Throwable cause) {
        if (cause.getCause() instanceof UnresolvedAddressException) {
            return "unknown host";
        }
        return cause.getMessage() == null ? "refused" : Text.oneLine(cause.getMessage(), MAX_REASON);
    }

    private static String broken(Throwable cause) {
        String what = cause instanceof SSLException ? "TLS failed (" : "the connection broke (";
        String message = cause.getMessage() == null ? "" : ": " + Text.oneLine(cause.getMessage(), MAX_REASON);
        return what + cause.getClass().getSimpleName() + message + ")";
    }

    private static String size(int bytes) {
        return bytes % HttpCall.MIB == 0 ? bytes / HttpCall.MIB + " MiB" : bytes + " bytes";
    }
}
