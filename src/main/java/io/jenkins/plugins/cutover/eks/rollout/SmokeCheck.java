package io.jenkins.plugins.cutover.eks.rollout;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.eks.access.ApiErrors;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.SmokeSpec;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks each pod itself, past HAProxy, before it gets any traffic: a readiness probe says that a pod wants traffic, this
 * says that it answers the service's own request.
 */
public final class SmokeCheck {
    /** A round asks no further once it has lasted so long: a tick stays short, however slow the pods are. */
    private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** One for all: each client has a thread and connections that outlive it. */
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final SmokeSpec spec;
    private final long end = System.nanoTime() + ROUND_NANOS;

    public SmokeCheck(SmokeSpec spec) {
        this.spec = spec;
    }

    private record OfPod(int answers, Optional<String> failure) {}

    /**
     * Asks all pods at once, each one request after another. Ends within two seconds and one time-out.
     *
     * @param most requests to each pod
     */
    public Eks.Smoke ask(List<Endpoint> pods, int most) {
        List<CompletableFuture<OfPod>> asked = new ArrayList<>();
        pods.forEach(pod -> asked.add(ask(pod, 0, most)));
        List<OfPod> all = asked.stream().map(CompletableFuture::join).toList();
        return new Eks.Smoke(
                all.stream().mapToInt(OfPod::answers).min().orElse(0),
                all.stream().map(OfPod::failure).flatMap(Optional::stream).toList());
    }

    private CompletableFuture<OfPod> ask(Endpoint pod, int done, int most) {
        if (done == most || done > 0 && System.nanoTime() - end > 0) {
            return CompletableFuture.completedFuture(new OfPod(done, Optional.empty()));
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + pod + spec.path()))
                .timeout(spec.timeout())
                .header("User-Agent", "phased-cutover")
                .build();
        return CLIENT.sendAsync(request, BodyHandlers.discarding())
                .handle((response, failure) -> fault(pod, response, failure))
                .thenCompose(fault -> fault.isPresent()
                        ? CompletableFuture.completedFuture(new OfPod(done, fault))
                        : ask(pod, done + 1, most));
    }

    private Optional<String> fault(Endpoint pod, HttpResponse<Void> response, Throwable failure) {
        String what = "pod " + pod + ": GET " + spec.path() + " ";
        if (failure != null) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            return Optional.of(what
                    + (cause instanceof HttpTimeoutException
                            ? "had no answer in " + spec.timeout().toMillis() + " ms"
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
