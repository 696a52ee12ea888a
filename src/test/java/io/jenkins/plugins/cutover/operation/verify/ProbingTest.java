package io.jenkins.plugins.cutover.operation.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.cutover.http.HttpFailure;
import io.jenkins.plugins.cutover.http.HttpReply;
import io.jenkins.plugins.cutover.http.ProbeSender;
import io.jenkins.plugins.cutover.http.UnendingServer;
import io.jenkins.plugins.cutover.judge.Counts;
import io.jenkins.plugins.cutover.judge.Pair;
import io.jenkins.plugins.cutover.model.ProbeSpec;
import io.jenkins.plugins.cutover.simulation.VirtualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Probes over real sockets, under a clock of the test. */
class ProbingTest {
    private static final ProbeSpec HEALTH =
            new ProbeSpec("/health?deep=1", "GET", List.of(), 10, Duration.ofMillis(500));

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-05T10:00:00Z"));
    private final Probing probing = new Probing(time.clock(), ProbeSender.http());
    private final AtomicInteger eksAsked = new AtomicInteger();
    private final AtomicInteger mesosAsked = new AtomicInteger();
    private HttpServer eks;
    private HttpServer mesos;
    private Pair seen = Pair.NONE;

    @BeforeEach
    void start() throws IOException {
        eks = server(503, eksAsked);
        mesos = server(200, mesosAsked);
    }

    @AfterEach
    void stop() {
        eks.stop(0);
        mesos.stop(0);
    }

    @Test
    void bothSidesGetTheSameProbesAndAreCountedApart() {
        rounds(3, true);
        await().untilAsserted(() -> {
            seen = seen.plus(round(false));
            assertThat(seen).isEqualTo(Pair.of(10, 10, 10, 0));
        });
        assertThat(eksAsked).hasValue(10);
        assertThat(mesosAsked).hasValue(10);
    }

    @Test
    void nothingIsSentWhileTheTrafficReturnsToMesos() {
        rounds(3, false);
        assertThat(eksAsked).hasValue(0);
        assertThat(mesosAsked).hasValue(0);
    }

    @Test
    void nothingIsSentToOneSideAlone() {
        time.run(Duration.ofSeconds(1));
        probing.round(List.of(), List.of(address(mesos)), List.of(HEALTH), true);
        time.run(Duration.ofSeconds(1));
        probing.round(List.of(), List.of(address(mesos)), List.of(HEALTH), true);
        assertThat(mesosAsked).hasValue(0);
    }

    @Test
    void aPauseIsNotMadeUpForByABurst() {
        round(true);
        time.run(Duration.ofMinutes(10));
        round(true);
        await().until(() -> eksAsked.get() + mesosAsked.get() >= 30);
        assertThat(eksAsked.get() + mesosAsked.get()).isEqualTo(30);
    }

    @Test
    void aRefusedConnectionDoesNotCount() {
        eks.stop(0);
        rounds(3, true);
        await().until(() -> {
            seen = seen.plus(round(false));
            return seen.baseline().requests() == 10;
        });
        assertThat(seen.canary()).isEqualTo(Counts.NONE);
    }

    @Test
    void aServerThatNeverAnswersDoesNotHoldThePoll() {
        ProbeSpec patient = new ProbeSpec("/health", "GET", List.of(), 10, ProbeSpec.LONGEST);
        try (UnendingServer silent = new UnendingServer(UnendingServer.Answer.SILENCE)) {
            Instant before = Instant.now();
            for (int i = 0; i < 3; i++) {
                probing.round(List.of(silent.uri().getAuthority()), List.of(address(mesos)), List.of(patient), true);
                time.run(Duration.ofSeconds(1));
            }
            assertThat(Duration.between(before, Instant.now())).isLessThan(patient.timeout());
        }
    }

    @Test
    void aProbeWithoutAnAnswerFailsOnceTheSideAnswersAnother() {
        ProbeTally tally = new ProbeTally();
        HttpFailure late = new HttpFailure(HttpFailure.Kind.DEADLINE, "no answer within 1s");
        Instant now = time.clock().instant();
        tally.ended(HEALTH, late, now);
        tally.ended(HEALTH, late, now);
        assertThat(tally.taken()).as("the network may be down").isEqualTo(Counts.NONE);
        tally.ended(HEALTH, new HttpReply(200, Map.of(), ""), now.plusSeconds(1));
        assertThat(tally.taken()).isEqualTo(new Counts(3, 2));
        tally.ended(HEALTH, late, now);
        tally.ended(HEALTH, new HttpReply(200, Map.of(), ""), now.plusSeconds(60));
        assertThat(tally.taken()).isEqualTo(new Counts(1, 0));
    }

    private void rounds(int count, boolean send) {
        for (int i = 0; i < count; i++) {
            seen = seen.plus(round(send));
            time.run(Duration.ofSeconds(1));
        }
    }

    private Pair round(boolean send) {
        return probing.round(List.of(address(eks)), List.of(address(mesos)), List.of(HEALTH), send);
    }

    private static HttpServer server(int status, AtomicInteger asked) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            boolean right = exchange.getRequestMethod().equals("GET")
                    && exchange.getRequestURI().toString().equals("/health?deep=1");
            exchange.sendResponseHeaders(right ? status : 404, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static String address(HttpServer server) {
        return "127.0.0.1:" + server.getAddress().getPort();
    }
}
