package io.jenkins.plugins.cutover.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The answer of Prometheus to a range query ({@code /api/v1/query_range}): a matrix, one series for each column. A series is
 * named by its labels, such as {@code haproxy_requests{side="eks"}}.
 */
final class PrometheusExport {
    private PrometheusExport() {}

    static TrafficTable table(Path path, String text) {
        JsonNode root;
        try {
            root = Json.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(
                    path + " line " + e.getLocation().getLineNr() + ": is no JSON: " + e.getOriginalMessage());
        }
        JsonNode data = root.has("data") ? root.get("data") : root;
        if (!data.path("resultType").asText().equals("matrix")) {
            throw new InvalidInputException(
                    path + ": resultType is \"" + data.path("resultType").asText()
                            + "\": must be matrix, the answer to a range query (/api/v1/query_range)");
        }
        return table(path, data.path("result"));
    }

    private static TrafficTable table(Path path, JsonNode series) {
        List<String> names = new ArrayList<>(List.of("t"));
        Map<Double, String[]> rows = new TreeMap<>();
        for (JsonNode one : series) {
            names.add(name(one.path("metric")));
            for (JsonNode point : one.path("values")) {
                String[] cells = rows.computeIfAbsent(point.get(0).asDouble(), t -> new String[series.size()]);
                cells[names.size() - 2] = point.get(1).asText();
            }
        }
        List<TrafficTable.Row> all = new ArrayList<>();
        rows.forEach((t, cells) -> all.add(row(path, names, all.size() + 1, t, cells)));
        return TrafficTable.of(path, names, all, "Prometheus matrix with " + series.size() + " series");
    }

    private static TrafficTable.Row row(Path path, List<String> names, int number, double t, String[] cells) {
        List<String> row = new ArrayList<>(List.of(String.valueOf(t)));
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] == null) {
                throw new InvalidInputException(path + ": series " + names.get(i + 1) + " has no value at " + t
                        + ": every series must have one at each time");
            }
            row.add(cells[i]);
        }
        return new TrafficTable.Row(number, row);
    }

    private static String name(JsonNode metric) {
        StringBuilder labels = new StringBuilder();
        metric.fields().forEachRemaining(label -> {
            if (!label.getKey().equals("__name__")) {
                labels.append(labels.isEmpty() ? "" : ",")
                        .append(label.getKey())
                        .append("=\"")
                        .append(label.getValue().asText())
                        .append('"');
            }
        });
        return metric.path("__name__").asText() + "{" + labels + "}";
    }
}
