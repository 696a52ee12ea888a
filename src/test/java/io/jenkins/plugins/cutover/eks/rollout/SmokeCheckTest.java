package io.jenkins.plugins.cutover.eks.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.http.UnendingServer;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.SmokeSpec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SmokeCheckTest {
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int status = 200;
    private volatile Duration delay = Duration.ZERO;
    private HttpServer pod;
    private Endpoint endpoint;

    @BeforeEach
    void start() throws IOException {
        pod = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        pod.createContext("/", exchange -> {
            asked.incrementAndGet();
            LockSupport.parkNanos(delay.toNanos());
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        pod.start();
        endpoint = new Endpoint("127.0.0.1", pod.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        pod.stop(0);
    }

    @Test
    void aPodThatAnswersPasses() {
        assertThat(ask(1, endpoint, endpoint)).isEqualTo(new Eks.Smoke(1, List.of()));
        assertThat(asked).hasValue(2);
    }

    @Test
    void aWarmUpSendsManyRequestsToEachPod() {
        assertThat(ask(50, endpoint).answers()).isEqualTo(50);
        assertThat(asked).hasValue(50);
    }

    @Test
    void aFailedPodIsReportedOnceAndGetsNoFurtherRequest() {
        status = 503;
        assertThat(ask(50, endpoint).failures()).containsExactly("pod " + endpoint + ": GET /health answered 503");
        assertThat(asked).hasValue(1);
    }

    @Test
    void aRoundCountsTheAnswersThatEveryPodHasGiven() throws IOException {
        try (ServerSocket silent = new ServerSocket(0)) {
            Endpoint mute = new Endpoint("127.0.0.1", silent.getLocalPort());
            assertThat(ask(5, endpoint, mute).answers()).isZero();
        }
    }

    @Test
    void aRoundWithSlowPodsEndsAfterTwoSeconds() {
        delay = Duration.ofMillis(1500);
        Eks.Smoke smoke = ask(Duration.ofSeconds(20), 50, endpoint);
        assertThat(smoke.failures()).isEmpty();
        assertThat(smoke.answers()).isBetween(1, 2);
    }

    @Test
    void aRefusedConnectionIsReported() {
        pod.stop(0);
        assertThat(ask(1, endpoint).failures())
                .singleElement()
                .asString()
                .startsWith("pod " + endpoint + ": GET /health failed: no connection (refused)");
    }

    @Test
    void aSilentPodIsReportedAfterTheTimeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0)) {
            Endpoint mute = new Endpoint("127.0.0.1", silent.getLocalPort());
            assertThat(ask(1, mute).failures())
                    .containsExactly("pod " + mute + ": GET /health failed: no answer within 2s");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = UnendingServer.Answer.class,
            names = {"HEADERS_ONLY", "TRICKLE", "ENDLESS"})
    void aPodWhoseAnswerDoesNotEndFails(UnendingServer.Answer answer) {
        try (UnendingServer server = new UnendingServer(answer)) {
            Endpoint unending = new Endpoint("127.0.0.1", server.port());
            assertThat(ask(1, unending).failures())
                    .singleElement()
                    .asString()
                    .startsWith("pod " + unending + ": GET /health failed: ")
                    .containsAnyOf("no complete answer within 2s", "the answer of 127.0.0.1 is larger than 16 MiB");
        }
    }

    private static Eks.Smoke ask(int times, Endpoint... pods) {
        return ask(Duration.ofSeconds(2), times, pods);
    }

    private static Eks.Smoke ask(Duration timeout, int times, Endpoint... pods) {
        SmokeSpec spec = new SmokeSpec("/health", times, timeout, Duration.ofMinutes(1));
        return new SmokeCheck(spec).ask(List.of(pods), times);
    }
}
