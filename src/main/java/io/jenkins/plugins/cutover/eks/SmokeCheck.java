package io.jenkins.plugins.cutover.eks;

import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Asks each pod itself, past HAProxy, before it gets any traffic: a readiness probe says that a pod wants traffic, this
 * says that it answers the service's own request. Asking several times warms the pod up as well (class loading, caches,
 * connection pools), so that the first users do not pay for it.
 *
 * @param path what is asked for, from the first {@code /} on
 * @param times how often each pod is asked, one after another; 1 to 10,000
 * @param timeout of one request
 */
public record SmokeCheck(String path, int times, Duration timeout) {
    public SmokeCheck {
        if (!path.startsWith("/")) {
            throw new InvalidInputException("smoke check: the path \"" + path + "\" does not start with /");
        }
        if (times < 1 || times > 10_000) {
            throw new InvalidInputException("smoke check: " + times + " times is not between 1 and 10000");
        }
    }

    /**
     * Asks all pods at once. Done within {@code times} time-outs; a pod that fails is not asked on.
     *
     * @return a line for each pod that did not answer with a status of 200 to 399; empty when all did
     */
    public List<String> failures(List<Endpoint> pods) {
        HttpClient http = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        List<CompletableFuture<Optional<String>>> asked = new ArrayList<>();
        pods.forEach(pod -> asked.add(ask(http, pod, times)));
        return asked.stream()
                .map(CompletableFuture::join)
                .flatMap(Optional::stream)
                .toList();
    }

    private CompletableFuture<Optional<String>> ask(HttpClient http, Endpoint pod, int left) {
        if (left == 0) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + pod + path))
                .timeout(timeout)
                .header("User-Agent", "phased-cutover")
                .build();
        return http.sendAsync(request, BodyHandlers.discarding())
                .handle((response, failure) -> fault(pod, response, failure))
                .thenCompose(fault ->
                        fault.isPresent() ? CompletableFuture.completedFuture(fault) : ask(http, pod, left - 1));
    }

    private Optional<String> fault(Endpoint pod, HttpResponse<Void> response, Throwable failure) {
        String what = "pod " + pod + ": GET " + path + " ";
        if (failure != null) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            return Optional.of(what
                    + (cause instanceof HttpTimeoutException
                            ? "had no answer in " + timeout.toMillis() + " ms"
                            : "failed: " + said(cause)));
        }
        int status = response.statusCode();
        return status >= 200 && status < 400 ? Optional.empty() : Optional.of(what + "answered " + status);
    }

    private static String said(Throwable cause) {
        boolean silent = cause.getMessage() == null || cause.getMessage().isEmpty();
        return silent ? cause.getClass().getSimpleName() : ApiErrors.oneLine(cause.getMessage());
    }
}
