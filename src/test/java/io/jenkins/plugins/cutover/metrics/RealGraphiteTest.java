package io.jenkins.plugins.cutover.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.cutover.model.CheckSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's carbon-cache and graphite-web, with whisper files of one point a second. */
class RealGraphiteTest {
    private static final String PYTHON = "/usr/bin/python3";
    private static final String EKS = "orders.eks.errors";

    @TempDir
    private static Path folder;

    private static ServerProcess carbon;
    private static ServerProcess web;
    private static URI url;
    private static int lines;

    @BeforeAll
    static void start() throws IOException {
        ServerProcess.needs("/usr/bin/carbon-cache", "graphite-carbon");
        ServerProcess.needs("/usr/lib/python3/dist-packages/graphite/settings.py", "graphite-web");
        lines = ServerProcess.freePort();
        int cache = ServerProcess.freePort();
        carbon = carbon(lines, ServerProcess.freePort(), cache);
        web = web(ServerProcess.freePort(), cache);
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            send(EKS, "0.25");
            return ask(EKS) instanceof MetricReading.Value;
        });
    }

    @AfterAll
    static void stop() {
        for (ServerProcess process : new ServerProcess[] {carbon, web}) {
            if (process != null) {
                process.close();
            }
        }
    }

    @Test
    void theLastPointThatIsNotNullIsTheValue() {
        send(EKS, "0.25");
        assertThat(ask(EKS)).isEqualTo(new MetricReading.Value(0.25));
        assertThat(ask("scale(orders.eks.errors,4)")).isEqualTo(new MetricReading.Value(1));
    }

    @Test
    void aHalfWrittenPointIsNotTheValue() {
        Instant now = Instant.now();
        send("orders.fresh", "7", now.minusSeconds(20));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            send("orders.fresh", "900", Instant.now());
            assertThat(reading("orders.fresh", null)).isInstanceOfSatisfying(MetricReading.Value.class, v -> {
                assertThat(v.value()).isEqualTo(7);
                assertThat(v.period())
                        .isEqualTo(new MetricReading.Period(now.getEpochSecond() - 20, now.getEpochSecond() - 19));
            });
        });
    }

    @Test
    void aSeriesThatIsNotThereIsNoData() {
        assertThat(ask("orders.eks.erors"))
                .isInstanceOfSatisfying(
                        MetricReading.NoData.class, n -> assertThat(n.reason()).endsWith("no such series"));
    }

    @Test
    void onlyNullsAreNoData() {
        send("orders.old.errors", "1", Instant.now().minusSeconds(300));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(ask("orders.old.errors"))
                .isInstanceOfSatisfying(MetricReading.NoData.class, n -> assertThat(n.reason())
                        .endsWith("only nulls in the last 60 s")));
    }

    @Test
    void severalSeriesAreRefused() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            send("orders.mesos.errors", "1");
            assertThat(ask("orders.*.errors"))
                    .isInstanceOfSatisfying(MetricReading.Failed.class, f -> assertThat(f.reason())
                            .contains(" series instead of one"));
        });
    }

    @Test
    void aWrongQueryIsNoEvidence() {
        assertThat(ask("sumSeries(")).isNotInstanceOf(MetricReading.Value.class);
        assertThat(ask("nosuch(orders.eks.errors)")).isNotInstanceOf(MetricReading.Value.class);
    }

    private static ServerProcess carbon(int lines, int pickles, int queries) throws IOException {
        Files.writeString(folder.resolve("storage-schemas.conf"), "[all]\npattern = .*\nretentions = 1s:1h\n");
        Path config = Files.writeString(folder.resolve("carbon.conf"), """
                [cache]
                STORAGE_DIR = %1$s
                LOCAL_DATA_DIR = %1$s/whisper/
                CONF_DIR = %1$s
                LOG_DIR = %1$s
                PID_DIR = %1$s
                USER =
                MAX_CACHE_SIZE = inf
                LINE_RECEIVER_INTERFACE = 127.0.0.1
                LINE_RECEIVER_PORT = %2$d
                PICKLE_RECEIVER_INTERFACE = 127.0.0.1
                PICKLE_RECEIVER_PORT = %3$d
                CACHE_QUERY_INTERFACE = 127.0.0.1
                CACHE_QUERY_PORT = %4$d
                """.formatted(folder, lines, pickles, queries));
        return new ServerProcess(
                folder,
                Map.of(),
                List.of(
                        "/usr/bin/carbon-cache",
                        "--config=" + config,
                        "--pidfile=" + folder.resolve("pid"),
                        "--nodaemon",
                        "start"));
    }

    private static ServerProcess web(int port, int cache) throws IOException {
        Files.createDirectories(folder.resolve("whisper")); // read once, when the server starts
        Files.writeString(folder.resolve("cutover_graphite.py"), """
                SECRET_KEY = 'loopback'
                ALLOWED_HOSTS = ['*']
                CONF_DIR = STORAGE_DIR = LOG_DIR = '%1$s'
                WHISPER_DIR = '%1$s/whisper'
                INDEX_FILE = '%1$s/index'
                CARBONLINK_HOSTS = ['127.0.0.1:%2$d']
                """.formatted(folder, cache));
        Path script = Files.writeString(folder.resolve("serve.py"), """
                import os
                from wsgiref.simple_server import make_server
                os.environ['DJANGO_SETTINGS_MODULE'] = 'graphite.settings'
                os.environ['GRAPHITE_SETTINGS_MODULE'] = 'cutover_graphite'
                from django.core.wsgi import get_wsgi_application
                make_server('127.0.0.1', %d, get_wsgi_application()).serve_forever()
                """.formatted(port));
        url = URI.create("http://127.0.0.1:" + port);
        return new ServerProcess(folder, Map.of("PYTHONPATH", folder.toString()), List.of(PYTHON, script.toString()));
    }

    private static void send(String series, String value) {
        send(series, value, Instant.now());
    }

    /** The plaintext protocol of carbon. */
    private static void send(String series, String value, Instant at) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), lines)) {
            String line = series + " " + value + " " + at.getEpochSecond() + "\n";
            socket.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException notListeningYet) {
            // the next attempt, or the assertion, shows it
        }
    }

    private static MetricReading ask(String query) {
        return FakeApi.bare(reading(query, Duration.ofSeconds(1)));
    }

    /** @param delay null for the source's own */
    private static MetricReading reading(String query, Duration delay) {
        CheckSpec check = FakeApi.check(CheckSpec.Source.GRAPHITE, url, query, delay);
        return new MetricProviders(name -> Optional.of("token"), Clock.systemUTC(), Duration.ofSeconds(5)).read(check);
    }
}
