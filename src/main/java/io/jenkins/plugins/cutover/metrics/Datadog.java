package io.jenkins.plugins.cutover.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.http.HttpCall;
import io.jenkins.plugins.cutover.model.CheckSpec;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.time.Instant;
import java.util.Map;

/** Datadog: "Query timeseries points", v1. The secret is {@code API_KEY:APPLICATION_KEY}. */
final class Datadog implements MetricProvider {
    private static final long MILLIS = 1000;

    @Override
    public HttpCall request(CheckSpec check, String secret, Instant now) {
        String[] keys = secret.split(":", -1);
        if (keys.length != 2 || keys[0].isEmpty() || keys[1].isEmpty()) {
            throw new InvalidInputException(
                    "credential \"" + check.credential() + "\" does not hold API_KEY:APPLICATION_KEY");
        }
        Map<String, String> query = Map.of(
                "from",
                        String.valueOf(now.minus(check.settling())
                                .minus(check.window())
                                .getEpochSecond()),
                "to", String.valueOf(now.getEpochSecond()),
                "query", check.query());
        return ProviderRequests.get(check.url(), "/api/v1/query", query)
                .header("DD-API-KEY", keys[0])
                .header("DD-APPLICATION-KEY", keys[1]);
    }

    @Override
    public MetricReading reading(CheckSpec check, MetricReply reply, Instant now) {
        JsonNode json = reply.json();
        if (!reply.ok()) {
            return reply.failed(json.path("errors").path(0).asText());
        }
        if (!"ok".equals(json.path("status").asText())) {
            return json.has("error") ? reply.failed(json.path("error").asText()) : reply.unexpected();
        }
        JsonNode series = json.path("series");
        if (series.size() > 1) {
            return MetricReply.several(series.size());
        }
        MetricReading newest =
                new MetricReading.NoData(series.isEmpty() ? "no series answers" : "the series has no points");
        // A pair of time, the start of the period in milliseconds, and value.
        Points points = new Points(check, now, series.path(0).path("interval").asLong());
        series.path(0).path("pointlist").forEach(p -> points.add(p.path(0).asLong() / MILLIS, p.path(1)));
        return points.newestWhole(newest);
    }
}
