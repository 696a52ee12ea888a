package io.jenkins.plugins.cutover.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.http.HttpCall;
import io.jenkins.plugins.cutover.model.CheckSpec;
import java.time.Instant;
import java.util.Map;

/** Prometheus and what speaks its API (Thanos, Mimir, VictoriaMetrics): "Instant queries" of the HTTP API. */
final class Prometheus implements MetricProvider {
    @Override
    public HttpCall request(CheckSpec check, String secret, Instant now) {
        // Without lookback_delta a series that ended is repeated for five minutes.
        Map<String, String> query = Map.of(
                "query",
                check.query(),
                "time",
                String.valueOf(MetricReading.Period.newest(check, now).end()),
                "timeout",
                "2s",
                "lookback_delta",
                check.window().toSeconds() + "s");
        return ProviderRequests.authorized(ProviderRequests.get(check.url(), "/api/v1/query", query), secret);
    }

    @Override
    public MetricReading reading(CheckSpec check, MetricReply reply, Instant now) {
        JsonNode json = reply.json();
        if (!"success".equals(json.path("status").asText())) {
            return reply.failed(json.path("error").asText());
        }
        MetricReading.Period period = MetricReading.Period.newest(check, now);
        JsonNode result = json.path("data").path("result");
        return switch (json.path("data").path("resultType").asText()) {
            case "scalar" -> value(result, period);
            case "vector" ->
                switch (result.size()) {
                    case 0 -> new MetricReading.NoData("no series answers");
                    case 1 -> value(result.get(0).path("value"), period);
                    default -> MetricReply.several(result.size());
                };
            case "" -> reply.unexpected();
            default ->
                new MetricReading.Failed("the query gives a "
                        + json.path("data").path("resultType").asText() + "; a check needs one number");
        };
    }

    /** A pair of time and text; the text may be NaN or +Inf. */
    private static MetricReading value(JsonNode pair, MetricReading.Period period) {
        String text = pair.path(1).asText();
        try {
            return new MetricReading.Value(Double.parseDouble(text.replace("Inf", "Infinity")), period);
        } catch (NumberFormatException e) {
            return MetricReply.notANumber(text);
        }
    }
}
