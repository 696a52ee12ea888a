package io.jenkins.plugins.cutover.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.cutover.model.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it measures rates")
class LoadGeneratorTest {
    private final SampleHost host = new SampleHost(7);
    private final ServiceFaults faults = new ServiceFaults();

    @AfterEach
    void stop() {
        host.close();
    }

    private SampleService service(Side side) {
        return host.start(new InetSocketAddress("127.0.0.1", 0), side, side + "-1", Duration.ofMillis(1), faults);
    }

    private LoadGenerator load(double rate, InetSocketAddress... targets) {
        return LoadGenerator.start(LoadPlan.of(rate, List.of(targets)));
    }

    private static void awaitRequests(LoadGenerator load, long n) {
        await().atMost(Duration.ofSeconds(10)).until(() -> load.log().size() >= n);
    }

    @Test
    void requestsRotateOverTheTargetsAndCountTheirSide() {
        try (LoadGenerator load =
                load(500, service(Side.MESOS).address(), service(Side.EKS).address())) {
            awaitRequests(load, 100);
            load.close();
            assertThat(load.snapshot().failed()).isZero();
            assertThat(load.snapshot().measuredShare()).isBetween(0.49, 0.51);
        }
    }

    @Test
    void theRateIsKeptWhateverTheLatency() {
        faults.latency(100);
        try (LoadGenerator load = load(500, service(Side.EKS).address())) {
            Instant from = load.now();
            awaitRequests(load, 500);
            load.close();
            assertThat(load.between(from, from.plusMillis(500)).total()).isBetween(249L, 251L);
            assertThat(load.snapshot().latency(50)).isBetween(Duration.ofMillis(80), Duration.ofMillis(130));
        }
    }

    @Test
    void aServicesOwnErrorsAreNotLosses() {
        faults.errors(0.2);
        try (LoadGenerator load = load(1000, service(Side.EKS).address())) {
            awaitRequests(load, 500);
            load.close();
            assertThat(load.snapshot().lost()).isZero();
            assertThat((double) load.snapshot().errors(Side.EKS)
                            / load.snapshot().total())
                    .isBetween(0.12, 0.28);
        }
    }

    @Test
    void aCrashedServiceIsLostAndComesBack() {
        try (LoadGenerator load = load(500, service(Side.EKS).address())) {
            awaitRequests(load, 20);
            faults.crash();
            await().until(() -> load.snapshot().of(Outcome.REFUSED) > 10);
            faults.heal();
            Instant healed = load.now();
            await().until(() -> load.since(healed).total() > 20);
            load.close();
            assertThat(load.since(healed).failed()).isZero();
            assertThat(load.snapshot().lost()).isPositive();
        }
    }

    @Test
    void aServerThatNeverAnswersIsATimeoutCountedFromTheDueMoment() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                LoadGenerator load = LoadGenerator.start(
                        LoadPlan.of(100, List.of((InetSocketAddress) silent.getLocalSocketAddress()))
                                .withTimeout(Duration.ofMillis(300)))) {
            awaitRequests(load, 10);
            load.close();
            assertThat(load.snapshot().of(Outcome.TIMEOUT))
                    .isEqualTo(load.snapshot().total());
            load.log().between(Instant.MIN, Instant.MAX, e -> assertThat(e.latency())
                    .isBetween(300_000L, 900_000L));
        }
    }

    @Test
    void anAnswerWithoutASideIsHaproxysOwn() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                LoadGenerator load = load(50, (InetSocketAddress) proxy.getLocalSocketAddress());
                Socket client = proxy.accept()) {
            client.getOutputStream()
                    .write("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 2\r\n\r\nno".getBytes(ISO_8859_1));
            await().until(() -> load.snapshot().of(Outcome.PROXY_ERROR) == 1);
        }
    }

    @Test
    void aKeptConnectionClosedBeforeTheAnswerIsTriedOnceMore() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                LoadGenerator load = load(2, (InetSocketAddress) proxy.getLocalSocketAddress())) {
            try (Socket kept = proxy.accept()) {
                answer(kept);
                assertThat(kept.getInputStream().read()).isEqualTo('G');
                load.rate(0);
            }
            try (Socket fresh = proxy.accept()) {
                answer(fresh);
                await().until(() -> load.snapshot().of(Outcome.OK) == 2);
            }
            assertThat(load.retries()).isEqualTo(1);
        }
    }

    private static void answer(Socket client) throws IOException {
        byte[] request = client.getInputStream().readNBytes(3);
        assertThat(request).asString().isEqualTo("GET");
        client.getInputStream().skipNBytes(" / HTTP/1.1\r\nHost: sandbox\r\n\r\n".length());
        client.getOutputStream()
                .write("HTTP/1.1 200 OK\r\nX-Side: EKS\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1));
    }

    @Test
    void closeLeavesNoRequestInFlight() {
        LoadGenerator load = load(2000, service(Side.MESOS).address());
        awaitRequests(load, 100);
        load.close();
        assertThat(load.inFlight()).isZero();
        assertThat(load.snapshot().failed()).isZero();
    }
}
