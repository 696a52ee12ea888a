package io.jenkins.plugins.cutover.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.http.HttpCall;
import io.jenkins.plugins.cutover.model.CheckSpec;
import java.time.Instant;
import java.util.Map;

/** Graphite: "The Render URL API" with {@code format=json}. */
final class Graphite implements MetricProvider {
    @Override
    public HttpCall request(CheckSpec check, String secret, Instant now) {
        Map<String, String> query = Map.of(
                "target", check.query(),
                "from", "-" + check.window().toSeconds() + "s",
                "until", "now",
                "format", "json",
                "noCache", "1");
        return ProviderRequests.authorized(ProviderRequests.get(check.url(), "/render", query), secret);
    }

    @Override
    public MetricReading reading(CheckSpec check, MetricReply reply) {
        JsonNode json = reply.json();
        if (!reply.ok() || !json.isArray()) {
            return reply.ok() ? reply.unexpected() : reply.failed("");
        }
        if (json.size() > 1) {
            return MetricReply.several(json.size());
        }
        MetricReading newest = new MetricReading.NoData(
                json.isEmpty()
                        ? "no such series"
                        : "only nulls in the last " + check.window().toSeconds() + " s");
        for (JsonNode point : json.path(0).path("datapoints")) {
            if (point.path(0).isNumber()) {
                newest = new MetricReading.Value(point.path(0).asDouble());
            }
        }
        return newest;
    }
}
