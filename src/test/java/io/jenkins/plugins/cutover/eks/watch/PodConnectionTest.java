package io.jenkins.plugins.cutover.eks.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.jenkins.plugins.cutover.eks.rollout.PodState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A watch on answers that a healthy API server does not give, or seldom. */
class PodConnectionTest {
    private static final String POD = "{\"metadata\":{\"uid\":\"1\",\"name\":\"orders-0\",\"ownerReferences\":"
            + "[{\"kind\":\"StatefulSet\",\"name\":\"orders\",\"controller\":true}]}}";

    private static final WatchSettings SETTINGS = new WatchSettings(
            500,
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private KubernetesClient client;
    private volatile byte[] answer;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/api/v1/namespaces/shop/pods", exchange -> {
            boolean watch = exchange.getRequestURI().getQuery().contains("watch=true");
            byte[] body = watch
                    ? answer
                    : "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[]}"
                            .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length == 0 ? 100 : body.length);
            if (body.length > 0) {
                try (exchange) {
                    exchange.getResponseBody().write(body);
                }
            }
        });
        server.start();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .build())
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    private void watch(String lines) throws Exception {
        answer = lines.getBytes(StandardCharsets.UTF_8);
        new PodConnection(client, "shop", SETTINGS, new PodConnection.Receiver() {
                    @Override
                    public void established(Map<String, PodState> pods) {
                        seen.add("established " + pods);
                    }

                    @Override
                    public void changed(String uid, PodState state) {
                        seen.add(uid + " " + (state == null ? "removed" : state.workload()));
                    }
                })
                .start()
                .get(10, TimeUnit.SECONDS);
    }

    @Test
    void eachEventOfAPodIsReceivedAndOthersAreSkipped() throws Exception {
        watch("{\"type\":\"ADDED\",\"object\":" + POD + "}\n"
                + "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"Pod\",\"metadata\":{\"resourceVersion\":\"9\"}}}\n"
                + "{\"type\":\"DELETED\",\"object\":" + POD + "}\n");
        assertThat(seen).containsExactly("established {}", "1 orders", "1 removed");
    }

    @Test
    void aVersionThatIsTooOldEndsTheWatch() {
        assertThatThrownBy(() -> watch("{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,"
                        + "\"message\":\"too old resource version: 7 (9000)\"}}\n"))
                .hasMessageContaining("too old resource version: 7 (9000)");
    }

    @Test
    void aLineThatIsNoJsonEndsTheWatch() {
        assertThatThrownBy(() -> watch("<html>\n")).hasMessageContaining("Unexpected character");
    }

    @Test
    void anEventThatIsTooLongEndsTheWatch() {
        assertThatThrownBy(() -> watch("x".repeat(5 << 20))).hasMessageContaining("has more than 4194304 bytes");
    }

    @Test
    void aServerThatSendsNothingAndNeverEndsTheWatchIsLeftAfterItsLifeAndTheGrace() {
        long start = System.nanoTime();
        assertThatThrownBy(() -> watch("")).hasMessageContaining("timeout");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(9));
        assertThat(seen).containsExactly("established {}");
    }

    @Test
    void linesAreFoundInPiecesOfAnySize() throws IOException {
        LineSplitter lines = new LineSplitter(10);
        assertThat(lines.add(bytes("ab"))).isEmpty();
        assertThat(lines.add(bytes("c\n\nd\ne"))).containsExactly("abc", "d");
        assertThat(lines.add(bytes("é\n"))).containsExactly("eé");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
