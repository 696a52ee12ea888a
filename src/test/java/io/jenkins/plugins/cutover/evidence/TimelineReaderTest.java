package io.jenkins.plugins.cutover.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import io.jenkins.plugins.cutover.evidence.Timeline.PhaseSpan;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.HarmKind;
import io.jenkins.plugins.cutover.model.KindSample;
import io.jenkins.plugins.cutover.model.Records;
import io.jenkins.plugins.cutover.model.SecretContent;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.TrafficSample;
import io.jenkins.plugins.cutover.model.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimelineReaderTest {
    private CutoverRecord record = Records.open("orders", at(0))
            .with(d -> d.before(new CutoverRecord.Before(
                    10, new SecretContent("orders-1", NullNode.getInstance()), NullNode.getInstance(), null)));

    private static Instant at(int second) {
        return Timelines.START.plusSeconds(second);
    }

    private void event(int second, String kind, Map<String, Object> data) {
        record = record.with(d -> d.event(new Event(at(second), kind, kind, data)));
    }

    private void sample(int second, int percent, long eksErrors) {
        record = record.with(d -> d.sample(
                new TrafficSample(at(second), Share.ofPercent(percent), percent, eksErrors, 100 - percent, 0)));
    }

    private Timeline read(CutoverState state, int second) {
        return TimelineReader.read(record.with(d -> d.state(state)).stored(at(second)));
    }

    private void healthyPhase() {
        event(10, "phase", Map.of("share", 5.0));
        sample(11, 5, 0);
        sample(12, 5, 0);
        event(12, "verdict", Map.of("share", 5.0, "verdict", "HEALTHY"));
    }

    @Test
    void phaseCoversTheSamplesUpToItsVerdict() {
        healthyPhase();
        assertThat(read(CutoverState.RUNNING, 20).phases())
                .containsExactly(new PhaseSpan(Share.ofPercent(5), at(10), at(12), 0.05, Verdict.HEALTHY, 200));
    }

    @Test
    void phaseUnderWayLastsUntilTheLastPoll() {
        event(10, "phase", Map.of("share", 12.5));
        PhaseSpan phase = read(CutoverState.RUNNING, 14).phases().get(0);
        assertThat(phase.to()).isEqualTo(at(14));
        assertThat(phase.verdict()).isNull();
        assertThat(phase.measured()).isNaN();
    }

    @Test
    void aPhaseThatWasAbortedEndsWithTheRollback() {
        event(10, "phase", Map.of("share", 5.0));
        event(13, "rollback", Map.of());
        assertThat(read(CutoverState.ROLLING_BACK, 20).phases())
                .extracting(PhaseSpan::to)
                .containsExactly(at(13));
    }

    @Test
    void rollbackHasItsDurationAndCost() {
        healthyPhase();
        event(20, "phase", Map.of("share", 25.0));
        sample(21, 25, 7);
        event(21, "verdict", Map.of("share", 25.0, "verdict", "HARMFUL"));
        sample(22, 25, 2);
        record = record.with(d -> d.rollback(new CutoverRecord.Rollback(
                "errors", Share.ofPercent(25), true, EksAfter.KEEP, at(21), at(21).plusMillis(41), at(30))));
        assertThat(read(CutoverState.ROLLED_BACK, 30).rollback())
                .isEqualTo(new RollbackSummary("errors", Share.ofPercent(25), at(21), null, 41L, 9L, 10, 10));
    }

    @Test
    void harmedRequestsIncludeKindsThatAreNoErrors() {
        event(20, "phase", Map.of("share", 25.0));
        record = record.with(d -> d.sample(new TrafficSample(
                at(21),
                Share.ofPercent(25),
                100,
                0,
                300,
                0,
                true,
                List.of(new KindSample(HarmKind.NOT_FOUND, 60, 30), new KindSample(HarmKind.REDIRECTED, 1, 30)))));
        event(21, "verdict", Map.of("share", 25.0, "verdict", "HARMFUL"));
        record = record.with(d -> d.rollback(new CutoverRecord.Rollback(
                "404", Share.ofPercent(25), true, EksAfter.KEEP, at(21), at(21).plusMillis(41), at(30))));
        assertThat(read(CutoverState.ROLLED_BACK, 30).rollback().harmedRequests())
                .isEqualTo(50L);
    }

    @Test
    void outcomesFollowTheState() {
        assertThat(read(CutoverState.PARTIAL, 1).outcome()).isEqualTo(CutoverOutcome.UNDER_WAY);
        assertThat(read(CutoverState.RETIRED, 1).outcome()).isEqualTo(CutoverOutcome.COMPLETED);
        assertThat(read(CutoverState.ROLLED_BACK, 1).outcome()).isEqualTo(CutoverOutcome.ROLLED_BACK);
    }

    @Test
    void aRecordJustOpenedCanBeShown() {
        assertThat(Pages.parse(ReportHtml.page(read(CutoverState.DEPLOYING, 0))).getTextContent())
                .contains("under way");
    }
}
