package io.jenkins.plugins.cutover.operation.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.judge.Calibration;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import io.jenkins.plugins.cutover.simulation.Specs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Blocks of three seconds, so that a minute of roll-out is twenty of them. */
class CalibratorTest {
    private final CalmWorld rehearsal = new CalmWorld(
            Specs.of("orders", 2, List.of("5", "25"), Map.of("block", "3s", "max", "1m")), List.of(100, 100, 100));

    private Runner.Run rollingOut(int seconds) {
        rehearsal.world().clients().rate(600);
        rehearsal.world().clients().errors(Side.MESOS, .02);
        rehearsal.world().cluster().start(Duration.ofSeconds(seconds));
        return rehearsal.start(rehearsal.deploy());
    }

    private String calibration() {
        return rehearsal.history().stream()
                .filter(h -> h.startsWith("calibration: "))
                .findFirst()
                .orElseThrow();
    }

    private Calibration noise() {
        return Json.value(rehearsal.record().verify().lookout(), ObservationCursor.class)
                .calibrating();
    }

    private long figures() {
        return rehearsal
                .record()
                .verify()
                .judge()
                .at("/metrics/errors/mesos/requests")
                .asLong();
    }

    @Test
    void rollOutCalibratesTheJudge() {
        rollingOut(60);
        rehearsal.time().run(Duration.ofSeconds(80));
        rehearsal.run(rehearsal.shift("5"));
        assertThat(calibration())
                .matches(
                        "calibration: calibrated beforehand: Mesos alone failed [\\d,]+ of [\\d,]+ requests \\(at most 2(\\.\\d)?"
                                + " %\\), in \\d\\d blocks of 3 s .*; judged with rho 0\\.\\d+ and bursts of 20");
        assertThat(noise().blocks()).isGreaterThan(15);
        assertThat(figures()).isGreaterThan(10_000);
    }

    @Test
    void burstOnMesosRaisesTheBurstParameter() {
        rollingOut(60);
        rehearsal.time().run(Duration.ofMillis(9_900));
        rehearsal.world().clients().errors(Side.MESOS, .2);
        rehearsal.time().run(Duration.ofSeconds(1));
        rehearsal.world().clients().errors(Side.MESOS, .02);
        rehearsal.time().run(Duration.ofSeconds(70));
        rehearsal.run(rehearsal.shift("5"));
        assertThat(noise().burst()).isBetween(30.0, 120.0);
        assertThat(calibration()).doesNotEndWith("bursts of 20");
    }

    @Test
    void shortRollOutIsNotCalibratedAndTheRecordSaysSo() {
        rehearsal.run(rehearsal.deploy());
        rehearsal.run(rehearsal.shift("5"));
        assertThat(calibration())
                .startsWith("calibration: not calibrated beforehand: Mesos alone failed 0 of ")
                .endsWith("needed are 10; judged with rho 0.05 and bursts of 20");
        assertThat(noise().blocks()).isZero();
    }

    @Test
    void calibrationIsRecordedOnce() {
        rehearsal.upTo("5", "25");
        assertThat(rehearsal.history().stream().filter(h -> h.startsWith("calibration: ")))
                .hasSize(1);
    }

    @Test
    void restartKeepsTheMeasurements() {
        Runner.Run first = rollingOut(100);
        rehearsal.time().run(Duration.ofSeconds(45));
        long before = seen().mesos().figures().requests();
        first.cancel();
        rehearsal.time().run(Duration.ofSeconds(4));
        rehearsal.start(rehearsal.deploy());
        rehearsal.time().run(Duration.ofSeconds(5));
        assertThat(seen().mesos().figures().requests())
                .as("the time between is not lost")
                .isGreaterThan(before + 4 * 600);
        assertThat(seen().mesos().noise().blocks()).isGreaterThan(12);
    }

    private Calibrator.Seen seen() {
        return Calibrator.Seen.of(rehearsal.record()).orElseThrow();
    }

    @Test
    void silentInstanceDoesNotDelayTheRollOut() {
        Runner.Run run = rollingOut(40);
        rehearsal.time().run(Duration.ofSeconds(5));
        rehearsal.world().fleet().get(1).cutOff(true);
        rehearsal.time().run(Duration.ofSeconds(30));
        rehearsal.world().fleet().get(1).cutOff(false);
        rehearsal.time().run(Duration.ofSeconds(15));
        assertThat(run.result()).isCompleted();
    }

    /** Mesos's figures since the opening were all that was known. */
    @Test
    void recordWithoutCalibrationIsJudgedByItsFigures() {
        rollingOut(60);
        rehearsal.time().run(Duration.ofSeconds(80));
        CutoverRecord record = rehearsal.record();
        assertThat(record.before().calibration()).isNotNull();
        rehearsal.journal().save(record.with(d -> d.before(record.before().calibrated(null))));
        rehearsal.run(rehearsal.shift("5"));
        assertThat(calibration()).startsWith("calibration: not calibrated beforehand: Mesos alone failed ");
        assertThat(figures()).isGreaterThan(10_000);
    }
}
