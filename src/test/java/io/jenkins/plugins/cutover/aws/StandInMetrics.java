package io.jenkins.plugins.cutover.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * Amazon CloudWatch, API version 2010-08-01: GetMetricData over two pages. The expression says what it gives:
 * {@code value(12.5)}, {@code none}, {@code partial} (incomplete, with a message; {@code partial-at-first} is completed by
 * the second page), {@code cut} (complete, with a message), {@code without-end} (each page has a next), {@code two} (two
 * series), {@code minutes(5000)} (each minute that was asked for; the newest ones are not complete).
 */
final class StandInMetrics {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StandInMetrics() {}

    static JsonNode fromQuery(Map<String, String> parameters) {
        StandInSts.version(parameters, "2010-08-01");
        ObjectNode asked = JSON.createObjectNode();
        asked.put("StartTime", StandInSts.required(parameters, "StartTime"));
        asked.put("EndTime", StandInSts.required(parameters, "EndTime"));
        if (parameters.containsKey("NextToken")) {
            asked.put("NextToken", parameters.get("NextToken"));
        }
        asked.putArray("MetricDataQueries")
                .addObject()
                .put("Id", StandInSts.required(parameters, "MetricDataQueries.member.1.Id"))
                .put("Expression", StandInSts.required(parameters, "MetricDataQueries.member.1.Expression"));
        return asked;
    }

    static JsonNode answer(JsonNode asked, Instant now) {
        for (String required : new String[] {"StartTime", "EndTime", "MetricDataQueries"}) {
            if (asked.path(required).isMissingNode()) {
                throw new AwsRefusal(400, "ValidationError", "The parameter " + required + " is required.");
            }
        }
        JsonNode query = asked.path("MetricDataQueries").path(0);
        if (!query.path("Id").asText().matches("[a-z]\\w*")) {
            throw new AwsRefusal(
                    400, "ValidationError", "The value for parameter Id must start with a lowercase letter.");
        }
        String expression = query.path("Expression").asText();
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode results = answer.putArray("MetricDataResults");
        ArrayNode messages = answer.putArray("Messages");
        boolean secondPage = asked.hasNonNull("NextToken");
        if (!secondPage || expression.equals("without-end")) {
            answer.put("NextToken", "page-2");
        }
        if (expression.startsWith("minutes(")) {
            minutes(
                    results,
                    asked,
                    Double.parseDouble(expression.substring("minutes(".length(), expression.length() - 1)),
                    now);
        } else if (expression.startsWith("value(")) {
            double value = Double.parseDouble(expression.substring("value(".length(), expression.length() - 1));
            // The first page is empty: the points are on the second.
            series(results, "q1", "Complete", secondPage ? new double[] {value, value - 1} : new double[0], now);
        } else if (expression.equals("two")) {
            series(results, "q1", "Complete", new double[] {1}, now);
            series(results, "q2", "Complete", new double[] {2}, now);
        } else if (expression.startsWith("partial") || expression.equals("cut") || expression.equals("without-end")) {
            boolean partial = expression.equals("partial")
                    || expression.equals("partial-at-first") && !secondPage
                    || expression.equals("partial-at-the-end") && secondPage;
            series(results, "q1", partial ? "PartialData" : "Complete", new double[] {1}, now);
            if (!expression.equals("partial-at-first") && !expression.equals("without-end")) {
                messages.addObject().put("Code", "MaxMetricsExceeded").put("Value", "too many series matched");
            }
        } else {
            series(results, "q1", "Complete", new double[0], now);
        }
        return answer;
    }

    /** Each minute that was asked for; one that ended less than two minutes ago has a tenth of its requests so far. */
    private static void minutes(ArrayNode results, JsonNode asked, double value, Instant now) {
        ObjectNode series =
                results.addObject().put("Id", "q1").put("Label", "q1").put("StatusCode", "Complete");
        ArrayNode times = series.putArray("Timestamps");
        ArrayNode points = series.putArray("Values");
        Instant end = instant(asked.path("EndTime"));
        Instant start = instant(asked.path("StartTime"));
        Instant minute = end.minusMillis(1).truncatedTo(ChronoUnit.MINUTES);
        for (; !minute.isBefore(start); minute = minute.minus(1, ChronoUnit.MINUTES)) {
            boolean whole = !minute.plus(3, ChronoUnit.MINUTES).isAfter(now);
            times.add(minute.getEpochSecond());
            points.add(whole ? value : value / 10);
        }
    }

    private static Instant instant(JsonNode time) {
        return time.isNumber()
                ? Instant.ofEpochMilli(Math.round(time.asDouble() * 1000))
                : Instant.parse(time.asText());
    }

    private static void series(ArrayNode results, String id, String status, double[] values, Instant now) {
        ObjectNode series = results.addObject().put("Id", id).put("Label", id).put("StatusCode", status);
        ArrayNode times = series.putArray("Timestamps");
        ArrayNode points = series.putArray("Values");
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        for (int i = 0; i < values.length; i++) {
            times.add(minute.minus(i + 1L, ChronoUnit.MINUTES).getEpochSecond());
            points.add(values[i]);
        }
    }

    static String xml(JsonNode answer) {
        StringBuilder text =
                new StringBuilder("<GetMetricDataResponse xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\">"
                        + "<GetMetricDataResult><MetricDataResults>");
        for (JsonNode series : answer.path("MetricDataResults")) {
            text.append("<member><Id>").append(series.path("Id").asText()).append("</Id><Label>q</Label><StatusCode>");
            text.append(series.path("StatusCode").asText()).append("</StatusCode><Timestamps>");
            series.path("Timestamps").forEach(t -> text.append("<member>")
                    .append(Instant.ofEpochSecond(t.asLong()))
                    .append("</member>"));
            text.append("</Timestamps><Values>");
            series.path("Values")
                    .forEach(v -> text.append("<member>").append(v.asText()).append("</member>"));
            text.append("</Values></member>");
        }
        text.append("</MetricDataResults><Messages>");
        answer.path("Messages").forEach(m -> text.append("<member><Code>")
                .append(m.path("Code").asText())
                .append("</Code><Value>")
                .append(m.path("Value").asText())
                .append("</Value></member>"));
        text.append("</Messages>");
        if (answer.hasNonNull("NextToken")) {
            text.append("<NextToken>").append(answer.path("NextToken").asText()).append("</NextToken>");
        }
        return text.append(
                        "</GetMetricDataResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetMetricDataResponse>")
                .toString();
    }
}
