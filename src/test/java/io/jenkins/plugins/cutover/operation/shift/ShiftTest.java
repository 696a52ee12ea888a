package io.jenkins.plugins.cutover.operation.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.resume.ResumePlan;
import io.jenkins.plugins.cutover.operation.verify.Verify;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShiftTest {
    private static final Duration SECONDS_30 = Duration.ofSeconds(30);

    private final CalmWorld rehearsal = new CalmWorld().upTo();

    @Test
    void isDoneWhenClientsGetTheRequestedSplit() {
        rehearsal.world().clients().rate(400);
        Map<String, Object> result = rehearsal.run(shift("25", ShiftOptions.of(Duration.ZERO, SECONDS_30)));
        assertThat((double) result.get("measuredPercent")).isBetween(24.0, 26.0);
        assertThat(rehearsal.history())
                .anyMatch(h -> h.matches("measured: EKS 2\\d\\.\\d\\d% of [\\d,]+ requests, as expected"));
    }

    @Test
    void tooLittleTrafficIsReported() {
        rehearsal.world().clients().rate(10);
        Map<String, Object> result = rehearsal.run(shift("5", ShiftOptions.of(Duration.ZERO, Duration.ofSeconds(10))));
        assertThat(result).doesNotContainKey("measuredPercent");
        assertThat(result.get("measured"))
                .asString()
                .startsWith("not enough traffic: ")
                .contains("2,000 are needed");
    }

    @Test
    void wrongSplitIsUndone() {
        rehearsal.world().clients().rate(400);
        rehearsal.world().clients().stubborn(Side.EKS, 3);
        assertThatThrownBy(() -> rehearsal.run(shift("20", ShiftOptions.of(Duration.ZERO, SECONDS_30))))
                .hasMessageContaining(", expected ")
                .hasMessageContaining("in 3 measurements; the fleet is back at 0%");
        assertThat(rehearsal.mesosAsBefore()).isTrue();
    }

    @Test
    void harmEndsTheShiftWhileItIsMeasured() {
        rehearsal.world().clients().errors(Side.EKS, 0.5);
        assertThatThrownBy(() -> rehearsal.run(shift("5", ShiftOptions.of(Duration.ZERO, SECONDS_30))))
                .hasMessageContaining("HARMFUL")
                .hasMessageEndingWith("traffic is back on Mesos");
        assertThat(rehearsal.record().state()).isEqualTo(CutoverState.ROLLING_BACK);
    }

    @Test
    void harmEndsAShiftThatWaitsForAnInstance() {
        rehearsal.world().fleet().get(1).cutOff(true);
        rehearsal.start(shift("50", ShiftOptions.of(Duration.ZERO, Duration.ofMinutes(5))));
        rehearsal.time().run(Duration.ofSeconds(5));
        rehearsal.world().clients().errors(Side.EKS, 1);
        rehearsal.time().run(Duration.ofSeconds(40)); // a poll waits for the silent instance several times
        assertThat(rehearsal.asBefore(rehearsal.world().fleet().get(0)))
                .as(String.join("\n", rehearsal.history()))
                .isTrue();
        assertThat(rehearsal.record().rollback().reason()).startsWith("HARMFUL");
    }

    @Test
    void shiftIsWatchedAfterTheClockIsSetBack() {
        rehearsal.world().fleet().get(0).servers().get(0).open(2);
        Runner.Run run = rehearsal.start(shift("100", draining(false)));
        rehearsal.time().after(Duration.ofMillis(1), () -> rehearsal.time().jump(Duration.ofHours(-1)));
        rehearsal.time().run(Duration.ofSeconds(4));
        rehearsal.world().cluster().killPods(2, Duration.ofMinutes(10));
        rehearsal.time().run(Duration.ofSeconds(4));
        assertThat(run.result()).isCompletedExceptionally();
        assertThat(rehearsal.mesosAsBefore()).isTrue();
    }

    @Test
    void harmEndsARamp() {
        rehearsal.start(shift("100", ShiftOptions.of(Duration.ofMinutes(2), SECONDS_30)));
        rehearsal.time().run(Duration.ofSeconds(60));
        assertThat(rehearsal.record().share().percent()).isBetween(40.0, 55.0);
        rehearsal.world().clients().errors(Side.EKS, 0.5);
        rehearsal.time().run(Duration.ofSeconds(10));
        assertThat(rehearsal.mesosAsBefore()).isTrue();
    }

    @Test
    void podsThatAreReplacedDuringARampAreFollowed() {
        rehearsal.start(shift("40", ShiftOptions.of(Duration.ofMinutes(2), SECONDS_30)));
        podsAreReplacedAfter(Duration.ofSeconds(40));
    }

    @Test
    void podsThatAreReplacedWhileTheSplitIsMeasuredAreFollowed() {
        rehearsal.world().clients().rate(1);
        rehearsal.start(shift("40", ShiftOptions.of(Duration.ZERO, Duration.ofMinutes(2))));
        podsAreReplacedAfter(Duration.ofSeconds(10));
    }

    private void podsAreReplacedAfter(Duration time) {
        rehearsal.time().run(time);
        var before = rehearsal.record().desired().eks();
        rehearsal.world().cluster().killPods(1, Duration.ZERO);
        rehearsal.time().run(Duration.ofSeconds(20));
        assertThat(rehearsal.record().shift().done()).isFalse();
        assertThat(rehearsal.record().desired().eks()).hasSameSizeAs(before).isNotEqualTo(before);
        assertThat(rehearsal.eksFractions()).allSatisfy(f -> assertThat(f)
                .isCloseTo(rehearsal.record().share().fraction(), within(.01)));
    }

    @Test
    void aRampHasTwentyStepsAndEndsAtItsTarget() {
        rehearsal.start(shift("40", ShiftOptions.of(Duration.ofMinutes(2), SECONDS_30)));
        rehearsal.time().run(Duration.ofSeconds(5));
        assertThat(rehearsal.record().share()).isEqualTo(Share.ofPercent(2));
        rehearsal.time().run(Duration.ofSeconds(8));
        assertThat(rehearsal.record().share()).isEqualTo(Share.ofPercent(4));
        rehearsal.time().run(Duration.ofSeconds(120));
        assertThat(rehearsal.record().share()).isEqualTo(Share.ofPercent(40));
    }

    @Test
    void evidenceOfTheShiftCountsForThePhase() {
        rehearsal.world().clients().rate(400);
        rehearsal.run(shift("25", ShiftOptions.of(Duration.ZERO, SECONDS_30)));
        var evidence = rehearsal.record().verify().judge().path("phase").path("start");
        rehearsal.run(rehearsal.verify());
        assertThat(rehearsal.record().verify().judge().path("phase").path("start"))
                .isEqualTo(evidence);
    }

    @Test
    void afterAPauseThePhaseStartsWithItsFirstPoll() {
        rehearsal.world().clients().rate(400);
        rehearsal.run(shift("25", ShiftOptions.of(Duration.ZERO, SECONDS_30)));
        double evidence =
                rehearsal.record().verify().judge().path("phase").path("start").asDouble();
        rehearsal.time().run(Duration.ofMinutes(30));
        rehearsal.run(rehearsal.verify());
        assertThat(rehearsal
                        .record()
                        .verify()
                        .judge()
                        .path("phase")
                        .path("start")
                        .asDouble())
                .isGreaterThan(evidence + 1700);
    }

    @Test
    void afterAPauseAPhaseNeedsNewRequestsToEks() {
        rehearsal.world().clients().rate(400);
        rehearsal.run(shift("25", ShiftOptions.of(Duration.ZERO, SECONDS_30)));
        Runner.Run dies = rehearsal.start(verifyFor(Duration.ofSeconds(15)));
        rehearsal.time().run(Duration.ofSeconds(8));
        dies.cancel();
        rehearsal.time().run(Duration.ofSeconds(5));
        rehearsal.world().clients().rate(0);
        rehearsal.time().run(Duration.ofSeconds(20));
        Runner.Run next = rehearsal.start(verifyFor(Duration.ofSeconds(15)));
        rehearsal.time().run(Duration.ofSeconds(2));
        assertThat(next.status()).contains("requests to EKS after a pause");
        rehearsal.world().clients().rate(400);
        rehearsal.time().run(Duration.ofSeconds(5));
        assertThat(next.result()).isCompleted();
        assertThat(rehearsal.record().verify().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    private Verify verifyFor(Duration bake) {
        return new Verify(rehearsal.context("orders#1"), "orders", bake);
    }

    @Test
    void measurementContinuesAfterACrash() {
        rehearsal.world().clients().rate(100);
        Runner.Run dies = rehearsal.start(shift("10", ShiftOptions.of(Duration.ZERO, SECONDS_30)));
        rehearsal.time().run(Duration.ofSeconds(3));
        assertThat(dies.status()).contains("of 1000 requests measured");
        dies.cancel();
        Map<String, Object> result = rehearsal.run(shift("10", ShiftOptions.of(Duration.ZERO, SECONDS_30)));
        assertThat((double) result.get("measuredPercent")).isBetween(9.5, 10.5);
        assertThat(rehearsal.history().stream().filter(h -> h.startsWith("shifted")))
                .hasSize(1);
    }

    @Test
    void pausedRampContinuesWithoutAJump() {
        Runner.Run dies = rehearsal.start(shift("40", ShiftOptions.of(Duration.ofMinutes(2), SECONDS_30)));
        rehearsal.time().run(Duration.ofSeconds(13));
        dies.cancel();
        assertThat(rehearsal.record().share()).isEqualTo(Share.ofPercent(4));
        Runner.Run next = rehearsal.start(resumed());
        rehearsal.time().run(Duration.ofSeconds(3));
        assertThat(rehearsal.record().share()).isEqualTo(Share.ofPercent(6));
        rehearsal.time().run(Duration.ofSeconds(60));
        assertThat(rehearsal.record().share()).isBetween(Share.ofPercent(24), Share.ofPercent(26));
        rehearsal.time().run(Duration.ofSeconds(120));
        assertThat(next.result()).isCompleted();
        assertThat(rehearsal.record().share()).isEqualTo(Share.ofPercent(40));
    }

    @Test
    void resumedShiftKeepsItsDrainOptions() {
        rehearsal.world().fleet().get(0).servers().get(0).open(2);
        Runner.Run dies = rehearsal.start(shift("100", draining(true)));
        rehearsal.time().run(Duration.ofSeconds(2));
        dies.cancel();
        assertThat(rehearsal.run(resumed())).containsEntry("drained", true);
        assertThat(rehearsal.world().fleet().get(0).servers().get(0).open()).isZero();
    }

    @Test
    void resumedShiftOfAnOlderRecordHasNoRamp() {
        Runner.Run dies = rehearsal.start(shift("10", ShiftOptions.of(Duration.ofMinutes(2), SECONDS_30)));
        rehearsal.time().run(Duration.ofSeconds(2));
        dies.cancel();
        CutoverRecord.Shift s = rehearsal.record().shift();
        rehearsal
                .journal()
                .save(rehearsal
                        .record()
                        .with(d -> d.shift(CutoverRecord.Shift.begin(s.from(), s.to(), null, s.startedAt()))));
        rehearsal.run(resumed());
        assertThat(rehearsal.record().share()).isEqualTo(Share.ofPercent(10));
    }

    private Operation resumed() {
        rehearsal.time().run(Duration.ofMinutes(2));
        rehearsal.ends("orders#1");
        return ResumePlan.of(rehearsal.context("a laptop"), rehearsal.record())
                .operation()
                .orElseThrow();
    }

    @Test
    void drainedSideIsInMaintenance() {
        Map<String, Object> result = rehearsal.run(shift("100", draining(false)));
        assertThat(result).containsEntry("drained", true);
        assertThat(rehearsal.world().fleet().get(0).maintained(Side.MESOS)).isEqualTo(3);
        assertThat(rehearsal.world().clients().unserved()).isZero();
        rehearsal.run(rehearsal.rollback());
        assertThat(rehearsal.mesosAsBefore()).isTrue();
        assertThat(rehearsal.world().clients().unserved()).isZero();
    }

    @Test
    void openRequestsAreReportedAndNotCut() {
        rehearsal.world().fleet().get(0).servers().get(0).open(2);
        Map<String, Object> result = rehearsal.run(shift("100", draining(false)));
        assertThat(result).containsEntry("drained", false);
        assertThat(result.get("drain"))
                .isEqualTo("unix:/orders/lb1: 2 requests under way on MESOS after 20s; nothing was cut");
        assertThat(rehearsal.world().fleet().get(0).servers().get(0).open()).isEqualTo(2);
    }

    @Test
    void openRequestsAreCutOnRequest() {
        rehearsal.world().fleet().get(0).servers().get(0).open(2);
        assertThat(rehearsal.run(shift("100", draining(true)))).containsEntry("drained", true);
        assertThat(rehearsal.world().fleet().get(0).servers().get(0).open()).isZero();
    }

    @Test
    void dryRunListsTheCommandsAndChangesNothing() {
        List<String> lines =
                shift("50", ShiftOptions.of(Duration.ofMinutes(2), SECONDS_30)).dryRun();
        assertThat(lines.get(0)).isEqualTo("in steps of 6s over 2m; at the end:");
        assertThat(lines).anyMatch(l -> l.startsWith("unix:/orders/lb2: set weight orders/eks1 "));
        assertThat(rehearsal.eksFractions()).containsOnly(0.0);
        assertThat(rehearsal.history()).noneMatch(h -> h.startsWith("shift"));
    }

    @Test
    void optionsThatDoNotFitTheShareAreRefused() {
        assertThatThrownBy(() -> shift("50", draining(false)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("drain: at 50% both sides have traffic; only percent 0 or 100 leaves a side to drain");
        assertThatThrownBy(() -> shift("100", new ShiftOptions(Duration.ZERO, SECONDS_30, null, true)))
                .hasMessageStartingWith("cut: it is what happens at the end of a drain");
    }

    private static ShiftOptions draining(boolean cut) {
        return ShiftOptions.of(Duration.ZERO, SECONDS_30).draining(Duration.ofSeconds(20), cut);
    }

    private Shift shift(String percent, ShiftOptions options) {
        return new Shift(rehearsal.context("orders#1"), "orders", Share.ofPercent(percent), options);
    }
}
