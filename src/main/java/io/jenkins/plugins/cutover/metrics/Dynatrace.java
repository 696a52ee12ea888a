package io.jenkins.plugins.cutover.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.http.HttpCall;
import io.jenkins.plugins.cutover.model.CheckSpec;
import java.time.Instant;
import java.util.Map;

/**
 * Dynatrace: "GET data points" of the Metrics API v2. The secret is an access token with {@code metrics.read}. It keeps a
 * number a minute, so that a query begins and ends with one.
 */
final class Dynatrace implements MetricProvider {
    private static final long MILLIS = 1000;

    @Override
    public HttpCall request(CheckSpec check, String secret, Instant now) {
        MetricReading.Period period = MetricReading.Period.ofMinutes(check, now);
        Map<String, String> query = Map.of(
                "metricSelector", check.query(),
                "from", String.valueOf(period.start() * MILLIS),
                "to", String.valueOf(period.end() * MILLIS),
                "resolution", "Inf");
        return ProviderRequests.get(check.url(), "/api/v2/metrics/query", query)
                .header("Authorization", "Api-Token " + secret);
    }

    @Override
    public MetricReading reading(CheckSpec check, MetricReply reply, Instant now) {
        JsonNode json = reply.json();
        if (!reply.ok()) {
            return reply.failed(json.path("error").path("message").asText());
        }
        if (!json.path("result").isArray()) {
            return reply.unexpected();
        }
        JsonNode data = json.path("result").path(0).path("data");
        if (data.size() > 1 || json.path("result").size() > 1) {
            return MetricReply.several(Math.max(data.size(), json.path("result").size()));
        }
        JsonNode value = data.path(0).path("values").path(0);
        return value.isNumber()
                ? new MetricReading.Value(value.asDouble(), MetricReading.Period.ofMinutes(check, now))
                : new MetricReading.NoData(
                        "no data in the last " + check.window().toSeconds() + " s");
    }
}
