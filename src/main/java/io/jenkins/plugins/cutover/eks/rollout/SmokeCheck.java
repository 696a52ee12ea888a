package io.jenkins.plugins.cutover.eks.rollout;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.http.BoundedHttpClient;
import io.jenkins.plugins.cutover.http.HttpCall;
import io.jenkins.plugins.cutover.http.HttpFailure;
import io.jenkins.plugins.cutover.http.HttpReply;
import io.jenkins.plugins.cutover.http.HttpResult;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.SmokeSpec;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sends the service's own request to each pod, past HAProxy, before the pod gets traffic. A readiness probe says that a
 * pod wants traffic; this says that it serves.
 */
public final class SmokeCheck {
    /** A round sends no further request after this time, so that a tick stays short when pods are slow. */
    private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** A smoke check may ask for a whole page. Its body is not kept. */
    private static final int MAX_BYTES = 16 * HttpCall.MIB;

    private final SmokeSpec spec;
    private final long end = System.nanoTime() + ROUND_NANOS;

    public SmokeCheck(SmokeSpec spec) {
        this.spec = spec;
    }

    private record PodResult(int answers, Optional<String> failure) {}

    /**
     * Sends requests to all pods at once, to each pod one after another. Ends within two seconds and one timeout.
     *
     * @param most requests to each pod
     */
    public Eks.Smoke ask(List<Endpoint> pods, int most) {
        List<CompletableFuture<PodResult>> asked = new ArrayList<>();
        pods.forEach(pod -> asked.add(ask(pod, 0, most)));
        List<PodResult> all = asked.stream().map(CompletableFuture::join).toList();
        return new Eks.Smoke(
                all.stream().mapToInt(PodResult::answers).min().orElse(0),
                all.stream().map(PodResult::failure).flatMap(Optional::stream).toList());
    }

    private CompletableFuture<PodResult> ask(Endpoint pod, int done, int most) {
        if (done == most || done > 0 && System.nanoTime() - end > 0) {
            return CompletableFuture.completedFuture(new PodResult(done, Optional.empty()));
        }
        HttpCall call = HttpCall.get(URI.create("http://" + pod + spec.path()))
                .within(spec.timeout())
                .atMost(MAX_BYTES)
                .withoutBody();
        return BoundedHttpClient.sendAsync(call)
                .thenApply(result -> fault(pod, result))
                .thenCompose(fault -> fault.isPresent()
                        ? CompletableFuture.completedFuture(new PodResult(done, fault))
                        : ask(pod, done + 1, most));
    }

    private Optional<String> fault(Endpoint pod, HttpResult result) {
        String request = "pod " + pod + ": GET " + spec.path();
        if (result instanceof HttpReply reply) {
            boolean good = reply.status() >= 200 && reply.status() < 400;
            return good ? Optional.empty() : Optional.of(request + " answered " + reply.status());
        }
        return Optional.of(request + " failed: " + ((HttpFailure) result).message());
    }
}
