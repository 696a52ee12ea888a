package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.RecordDraft;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.verify.Verify;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Violates the rules on Mesos (4) and on the rollback (5) on purpose: the rule must report it. */
class RulesOfMesosTest extends RuleBreaker {
    @Test
    void rule4ReportsAScaleDownOfMesos() {
        perform(() -> context().clients().mesos(world.spec().marathon()).scale(1, false));
        assertViolation("Rule04", "Marathon receives scale 1");
    }

    @Test
    void rule4ReportsADeletedApp() {
        perform(() -> context().clients().mesos(world.spec().marathon()).delete(false));
        assertViolation("Rule04", "Marathon receives delete");
    }

    @Test
    void rule4ReportsMoreTrafficThanMesosCanServe() {
        world.marathon().lock(Duration.ofMinutes(1));
        world.marathon().outsideScale(1);
        cutover.time().run(Duration.ofSeconds(2));
        perform(() -> write(r -> withEvent(
                r,
                t -> t.with(d -> d.state(CutoverState.ROLLING_BACK)
                        .desired(t.desired().withShare(Share.NONE))
                        .rollback(decided(t, EksAfter.KEEP))))));
        assertViolation("Rule04", "but can serve");
    }

    @Test
    void rule4ReportsAnImmediateReturnAlthoughEksIsHealthy() {
        run(rollback(writing(r ->
                r.rollback() == null ? r : r.with(d -> d.rollback(r.rollback().withEksFailing())))));
        assertViolation("Rule04", "although EKS is healthy");
    }

    @Test
    void rule4ReportsAnUnnoticedChangeOfMesos() {
        var before = context().clients().mesos(world.spec().marathon()).app();
        build.start(new Verify(
                build.context(world, clients -> MisreportingClients.believing(clients, before)),
                "orders",
                Duration.ofMinutes(5)));
        world.marathon().outsideScale(2);
        cutover.time().run(Duration.ofMinutes(1));
        assertViolation("Rule04", "no event reports it");
    }

    private void retire(CutoverState state) {
        write(r -> withEvent(r, t -> t.with(d -> d.state(state).event(Event.of(Instant.EPOCH, "retire", "retired")))));
    }

    @Test
    void rule4ReportsARetiredMesosThatStillServes() {
        cutover.time().run(Duration.ofSeconds(10));
        perform(() -> {
            retire(CutoverState.COMPLETED);
            context().clients().mesos(world.spec().marathon()).scale(0, false);
        });
        assertViolation("Rule04", "sends to Mesos");
    }

    @Test
    void rule4ReportsARollbackAfterMesosIsRetired() {
        perform(() -> retire(CutoverState.RETIRED));
        perform(() -> write(r -> withEvent(r, t -> t.with(d -> d.state(CutoverState.ROLLING_BACK)))));
        cutover.time().run(Duration.ofSeconds(1));
        endScenario();
        assertViolation("Rule04", "Mesos is retired but the state is ROLLING_BACK");
    }

    private void endIn(CutoverState state) {
        cutover.time().run(Duration.ofSeconds(10));
        perform(() -> write(r -> withEvent(r, t -> t.with(d -> d.state(state)))));
        cutover.time().run(Duration.ofSeconds(10));
        endScenario();
    }

    @Test
    void rule5ReportsTrafficOnEksAfterARollback() {
        endIn(CutoverState.ROLLED_BACK);
        assertViolation("Rule05", "still sends to EKS");
    }

    @Test
    void rule5ReportsChangedMesosWeights() {
        world.command(world.fleet().get(0), "set weight orders/mesos1 7");
        endIn(CutoverState.ROLLED_BACK);
        assertViolation("Rule05", "has the Mesos weights");
    }

    @Test
    void rule5ReportsAChangedInstanceCount() {
        world.marathon().outsideScale(2);
        endIn(CutoverState.ROLLED_BACK);
        assertViolation("Rule05", "Mesos has 2 instances and had 3");
    }

    @Test
    void rule5ReportsWrongWeightsInTheRecord() {
        perform(() -> write(r -> withEvent(
                r,
                t -> t.with(d -> d.desired(new DesiredTraffic(
                        t.share(), t.desired().eks(), Map.of("mesos1", 1, "mesos2", 1, "mesos3", 1)))))));
        endIn(CutoverState.ROLLED_BACK);
        assertViolation("Rule05", "the weights recorded were not the original ones");
    }

    @Test
    void rule5ReportsPodsThatShouldBeRemoved() {
        perform(() -> write(r -> withEvent(r, t -> t.with(d -> d.rollback(decided(t, EksAfter.SCALE_DOWN))))));
        endIn(CutoverState.ROLLED_BACK);
        assertViolation("Rule05", "EKS was to be left (SCALE_DOWN) and has 2 replicas");
    }

    private void abandonRollback(UnaryOperator<RecordDraft> change) {
        perform(() -> write(r -> withEvent(r, t -> t.with(d -> d.state(CutoverState.ROLLING_BACK)))));
        perform(() -> write(r -> withEvent(r, t -> t.with(change))));
    }

    @Test
    void rule5ReportsAShareThatGrowsDuringARollback() {
        DesiredTraffic more = record().desired().withShare(Share.ofPercent(99));
        abandonRollback(d -> d.desired(more));
        assertViolation("Rule05", "the rollback raises the share to 99%");
    }

    @Test
    void rule5ReportsARollbackThatIsAbandoned() {
        abandonRollback(d -> d.state(CutoverState.RUNNING));
        assertViolation("Rule05", "the rollback changes the state to RUNNING");
    }

    @Test
    void rule5ReportsACutoverThatNeverEnds() {
        endScenario();
        assertViolation("Rule05", "the state is RUNNING");
    }

    @Test
    void rule5ReportsTrafficOnEksWithoutARecord() {
        SimulatedCutover other = calm();
        other.add(world);
        other.rules().forEach(r -> r.over("orders"));
        cutover.violations().addAll(other.violations());
        assertViolation("Rule05", "there is no record");
    }
}
