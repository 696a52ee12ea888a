package io.jenkins.plugins.cutover.metrics;

import static io.jenkins.plugins.cutover.metrics.FakeApi.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.jenkins.plugins.cutover.http.UnendingServer;
import io.jenkins.plugins.cutover.model.CheckSpec.Source;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Products that run only as a hosted service, each against the documentation of its API. */
class HostedProvidersTest {

    /** Two minutes before {@link FakeApi#NOW}, on the minute. */
    private static final String MINUTE =
            String.valueOf(Instant.parse("2024-05-06T07:06:00Z").toEpochMilli());

    private static final String MINUTE_BEFORE =
            String.valueOf(Instant.parse("2024-05-06T07:05:00Z").toEpochMilli());

    private final FakeApi api = new FakeApi();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void datadogGivesItsNewestPoint() {
        datadog()
                .answers(
                        200,
                        "{\"status\":\"ok\",\"series\":[{\"pointlist\":[[1714979160000,0.4],[1714979180000,0.7],[1714979200000,null]]}]}");
        assertThat(ask(Source.DATADOG, "avg:errors{side:eks}", "apikey:appkey"))
                .isEqualTo(new MetricReading.Value(0.7));
    }

    @Test
    void datadogWithoutPointsIsNoData() {
        datadog().answers(200, "{\"status\":\"ok\",\"series\":[]}");
        assertThat(ask(Source.DATADOG, "q", "apikey:appkey")).isInstanceOf(MetricReading.NoData.class);
    }

    @Test
    void datadogReportsWrongKeysAndKeysOfTheWrongForm() {
        datadog();
        assertThat(failure(Source.DATADOG, "q", "apikey:wrongkey")).endsWith(" \"q\": HTTP 403: Forbidden");
        assertThat(failure(Source.DATADOG, "q", "onekey")).endsWith("does not hold API_KEY:APPLICATION_KEY");
    }

    @Test
    void datadogReportsErrorsThatHaveStatus200() {
        datadog().answers(200, "{\"status\":\"error\",\"error\":\"Error parsing query\"}");
        assertThat(failure(Source.DATADOG, "q(", "apikey:appkey")).endsWith("HTTP 200: Error parsing query");
    }

    @Test
    void aRateLimitSaysWhenToTryAgain() {
        datadog().answers(429, "{\"errors\":[\"Rate limit exceeded\"]}");
        assertThat(ask(Source.DATADOG, "q", "apikey:appkey")).isInstanceOfSatisfying(MetricReading.Failed.class, f -> {
            assertThat(f.reason()).endsWith("HTTP 429, too many requests; again in 17 s");
            assertThat(f.retryAfter()).isEqualTo(Duration.ofSeconds(17));
        });
    }

    @Test
    void dynatraceGivesOnePointForTheWholeWindow() {
        dynatrace()
                .answers(
                        200,
                        "{\"totalCount\":1,\"resolution\":\"Inf\",\"result\":[{\"metricId\":\"m\",\"data\":"
                                + "[{\"dimensions\":[],\"timestamps\":[1],\"values\":[12.25]}]}]}");
        assertThat(ask(Source.DYNATRACE, "builtin:service.errors", "dt0c01.TOKEN"))
                .isEqualTo(new MetricReading.Value(12.25));
    }

    @Test
    void dynatraceTreatsNullAsNoDataAndRefusesSeveralSeries() {
        dynatrace().answers(200, "{\"result\":[{\"data\":[{\"values\":[null]}]}]}");
        assertThat(ask(Source.DYNATRACE, "m", "dt0c01.TOKEN")).isInstanceOf(MetricReading.NoData.class);
        api.answers(200, "{\"result\":[{\"data\":[{\"values\":[1]},{\"values\":[2]}]}]}");
        assertThat(failure(Source.DYNATRACE, "m", "dt0c01.TOKEN")).contains("2 series instead of one");
    }

    @Test
    void dynatraceReportsItsErrorsWithoutTheToken() {
        dynatrace().answers(400, "{\"error\":{\"code\":400,\"message\":\"bad selector for dt0c01.TOKEN\"}}");
        assertThat(failure(Source.DYNATRACE, "m(", "dt0c01.TOKEN")).endsWith("HTTP 400: bad selector for ***");
        assertThat(failure(Source.DYNATRACE, "m", "other")).contains("HTTP 401: Token Authentication failed");
    }

    @Test
    void splunkGivesTheCountOfASearch() {
        splunk().answers(200, "{\"preview\":false,\"offset\":0,\"lastrow\":true,\"result\":{\"count\":\"7\"}}\n");
        assertThat(ask(Source.SPLUNK, "index=shop status>=500 | stats count", "token"))
                .isEqualTo(new MetricReading.Value(7));
    }

    @Test
    void splunkTreatsAMissingRowAsNoDataAndRefusesSeveralRows() {
        splunk().answers(200, "{\"preview\":false,\"lastrow\":true}\n");
        assertThat(ask(Source.SPLUNK, "index=x", "token")).isInstanceOf(MetricReading.NoData.class);
        api.answers(
                200,
                "{\"preview\":false,\"result\":{\"_raw\":\"a\"}}\n{\"preview\":false,\"result\":{\"_raw\":\"b\"}}");
        assertThat(failure(Source.SPLUNK, "index=x", "token")).contains("2 rows instead of one");
    }

    @Test
    void splunkReportsItsErrors() {
        splunk().answers(400, "{\"messages\":[{\"type\":\"FATAL\",\"text\":\"Unknown search command 'stat'.\"}]}");
        assertThat(failure(Source.SPLUNK, "| stat", "token")).endsWith("HTTP 400: Unknown search command 'stat'.");
        assertThat(failure(Source.SPLUNK, "index=x", "wrong-token")).contains("HTTP 401: call not properly");
    }

    @Test
    void aPageIsOneWhenItAnswersAsExpectedAndZeroWithTheReasonOtherwise() {
        api.at("/health", (e, p) -> Optional.empty()).answers(200, "status: UP");
        assertThat(page("/health")).isEqualTo(new MetricReading.Value(1));
        api.answers(200, "DOWN");
        assertThat(page("/health")).isEqualTo(new MetricReading.Value(0, "its answer does not hold \"UP\""));
        assertThat(page("/other")).isEqualTo(new MetricReading.Value(0, "it answers 404, expected 200"));
        api.close();
        assertThat(page("/health")).isInstanceOfSatisfying(MetricReading.Value.class, v -> assertThat(v.note())
                .contains("no connection"));
    }

    @Test
    void thePageOfAnotherServerIsAFailure() {
        api.at("/api/v1/query", (e, p) -> Optional.empty()).answers(200, "<html>Sign in</html>");
        assertThat(failure(Source.PROMETHEUS, "up", "token")).endsWith("HTTP 200: Sign in");
        assertThat(failure(Source.DATADOG, "q", "apikey:appkey")).contains("not an answer of this API");
    }

    @ParameterizedTest
    @EnumSource(
            value = UnendingServer.Answer.class,
            names = {"SILENCE", "TRICKLE"})
    void anAnswerThatDoesNotEndFailsAtTheDeadline(UnendingServer.Answer answer) {
        try (UnendingServer server = new UnendingServer(answer)) {
            MetricReading reading =
                    FakeApi.read(FakeApi.check(Source.PROMETHEUS, server.uri(), "up"), "token", Duration.ofMillis(400));
            assertThat(reading).isInstanceOfSatisfying(MetricReading.Failed.class, f -> assertThat(f.reason())
                    .endsWith(" answer within 400ms"));
        }
    }

    @Test
    void anAnswerOverTheSizeLimitFails() {
        api.at("/api/v1/query", (e, p) -> Optional.empty()).answers(200, "x".repeat(3 << 20));
        assertThat(failure(Source.PROMETHEUS, "up", "token")).endsWith("the answer of 127.0.0.1 is larger than 1 MiB");
    }

    private FakeApi datadog() {
        return api.at("/api/v1/query", (e, p) -> {
            boolean allowed =
                    "apikey".equals(header(e, "DD-API-KEY")) && "appkey".equals(header(e, "DD-APPLICATION-KEY"));
            if (!allowed) {
                return Optional.of(new FakeApi.Answer(403, "{\"errors\":[\"Forbidden\"]}"));
            }
            boolean timed = String.valueOf(NOW.getEpochSecond()).equals(p.get("to"))
                    && String.valueOf(NOW.getEpochSecond() - 120).equals(p.get("from"));
            return timed && p.containsKey("query") ? Optional.empty() : bad();
        });
    }

    private FakeApi dynatrace() {
        return api.at("/api/v2/metrics/query", (e, p) -> {
            if (!"Api-Token dt0c01.TOKEN".equals(header(e, "Authorization"))) {
                return Optional.of(new FakeApi.Answer(
                        401, "{\"error\":{\"code\":401,\"message\":\"Token Authentication failed\"}}"));
            }
            boolean whole = "Inf".equals(p.get("resolution"))
                    && p.containsKey("metricSelector")
                    && MINUTE_BEFORE.equals(p.get("from"))
                    && MINUTE.equals(p.get("to"));
            return whole ? Optional.empty() : bad();
        });
    }

    private FakeApi splunk() {
        return api.at("/services/search/jobs/export", (e, p) -> {
            if (!"Bearer token".equals(header(e, "Authorization"))) {
                return Optional.of(new FakeApi.Answer(
                        401, "{\"messages\":[{\"type\":\"WARN\",\"text\":\"call not properly authenticated\"}]}"));
            }
            String search = p.getOrDefault("search", "");
            boolean asked = e.getRequestMethod().equals("POST")
                    && (search.startsWith("search ") || search.startsWith("|"))
                    && "json".equals(p.get("output_mode"))
                    && String.valueOf(NOW.getEpochSecond() - 120).equals(p.get("earliest_time"))
                    && String.valueOf(NOW.getEpochSecond() - 60).equals(p.get("latest_time"));
            return asked ? Optional.empty() : bad();
        });
    }

    private static Optional<FakeApi.Answer> bad() {
        return Optional.of(new FakeApi.Answer(400, "a parameter is missing or wrong"));
    }

    private static String header(HttpExchange e, String name) {
        return e.getRequestHeaders().getFirst(name);
    }

    private MetricReading page(String path) {
        return FakeApi.read(FakeApi.check(Source.HTTP, URI.create(api.url() + path), ""), "token");
    }

    private MetricReading ask(Source source, String query, String secret) {
        return FakeApi.bare(FakeApi.read(api.check(source, query), secret));
    }

    private String failure(Source source, String query, String secret) {
        MetricReading reading = ask(source, query, secret);
        assertThat(reading).isInstanceOf(MetricReading.Failed.class);
        return ((MetricReading.Failed) reading).reason();
    }
}
