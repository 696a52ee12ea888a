package io.jenkins.plugins.cutover.sandbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess;
import io.jenkins.plugins.cutover.sandbox.LiveCutover;
import io.jenkins.plugins.cutover.sandbox.LoadSnapshot;
import io.jenkins.plugins.cutover.sandbox.Outcome;
import io.jenkins.plugins.cutover.sandbox.SampleService;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Half of the pods accept connections and answer nothing, on real HAProxies. The clients wait three seconds. */
final class SilentPodsTest {
    private static final Duration BAKE = Duration.ofSeconds(6);

    @Test
    void aPhaseDoesNotPassWhileHalfOfTheEksServersAreDown() throws Exception {
        try (LiveCutover cutover = LiveCutover.start(100)) {
            cutover.deploy();
            cutover.shift("25");
            cutover.sandbox().eksServices().stream().limit(2).forEach(SampleService::silence);
            Instant from = cutover.load().now();
            Runner.Run verify = cutover.start(cutover.verify(BAKE));
            cutover.clients(BAKE.plusSeconds(8));
            report("servers are DOWN", cutover, verify, from);
            assertThat(cutover.record().verify().verdict()).isNotEqualTo(Verdict.HEALTHY);
            assertThat(verify.status() + verify.result()).containsPattern("DOWN|HARMFUL");
        }
    }

    /** One of four servers of each side answers nothing: clients give up alike on both. */
    @Test
    void requestsThatClientsGiveUpOnBothSidesAreNoHarmOfEks() throws Exception {
        try (LiveCutover cutover = LiveCutover.start(givesUpUpstream(), 100, "")) {
            cutover.deploy();
            cutover.shift("50");
            cutover.sandbox().eksServices().stream().limit(1).forEach(SampleService::silenceRequests);
            cutover.sandbox().mesosServices().stream().limit(1).forEach(SampleService::silenceRequests);
            Instant from = cutover.load().now();
            Runner.Run verify = cutover.start(cutover.verify(Duration.ofSeconds(10)));
            cutover.clients(Duration.ofSeconds(25));
            report("clients give up on both sides", cutover, verify, from);
            LoadSnapshot clients = cutover.load().since(from);
            assertThat(clients.of(Outcome.TIMEOUT)).isGreaterThan(50);
            assertThat(cutover.record().verify().verdict()).isNotEqualTo(Verdict.HARMFUL);
            assertThat(cutover.record().state().returning()).isFalse();
        }
    }

    private static HaproxyProcess.Setup givesUpUpstream() {
        return HaproxyProcess.Setup.example()
                .edited("option redispatch 1", "option redispatch 1\n    option abortonclose");
    }

    @Test
    void requestsThatClientsGiveUpWithoutAnAnswerAreFailuresOfEks() throws Exception {
        try (LiveCutover cutover = LiveCutover.start(givesUpUpstream(), 100, "")) {
            cutover.deploy();
            cutover.shift("25");
            cutover.sandbox().eksServices().stream().limit(2).forEach(SampleService::silenceRequests);
            Instant from = cutover.load().now();
            Runner.Run verify = cutover.start(cutover.verify(Duration.ofSeconds(10)));
            cutover.await(
                    "an end", Duration.ofSeconds(60), () -> verify.result().isDone());
            report("clients give up", cutover, verify, from);
            assertThat(cutover.record().verify().verdict()).isEqualTo(Verdict.HARMFUL);
        }
    }

    private static void report(String what, LiveCutover cutover, Runner.Run verify, Instant from) {
        LoadSnapshot clients = cutover.load().since(from);
        System.out.println(what + ": " + clients.failed() + " of " + clients.total() + " clients got no answer ("
                + clients.of(Outcome.TIMEOUT) + " gave up); " + verify.status() + " " + verify.result());
    }
}
