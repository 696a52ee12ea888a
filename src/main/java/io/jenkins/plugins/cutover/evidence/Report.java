package io.jenkins.plugins.cutover.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.cutover.evidence.Timeline.PhaseSpan;
import io.jenkins.plugins.cutover.model.Json;

/**
 * {@code report.json}: {@code outcome}, {@code service}, {@code requests{total,failed,mesos,eks}},
 * {@code phases[{percent,measured,verdict,seconds,requests}]},
 * {@code kinds[{kind,percent,eks,eksRequests,mesos,mesosRequests,difference,low,high,limit}]} (percentage points; percent is
 * the phase),
 * {@code rollback{reason,phase,faultToVerdictMs,verdictToMesosMs,harmedRequests,mesosInstancesBefore,
 * mesosInstancesAfter}} or null, {@code events[{at,kind,text,data}]}. Percentages are 0 to 100; a number that is not
 * known is null.
 */
public final class Report {
    private Report() {}

    public static ObjectNode of(Timeline timeline) {
        ObjectNode report = Json.mapper().createObjectNode();
        report.put("outcome", timeline.outcome().name());
        report.put("service", timeline.service());
        report.set("requests", requests(timeline.requests()));
        ArrayNode phases = report.putArray("phases");
        timeline.phases().forEach(p -> phases.add(phase(p)));
        ArrayNode kinds = report.putArray("kinds");
        KindSeriesReader.read(timeline).forEach(s -> kinds.add(kind(s)));
        report.set("rollback", timeline.rollback() == null ? null : rollback(timeline.rollback()));
        report.set("events", Json.mapper().valueToTree(timeline.events()));
        return report;
    }

    /** On one line, as {@code --json} prints it. */
    public static String line(Timeline timeline) {
        return of(timeline).toString();
    }

    /** Indented, for the file. */
    public static String pretty(Timeline timeline) {
        try {
            return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(of(timeline)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values cannot fail to be written", e);
        }
    }

    private static ObjectNode requests(RequestTotals requests) {
        return Json.mapper()
                .createObjectNode()
                .put("total", requests.total())
                .put("failed", requests.failed())
                .put("mesos", requests.mesos())
                .put("eks", requests.eks());
    }

    private static ObjectNode phase(PhaseSpan phase) {
        ObjectNode node = Json.mapper().createObjectNode();
        number(node, "percent", phase.share().percent());
        number(node, "measured", phase.measured() * 100);
        node.put("verdict", phase.verdict() == null ? null : phase.verdict().name());
        number(node, "seconds", phase.seconds());
        return node.put("requests", phase.requests());
    }

    private static ObjectNode kind(KindSeries series) {
        ObjectNode node =
                Json.mapper().createObjectNode().put("kind", series.kind().id());
        KindSeries.Point last = series.last();
        number(
                node,
                "percent",
                series.share() == null ? Double.NaN : series.share().percent());
        node.put("eks", last.eks()).put("eksRequests", last.eksOf());
        node.put("mesos", last.mesos()).put("mesosRequests", last.mesosOf());
        number(node, "difference", last.compared() ? last.difference() * 100 : Double.NaN);
        number(node, "low", last.compared() ? last.interval().low() * 100 : Double.NaN);
        number(node, "high", last.compared() ? last.interval().high() * 100 : Double.NaN);
        number(node, "limit", series.limit() * 100);
        return node;
    }

    private static ObjectNode rollback(RollbackSummary rollback) {
        ObjectNode node = Json.mapper().createObjectNode().put("reason", rollback.reason());
        number(node, "phase", rollback.phase().percent());
        return node.put("faultToVerdictMs", rollback.faultToVerdictMs())
                .put("verdictToMesosMs", rollback.verdictToMesosMs())
                .put("harmedRequests", rollback.harmedRequests())
                .put("mesosInstancesBefore", rollback.mesosInstancesBefore())
                .put("mesosInstancesAfter", rollback.mesosInstancesAfter());
    }

    /** With three decimals at most, and none where none are needed. */
    private static void number(ObjectNode node, String name, double value) {
        double rounded = Math.round(value * 1000) / 1000.0;
        if (Double.isNaN(value)) {
            node.putNull(name);
        } else if (rounded == Math.rint(rounded)) {
            node.put(name, (long) rounded);
        } else {
            node.put(name, rounded);
        }
    }
}
