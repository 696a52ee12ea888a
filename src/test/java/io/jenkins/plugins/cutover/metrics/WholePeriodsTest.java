package io.jenkins.plugins.cutover.metrics;

import static io.jenkins.plugins.cutover.metrics.FakeApi.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.aws.AwsStandIn;
import io.jenkins.plugins.cutover.model.CheckSpec;
import io.jenkins.plugins.cutover.model.CheckSpec.Source;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each source serves 5,000 in a whole period, and less in one that is not complete yet. */
class WholePeriodsTest {
    private static final double WHOLE = 5000;
    private static final String SECRET = "apikey:appkey";

    private final FakeApi api = new FakeApi();

    @AfterEach
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @EnumSource(names = "HTTP", mode = EnumSource.Mode.EXCLUDE)
    void aHalfWrittenMinuteIsNotJudged(Source source) throws IOException {
        Instant now = source == Source.CLOUDWATCH ? Instant.now() : NOW; // of the stand-in
        MetricReading.Value read = read(source, now);
        assertThat(read.value()).isEqualTo(WHOLE);
        assertThat(read.period().end())
                .isLessThanOrEqualTo(now.minus(check(source).settling()).getEpochSecond());
    }

    @ParameterizedTest
    @EnumSource(names = "HTTP", mode = EnumSource.Mode.EXCLUDE)
    void aSecondReadingOfTheSameMinuteIsKnownByItsPeriod(Source source) throws IOException {
        MetricReading.Period first = read(source, NOW).period();
        MetricReading.Period again = read(source, NOW.plusMillis(900)).period();
        MetricReading.Period later = read(source, NOW.plusSeconds(120)).period();
        assertThat(again.start()).isLessThan(first.end());
        assertThat(later.start()).isGreaterThanOrEqualTo(first.end());
    }

    @Test
    void aPointThatIsNotCompleteYetIsNoNumber() {
        api.at("/render", (e, p) -> Optional.empty())
                .answers(200, "[{\"datapoints\":[[3," + (NOW.getEpochSecond() - 9) + "]]}]");
        assertThat(FakeApi.read(api.check(Source.GRAPHITE, "q"), SECRET))
                .isInstanceOfSatisfying(MetricReading.NoData.class, n -> assertThat(n.reason())
                        .endsWith("only a period that is not complete yet"));
    }

    @Test
    void thePeriodOfPromqlIsItsLongestRange() {
        assertThat(period("rate(a[1m]) / sum(rate(b[5m30s]))")).isEqualTo(Duration.ofSeconds(330));
        assertThat(period("max_over_time(rate(a[30s])[2m:10s])")).isEqualTo(Duration.ofMinutes(2));
        assertThat(period("errors{path=~\"[a-z]\"}")).isEqualTo(Duration.ofMinutes(1));
    }

    private static Duration period(String promql) {
        return FakeApi.check(Source.PROMETHEUS, null, promql).periodAsked();
    }

    private CheckSpec check(Source source) {
        return api.check(source, source == Source.CLOUDWATCH ? "minutes(5000)" : "q");
    }

    private MetricReading.Value read(Source source, Instant now) throws IOException {
        return (MetricReading.Value) (source == Source.CLOUDWATCH ? cloudWatch(now) : http(source, now));
    }

    private MetricReading cloudWatch(Instant now) throws IOException {
        try (AwsStandIn aws = new AwsStandIn()) {
            CheckSpec check = FakeApi.check(Source.CLOUDWATCH, null, "minutes(5000)");
            return new CloudWatch(
                            aws.clients(Map.of("AWS_CONFIG_FILE", "/nope", "AWS_SHARED_CREDENTIALS_FILE", "/nope")))
                    .read(check, AwsStandIn.secret(), now);
        }
    }

    private MetricReading http(Source source, Instant now) {
        switch (source) {
            case PROMETHEUS ->
                at(
                        "/api/v1/query",
                        p -> "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[" + p.get("time")
                                + ",\"" + number(now, p.get("time"), 1, 10) + "\"]}}");
            case SPLUNK ->
                at(
                        "/services/search/jobs/export",
                        p -> "{\"preview\":false,\"result\":{\"count\":\"" + number(now, p.get("latest_time"), 1, 60)
                                + "\"}}");
            case DYNATRACE ->
                at(
                        "/api/v2/metrics/query",
                        p -> "{\"result\":[{\"data\":[{\"values\":[" + number(now, p.get("to"), 1000, 120) + "]}]}]}");
            case GRAPHITE ->
                api.at("/render", (e, p) -> Optional.empty())
                        .answers(200, "[{\"datapoints\":" + points(now, true) + "}]");
            case DATADOG ->
                api.at("/api/v1/query", (e, p) -> Optional.empty())
                        .answers(
                                200,
                                "{\"status\":\"ok\",\"series\":[{\"interval\":20,\"pointlist\":" + points(now, false)
                                        + "}]}");
            default -> throw new IllegalArgumentException(source.name());
        }
        return new MetricProviders(
                        name -> Optional.of(SECRET), Clock.fixed(now, ZoneOffset.UTC), Duration.ofSeconds(10))
                .read(check(source));
    }

    private interface Body {
        String of(Map<String, String> parameters);
    }

    private void at(String path, Body body) {
        api.at(path, (e, p) -> Optional.of(new FakeApi.Answer(200, body.of(p))));
    }

    /** A source without the time to complete the period has a tenth of it. */
    private static double number(Instant now, String end, int unitsASecond, int delay) {
        boolean whole = now.getEpochSecond() - Long.parseLong(end) / unitsASecond >= delay;
        return whole ? WHOLE : WHOLE / 10;
    }

    /** Points of 20 s; those that ended less than 10 s (Graphite) or a minute (Datadog) ago are not complete. */
    private static String points(Instant now, boolean graphite) {
        StringBuilder all = new StringBuilder("[");
        long newest = now.getEpochSecond() - Math.floorMod(now.getEpochSecond(), 20L);
        for (long start = newest - 160; start <= newest; start += 20) {
            boolean whole = now.getEpochSecond() - (start + 20) >= (graphite ? 10 : 60);
            double value = whole ? WHOLE : WHOLE / 10;
            all.append(all.length() == 1 ? "[" : ",[");
            all.append(graphite ? value + "," + start : start * 1000 + "," + value)
                    .append(']');
        }
        return all.append(']').toString();
    }
}
