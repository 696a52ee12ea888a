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
                "from", "-" + check.window().plus(check.settling()).toSeconds() + "s",
                "until", "now",
                "format", "json",
                "noCache", "1");
        return ProviderRequests.authorized(ProviderRequests.get(check.url(), "/render", query), secret);
    }

    @Override
    public MetricReading reading(CheckSpec check, MetricReply reply, Instant now) {
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
        // A pair of value and time, the start of the period; every period is there, empty ones as null.
        Points points = new Points(check, now, 0);
        json.path(0).path("datapoints").forEach(p -> points.add(p.path(1).asLong(), p.path(0)));
        return points.newestWhole(newest);
    }
}
