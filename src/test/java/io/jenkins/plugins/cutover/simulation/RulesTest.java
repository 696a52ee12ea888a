package io.jenkins.plugins.cutover.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.eks.manifests.Manifests;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.verify.Verify;
import io.jenkins.plugins.cutover.simulation.world.Network;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Violates each traffic rule on purpose: the rule must report it. A rule that cannot fail proves nothing. */
class RulesTest extends RuleBreaker {
    @Test
    void rule1ReportsATargetThatIsNotInTheJournal() {
        DesiredTraffic unwritten = record().desired().withShare(Share.ofPercent("77"));
        perform(() -> context().clients().router(world.spec().haproxy()).apply(unwritten));
        assertViolation("Rule01", "which the journal never held");
    }

    @Test
    void rule1ReportsACommandWithoutARecord() {
        SimulatedCutover other = calm();
        other.add(world);
        world.command(world.fleet().get(0), "set weight orders/mesos1 50");
        assertThat(other.violations()).anyMatch(v -> v.contains("before anything was written"));
    }

    @Test
    void rule1ReportsAResultThatWasNotReadBack() {
        perform(() -> {
            context().clients().router(world.spec().haproxy()).apply(record().desired());
            world.command(world.fleet().get(0), "set weight orders/mesos1 100");
        });
        assertViolation("Rule01", "was not read back");
    }

    @Test
    void rule1ReportsAScaleWithoutAnIntention() {
        perform(() -> context().clients().mesos(world.spec().marathon()).scale(3, false));
        assertViolation("Rule01", "Marathon receives scale 3");
    }

    @Test
    void rule1ReportsAnApplyWithoutAnIntention() {
        SimulatedCutover other = calm();
        other.add(world);
        world.clients(Network.calm(cutover.time()))
                .eks(world.spec().eks())
                .apply(Manifests.parse("a test", CalmWorld.MANIFESTS), false);
        assertThat(other.violations()).anyMatch(v -> v.contains("the cluster receives apply"));
    }

    @Test
    void rule1ReportsAnUndoWithoutAnIntention() {
        perform(() -> context().clients().eks(world.spec().eks()).undoRollout(1));
        assertViolation("Rule01", "the cluster receives undo");
    }

    @Test
    void rule1ReportsAScaleDownOfPodsThatShouldStay() {
        perform(() -> context().clients().eks(world.spec().eks()).scale(0));
        assertViolation("Rule01", "the cluster receives scale");
    }

    @Test
    void rule1ReportsADeleteInsteadOfAScaleDown() {
        perform(() -> {
            write(r -> withEvent(
                    r, t -> t.with(d -> d.state(CutoverState.ROLLING_BACK).rollback(decided(t, EksAfter.SCALE_DOWN)))));
            context().clients().eks(world.spec().eks()).delete(Manifests.parse("a test", CalmWorld.MANIFESTS));
        });
        assertViolation("Rule01", "the cluster receives delete");
    }

    @Test
    void rule2ReportsAnInstanceLeftWithoutServers() {
        var one = world.fleet().get(0);
        perform(() -> List.of("mesos1", "mesos2", "mesos3", "eks1", "eks2")
                .forEach(s -> world.command(one, "set weight orders/" + s + " 0")));
        assertViolation("Rule02", "leaves");
    }

    @Test
    void rule3ReportsAFinishedShiftThatOneInstanceMissed() {
        run(shift(writing(confirming(), RulesTest::measured), "80"));
        assertViolation("Rule03", "the shift to 80% is done");
    }

    private static CutoverRecord measured(CutoverRecord record) {
        return record.shift().measurement() == null
                ? record
                : record.with(d -> d.shift(
                        record.shift().measured(new CutoverRecord.Measurement(Instant.EPOCH, null, 0, 80.0, "80 %"))));
    }

    @Test
    void rule3ReportsAFalseConfirmation() {
        run(shift(confirming(), "80"));
        assertViolation("Rule03", "is written down as confirmed at 80%");
    }

    @Test
    void rule3ReportsARollbackThatMissesAnInstance() {
        run(rollback(confirming()));
        assertViolation("Rule03", "a rollback's round is over");
    }

    @Test
    void rule3ReportsAnIncompleteRollbackThatIsNotPartial() {
        world.fleet().get(0).cutOff(true);
        run(rollback(
                writing(r -> r.state() == CutoverState.PARTIAL ? r.with(d -> d.state(CutoverState.ROLLING_BACK)) : r)));
        assertViolation("Rule03", "did not confirm the rollback and the state is ROLLING_BACK");
    }

    @Test
    void rule6ReportsTrafficThatStaysAfterHarm() {
        world.clients().errors(Side.EKS, 1);
        run(new Verify(confirming(), "orders", Duration.ofSeconds(3)));
        assertViolation("Rule06", "still has");
    }
}
