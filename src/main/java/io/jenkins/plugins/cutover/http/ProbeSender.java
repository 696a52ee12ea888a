package io.jenkins.plugins.cutover.http;

import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.ProbeSpec;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** Sends probes without holding a thread. */
@FunctionalInterface
public interface ProbeSender {
    /** For clients that reach no server: nothing is sent, and nothing counts. */
    ProbeSender NONE = (probe, address) -> CompletableFuture.completedFuture(
            new HttpFailure(HttpFailure.Kind.NO_CONNECTION, "nothing is sent from here"));

    /** The largest answer that is read; its body is dropped. */
    int MOST_BYTES = HttpCall.MIB;

    /**
     * One request.
     *
     * @param address {@code ip:port} of a server
     * @return completes normally at the probe's timeout at the latest
     */
    CompletableFuture<HttpResult> send(ProbeSpec probe, String address);

    /** Over HTTP/1.1, from this machine. */
    static ProbeSender http() {
        return (probe, address) -> {
            try {
                return BoundedHttpClient.sendAsync(
                        HttpCall.of(probe.method(), URI.create("http://" + address + probe.path()))
                                .within(probe.timeout())
                                .atMost(MOST_BYTES)
                                .withoutBody());
            } catch (InvalidInputException | IllegalArgumentException e) {
                return CompletableFuture.completedFuture(
                        new HttpFailure(HttpFailure.Kind.NO_CONNECTION, "\"" + address + "\" is not an address"));
            }
        };
    }
}
