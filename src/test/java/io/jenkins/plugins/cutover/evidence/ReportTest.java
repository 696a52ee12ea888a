package io.jenkins.plugins.cutover.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.cutover.evidence.Timeline.PhaseSpan;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void reportHasExactlyTheDocumentedKeys() {
        ObjectNode report = Report.of(Timelines.rolledBack(3, 5, 25));
        assertThat(report.fieldNames())
                .toIterable()
                .containsExactly("outcome", "service", "requests", "phases", "kinds", "rollback", "events");
        assertThat(report.get("requests").fieldNames()).toIterable().containsExactly("total", "failed", "mesos", "eks");
        assertThat(report.get("phases").get(0).fieldNames())
                .toIterable()
                .containsExactly("percent", "measured", "verdict", "seconds", "requests");
        assertThat(report.get("rollback").fieldNames())
                .toIterable()
                .containsExactly(
                        "reason",
                        "phase",
                        "faultToVerdictMs",
                        "verdictToMesosMs",
                        "harmedRequests",
                        "mesosInstancesBefore",
                        "mesosInstancesAfter");
        assertThat(report.get("events").get(0).fieldNames()).toIterable().containsExactly("at", "kind", "text", "data");
    }

    @Test
    void kindsHaveTheirCountsAndTheirDifferenceInPoints() {
        JsonNode kinds = Report.of(Timelines.stalled(40, 5, 25)).get("kinds");
        assertThat(kinds).hasSize(3);
        assertThat(kinds.get(0).get("kind").asText()).isEqualTo("stalled");
        assertThat(kinds.get(0).get("percent").asDouble()).isEqualTo(25);
        assertThat(kinds.get(0).get("mesos").asLong()).isZero();
        double expected = 100.0
                * kinds.get(0).get("eks").asLong()
                / kinds.get(0).get("eksRequests").asLong();
        assertThat(kinds.get(0).get("difference").asDouble())
                .isCloseTo(expected, within(0.001))
                .isBetween(
                        kinds.get(0).get("low").asDouble(),
                        kinds.get(0).get("high").asDouble());
    }

    @Test
    void aCompletedCutoverHasNoRollback() {
        ObjectNode report = Report.of(Timelines.completed(2, 5, 100));
        assertThat(report.get("outcome").asText()).isEqualTo("COMPLETED");
        assertThat(report.get("rollback").isNull()).isTrue();
    }

    @Test
    void percentagesAreNumbersFromZeroToAHundred() {
        PhaseSpan phase = new PhaseSpan(
                Share.ofPercent("12.5"),
                Timelines.START,
                Timelines.START.plusMillis(5_250),
                0.124987,
                Verdict.HEALTHY,
                2_000);
        JsonNode json = report(phase).get("phases").get(0);
        assertThat(json)
                .hasToString(
                        "{\"percent\":12.5,\"measured\":12.499,\"verdict\":\"HEALTHY\",\"seconds\":5.25,\"requests\":2000}");
    }

    @Test
    void unknownValuesAreNull() {
        PhaseSpan phase = new PhaseSpan(Share.ALL, Timelines.START, Timelines.START, Double.NaN, null, 0);
        assertThat(report(phase).get("phases").get(0))
                .hasToString("{\"percent\":100,\"measured\":null,\"verdict\":null,\"seconds\":0,\"requests\":0}");
    }

    @Test
    void oneLineAndThePrettyFileAreTheSame() throws Exception {
        Timeline t = Timelines.rolledBack(2, 5);
        assertThat(Report.line(t)).doesNotContain("\n");
        assertThat(Json.mapper().readTree(Report.line(t)))
                .isEqualTo(Json.mapper().readTree(Report.pretty(t)));
    }

    private static ObjectNode report(PhaseSpan phase) {
        return Report.of(Timeline.of("orders", CutoverOutcome.COMPLETED, phase.from(), phase.to())
                .phases(List.of(phase))
                .build());
    }
}
