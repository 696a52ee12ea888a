package io.jenkins.plugins.cutover.mesos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jenkins.plugins.cutover.mesos.MarathonException.Kind;
import io.jenkins.plugins.cutover.model.Durations;
import java.io.IOException;
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

/** One HTTP exchange with a deadline over all of it; failures of the line become one sentence. */
final class MarathonHttp {
    private static final ObjectMapper JSON = new ObjectMapper();
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

    private final Duration deadline;

    /** @param deadline for a whole exchange, the reading of the body included */
    MarathonHttp(Duration deadline) {
        this.deadline = deadline;
    }

    /**
     * @param where names the place in messages
     * @param body null for none
     * @param authorization null for none
     */
    Reply send(String where, String method, URI uri, String body, String authorization) {
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
        return exchange(where, request.build());
    }

    private Reply exchange(String where, HttpRequest request) {
        // HttpRequest.timeout() ends with the headers; the future's own deadline covers a body that never ends too.
        CompletableFuture<HttpResponse<String>> answer =
                CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        try {
            HttpResponse<String> response = answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            return new Reply(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("Location").orElse(""));
        } catch (TimeoutException e) {
            throw unavailable(where, "no answer within " + Durations.text(deadline));
        } catch (ExecutionException e) {
            throw unavailable(where, words(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(where, "interrupted");
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

    private static MarathonException unavailable(String where, String what) {
        return new MarathonException(Kind.UNAVAILABLE, where + ": " + what);
    }

    /** The address as it may be shown: without a user and password in it. */
    static String shown(URI uri) {
        return uri.getRawUserInfo() == null ? uri.toString() : uri.toString().replace(uri.getRawUserInfo() + "@", "");
    }

    /**
     * @param location the Location header; empty when there was none
     */
    record Reply(int status, String body, String location) {
        boolean ok() {
            return status >= 200 && status < 300;
        }

        /** The missing node when the body is not JSON. */
        JsonNode json() {
            try {
                JsonNode node = JSON.readTree(body);
                return node == null ? MissingNode.getInstance() : node;
            } catch (JsonProcessingException e) {
                return MissingNode.getInstance();
            }
        }
    }
}
