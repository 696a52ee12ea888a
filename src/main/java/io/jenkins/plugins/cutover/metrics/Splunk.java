package io.jenkins.plugins.cutover.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.http.HttpCall;
import io.jenkins.plugins.cutover.model.CheckSpec;
import io.jenkins.plugins.cutover.model.Json;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Splunk: {@code search/jobs/export} of the REST API, which streams one JSON object a line. The search must end in one
 * row, such as {@code | stats count}; the number is its field {@code count} or its only field.
 */
final class Splunk implements MetricProvider {
    @Override
    public HttpCall request(CheckSpec check, String secret, Instant now) {
        MetricReading.Period period = MetricReading.Period.newest(check, now);
        String search = check.query().strip();
        String form = ProviderRequests.form(Map.of(
                "search",
                search.startsWith("|") || search.startsWith("search ") ? search : "search " + search,
                "output_mode",
                "json",
                "preview",
                "false",
                "earliest_time",
                String.valueOf(period.start()),
                "latest_time",
                String.valueOf(period.end())));
        HttpCall request = HttpCall.of("POST", URI.create(check.url() + "/services/search/jobs/export"))
                .body("application/x-www-form-urlencoded", form);
        return ProviderRequests.authorized(request, secret);
    }

    @Override
    public MetricReading reading(CheckSpec check, MetricReply reply, Instant now) {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : reply.body().lines().filter(l -> !l.isBlank()).toList()) {
            JsonNode object = Json.parsed(line);
            JsonNode message = object.path("messages").path(0);
            String type = message.path("type").asText();
            if (!reply.ok() || type.equals("FATAL") || type.equals("ERROR")) {
                return reply.failed(message.path("text").asText());
            }
            if (object.path("result").isObject() && !object.path("preview").asBoolean()) {
                rows.add(object.path("result"));
            } else if (!object.has("preview") && !object.has("messages")) {
                return reply.unexpected();
            }
        }
        return reply.ok() ? row(rows, MetricReading.Period.newest(check, now)) : reply.failed("");
    }

    private static MetricReading row(List<JsonNode> rows, MetricReading.Period period) {
        if (rows.size() != 1) {
            return rows.isEmpty()
                    ? new MetricReading.NoData("the search has no row")
                    : new MetricReading.Failed(rows.size() + " rows instead of one; end the search in | stats count");
        }
        JsonNode row = rows.get(0);
        JsonNode field = row.has("count") || row.size() != 1
                ? row.path("count")
                : row.elements().next();
        try {
            return new MetricReading.Value(Double.parseDouble(field.asText()), period);
        } catch (NumberFormatException e) {
            return field.asText().isEmpty() && !field.isMissingNode()
                    ? new MetricReading.NoData("the row is empty")
                    : new MetricReading.Failed("the row has no number named count");
        }
    }
}
