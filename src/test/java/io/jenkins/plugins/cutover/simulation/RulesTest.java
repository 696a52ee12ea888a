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

/** Each rule on the traffic is broken on purpose, and tells it. A rule that cannot fail proves nothing. */
class RulesTest extends RuleBreaker {
    @Test
    void rule1TellsAFleetCommandedBeforeItIsWritten() {
        DesiredTraffic unwritten = record().desired().withShare(Share.ofPercent("77"));
        does(() -> context().clients().router(world.spec().haproxy()).apply(unwritten));
        assertTold("Rule01", "which the journal never held");
    }

    @Test
    void rule1TellsACommandBeforeAnyCutover() {
        SimulatedCutover other = calm();
        other.add(world);
        world.command(world.fleet().get(0), "set weight orders/mesos1 50");
        assertThat(other.violations()).anyMatch(v -> v.contains("before anything was written"));
    }

    @Test
    void rule1TellsADoneThatReadNothingBack() {
        does(() -> {
            context().clients().router(world.spec().haproxy()).apply(record().desired());
            world.command(world.fleet().get(0), "set weight orders/mesos1 100");
        });
        assertTold("Rule01", "was not read back");
    }

    @Test
    void rule1TellsAScaleThatNobodyIntended() {
        does(() -> context().clients().mesos(world.spec().marathon()).scale(3, false));
        assertTold("Rule01", "Marathon is told scale 3");
    }

    @Test
    void rule1TellsAnApplyThatNobodyIntended() {
        SimulatedCutover other = calm();
        other.add(world);
        world.clients(Network.calm(scene.time()))
                .eks(world.spec().eks())
                .apply(Manifests.parse("a test", CalmWorld.MANIFESTS), false);
        assertThat(other.violations()).anyMatch(v -> v.contains("the cluster is told apply"));
    }

    @Test
    void rule1TellsAnUndoThatNobodyIntended() {
        does(() -> context().clients().eks(world.spec().eks()).undoRollout(1));
        assertTold("Rule01", "the cluster is told undo");
    }

    @Test
    void rule1TellsPodsScaledDownThatWereToStay() {
        does(() -> context().clients().eks(world.spec().eks()).scale(0));
        assertTold("Rule01", "the cluster is told scale");
    }

    @Test
    void rule1TellsADeleteWhereAScaleWasIntended() {
        does(() -> {
            write(r -> told(
                    r, t -> t.with(d -> d.state(CutoverState.ROLLING_BACK).rollback(decided(t, EksAfter.SCALE_DOWN)))));
            context().clients().eks(world.spec().eks()).delete(Manifests.parse("a test", CalmWorld.MANIFESTS));
        });
        assertTold("Rule01", "the cluster is told delete");
    }

    @Test
    void rule2TellsAnInstanceLeftWithNobody() {
        var one = world.fleet().get(0);
        does(() -> List.of("mesos1", "mesos2", "mesos3", "eks1", "eks2")
                .forEach(s -> world.command(one, "set weight orders/" + s + " 0")));
        assertTold("Rule02", "leaves");
    }

    @Test
    void rule3TellsAShiftCalledDoneThatOneInstanceMissed() {
        run(shift(writing(confirming(), RulesTest::measured), "80"));
        assertTold("Rule03", "the shift to 80% is done");
    }

    private static CutoverRecord measured(CutoverRecord record) {
        return record.shift().measurement() == null
                ? record
                : record.with(d -> d.shift(
                        record.shift().measured(new CutoverRecord.Measurement(Instant.EPOCH, null, 0, 80.0, "80 %"))));
    }

    @Test
    void rule3TellsAConfirmationThatIsNotTrue() {
        run(shift(confirming(), "80"));
        assertTold("Rule03", "is written down as confirmed at 80%");
    }

    @Test
    void rule3TellsARollbackThatLeavesAnInstanceBehind() {
        run(rollback(confirming()));
        assertTold("Rule03", "a rollback's round is over");
    }

    @Test
    void rule3TellsARollbackThatDoesNotSayPartial() {
        world.fleet().get(0).cutOff(true);
        run(rollback(
                writing(r -> r.state() == CutoverState.PARTIAL ? r.with(d -> d.state(CutoverState.ROLLING_BACK)) : r)));
        assertTold("Rule03", "did not confirm the rollback and the state is ROLLING_BACK");
    }

    @Test
    void rule6TellsHarmThatStays() {
        world.clients().errors(Side.EKS, 1);
        run(new Verify(confirming(), "orders", Duration.ofSeconds(3)));
        assertTold("Rule06", "still has");
    }
}
