package io.jenkins.plugins.cutover.mesos;

import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.RemoteTask;
import java.io.IOException;
import java.io.Serializable;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One HTTP exchange, here or on an agent. It needs nothing but the JDK, so that an agent has little to fetch.
 *
 * @param body null for none
 * @param authorization null for none
 * @param deadline for the whole of it, the reading of the body included
 */
record MarathonExchange(String method, URI uri, String body, String authorization, Duration deadline)
        implements RemoteTask<MarathonExchange.Came> {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /**
     * One client for all Marathons: each has a thread and a pool of its own, which many short-lived doors would pile up.
     * Redirects are not followed, for they lose the Authorization header. HTTP/1.1, since the upgrade to HTTP/2 makes
     * some proxies stumble.
     */
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    /**
     * @param failure why there is no answer, one line; empty when there is one
     * @param location the Location header; empty when there was none
     */
    record Came(int status, String body, String location, String failure) implements Serializable {
        private static Came nothing(String failure) {
            return new Came(0, "", "", failure);
        }
    }

    @Override
    public Came run() {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Accept", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return exchange(request.build());
    }

    private Came exchange(HttpRequest request) {
        // HttpRequest.timeout() ends with the headers; the future's own deadline covers a body that never ends too.
        CompletableFuture<HttpResponse<String>> answer =
                CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        try {
            HttpResponse<String> response = answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            return new Came(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("Location").orElse(""),
                    "");
        } catch (TimeoutException e) {
            return Came.nothing("no answer within " + Durations.text(deadline));
        } catch (ExecutionException e) {
            return Came.nothing(words(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Came.nothing("interrupted");
        } finally {
            answer.cancel(true);
        }
    }

    private static String words(Throwable cause) {
        if (cause instanceof HttpTimeoutException) {
            return "no connection within " + CONNECT.toSeconds() + " s";
        }
        if (cause instanceof ConnectException) {
            return "no connection (" + (cause.getMessage() == null ? "refused or unknown host" : cause.getMessage())
                    + ")";
        }
        return (cause instanceof IOException ? "the connection broke (" : "the call failed (")
                + cause.getClass().getSimpleName()
                + (cause.getMessage() == null
                        ? ""
                        : ": " + cause.getMessage().lines().findFirst().orElse("")) + ")";
    }

    /** Never the body or the authorization. */
    @Override
    public String toString() {
        return method + " " + MarathonHttp.shown(uri);
    }
}
