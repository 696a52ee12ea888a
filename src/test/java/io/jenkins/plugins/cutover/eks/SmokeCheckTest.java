package io.jenkins.plugins.cutover.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmokeCheckTest {
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int status = 200;
    private HttpServer pod;
    private Endpoint endpoint;

    @BeforeEach
    void start() throws IOException {
        pod = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        pod.createContext("/", exchange -> {
            asked.incrementAndGet();
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
        assertThat(check(1).failures(List.of(endpoint, endpoint))).isEmpty();
        assertThat(asked).hasValue(2);
    }

    @Test
    void warmingUpAsksEachPodManyTimes() {
        assertThat(check(50).failures(List.of(endpoint))).isEmpty();
        assertThat(asked).hasValue(50);
    }

    @Test
    void aPodThatFailsIsToldOnceAndAskedNoMore() {
        status = 503;
        assertThat(check(50).failures(List.of(endpoint)))
                .containsExactly("pod " + endpoint + ": GET /health answered 503");
        assertThat(asked).hasValue(1);
    }

    @Test
    void aPodThatRefusesIsTold() {
        pod.stop(0);
        assertThat(check(1).failures(List.of(endpoint)))
                .singleElement()
                .asString()
                .startsWith("pod " + endpoint + ": GET /health failed: ConnectException");
    }

    @Test
    void aPodThatIsSilentIsToldAfterTheTimeOut() throws IOException {
        try (ServerSocket silent = new ServerSocket(0)) {
            Endpoint mute = new Endpoint("127.0.0.1", silent.getLocalPort());
            assertThat(new SmokeCheck("/health", 1, Duration.ofMillis(200)).failures(List.of(mute)))
                    .containsExactly("pod " + mute + ": GET /health had no answer in 200 ms");
        }
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new SmokeCheck("health", 1, Duration.ofSeconds(1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("\"health\"");
        assertThatThrownBy(() -> new SmokeCheck("/", 0, Duration.ofSeconds(1)))
                .hasMessageContaining("0 times is not between 1 and 10000");
    }

    private static SmokeCheck check(int times) {
        return new SmokeCheck("/health", times, Duration.ofSeconds(5));
    }
}
