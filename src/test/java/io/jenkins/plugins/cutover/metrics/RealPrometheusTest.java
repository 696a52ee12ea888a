package io.jenkins.plugins.cutover.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.cutover.model.CheckSpec;
import java.io.IOException;
import java.net.URI;
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

/** Debian's Prometheus, scraping a service once a second. */
class RealPrometheusTest {
    private static final String EKS = "orders_error_ratio{side=\"eks\"}";

    @TempDir
    private static Path folder;

    private static FakeApi service;
    private static ServerProcess prometheus;
    private static URI url;

    @BeforeAll
    static void start() throws IOException {
        ServerProcess.needs("/usr/bin/prometheus", "prometheus");
        service = new FakeApi()
                .at("/metrics", (e, p) -> Optional.empty())
                .answers(200, EKS + " 0.25\norders_error_ratio{side=\"mesos\"} 0.125\n");
        int port = ServerProcess.freePort();
        url = URI.create("http://127.0.0.1:" + port);
        Path config = Files.writeString(
                folder.resolve("prometheus.yml"), """
                scrape_configs:
                  - job_name: orders
                    scrape_interval: 1s
                    scrape_timeout: 1s
                    static_configs: [{targets: ["%s"]}]
                """.formatted(service.url().getAuthority()));
        prometheus = new ServerProcess(
                folder,
                Map.of(),
                List.of(
                        "/usr/bin/prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=" + url.getAuthority(),
                        "--log.level=error"));
        await().atMost(Duration.ofSeconds(60)).until(() -> ask(EKS) instanceof MetricReading.Value);
    }

    @AfterAll
    static void stop() {
        if (prometheus != null) {
            prometheus.close();
            service.close();
        }
    }

    @Test
    void oneSeriesIsAValueAndSoIsAScalar() {
        assertThat(ask(EKS)).isEqualTo(new MetricReading.Value(0.25));
        assertThat(ask("sum(orders_error_ratio)")).isEqualTo(new MetricReading.Value(0.375));
        assertThat(ask("1 + 2")).isEqualTo(new MetricReading.Value(3));
    }

    @Test
    void aSeriesThatIsNotThereIsNoData() {
        assertThat(ask("orders_eror_ratio")).isInstanceOf(MetricReading.NoData.class);
    }

    @Test
    void aDivisionByZeroIsNoData() {
        assertThat(ask("0 / 0")).isInstanceOf(MetricReading.NoData.class);
        assertThat(ask("1 / 0")).isInstanceOf(MetricReading.NoData.class);
    }

    @Test
    void aNumberIsThatOfAPeriodWhoseScrapesAreIn() {
        long before = Instant.now().getEpochSecond();
        MetricReading.Value at = (MetricReading.Value) reading("time() + 0 * max_over_time(vector(1)[30s:1s])", null);
        assertThat(at.value())
                .isEqualTo(at.period().end())
                .isBetween(before - 11.0, Instant.now().getEpochSecond() - 10.0);
        assertThat(at.period().end() - at.period().start()).isEqualTo(30);
    }

    @Test
    void severalSeriesAndRangesAreRefused() {
        assertThat(failure("orders_error_ratio")).endsWith("2 series instead of one; sum or filter in the query");
        assertThat(failure("orders_error_ratio[1m]")).endsWith("gives a matrix; a check needs one number");
    }

    @Test
    void aWrongQueryIsReportedWithPrometheussMessage() {
        assertThat(failure("sum(")).contains("HTTP 400: ").contains("parse error");
    }

    @Test
    void aSeriesThatEndedIsNoDataSoon() {
        String gone = "gone{side=\"eks\"}";
        service.answers(200, gone + " 1\n" + EKS + " 0.25\norders_error_ratio{side=\"mesos\"} 0.125\n");
        await().atMost(Duration.ofSeconds(20)).until(() -> ask(gone) instanceof MetricReading.Value);
        service.answers(200, EKS + " 0.25\norders_error_ratio{side=\"mesos\"} 0.125\n");
        await().atMost(Duration.ofSeconds(20)).until(() -> ask(gone) instanceof MetricReading.NoData);
    }

    private static MetricReading ask(String query) {
        return FakeApi.bare(reading(query, Duration.ofSeconds(1)));
    }

    /** @param delay null for the source's own */
    private static MetricReading reading(String query, Duration delay) {
        CheckSpec check = FakeApi.check(CheckSpec.Source.PROMETHEUS, url, query, delay);
        return new MetricProviders(name -> Optional.of("token"), Clock.systemUTC(), Duration.ofSeconds(5)).read(check);
    }

    private static String failure(String query) {
        MetricReading reading = ask(query);
        assertThat(reading).isInstanceOf(MetricReading.Failed.class);
        return ((MetricReading.Failed) reading).reason();
    }
}
