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

/** The rules on what Mesos keeps and gets back are broken on purpose. */
class RulesOfMesosTest extends RuleBreaker {
    @Test
    void rule4TellsAMesosMadeSmaller() {
        does(() -> context().clients().mesos(world.spec().marathon()).scale(1, false));
        assertTold("Rule04", "Marathon is told scale 1");
    }

    @Test
    void rule4TellsAnAppThatIsDeleted() {
        does(() -> context().clients().mesos(world.spec().marathon()).delete(false));
        assertTold("Rule04", "Marathon is told delete");
    }

    @Test
    void rule4TellsTrafficThatMesosCannotCarry() {
        world.marathon().lock(Duration.ofMinutes(1));
        world.marathon().outsideScale(1);
        scene.time().run(Duration.ofSeconds(2));
        does(() -> write(r -> told(
                r,
                t -> t.with(d -> d.state(CutoverState.ROLLING_BACK)
                        .desired(t.desired().withShare(Share.NONE))
                        .rollback(decided(t, EksAfter.KEEP))))));
        assertTold("Rule04", "and can carry");
    }

    @Test
    void rule4TellsAnEksThatIsLeftAtOnceAndLives() {
        run(rollback(writing(r ->
                r.rollback() == null ? r : r.with(d -> d.rollback(r.rollback().withEksFailing())))));
        assertTold("Rule04", "and it lives");
    }

    @Test
    void rule4TellsAChangeOfMesosThatNobodyNoticed() {
        var before = context().clients().mesos(world.spec().marathon()).app();
        build.start(new Verify(
                build.context(world, clients -> LyingClients.believing(clients, before)),
                "orders",
                Duration.ofMinutes(5)));
        world.marathon().outsideScale(2);
        scene.time().run(Duration.ofMinutes(1));
        assertTold("Rule04", "nobody was told");
    }

    private void retire(CutoverState state) {
        write(r -> told(r, t -> t.with(d -> d.state(state).event(Event.of(Instant.EPOCH, "retire", "given up")))));
    }

    @Test
    void rule4TellsAMesosGivenUpThatIsInUse() {
        scene.time().run(Duration.ofSeconds(10));
        does(() -> {
            retire(CutoverState.COMPLETED);
            context().clients().mesos(world.spec().marathon()).scale(0, false);
        });
        assertTold("Rule04", "sends to Mesos");
    }

    @Test
    void rule4TellsAWayBackFromAMesosThatWasGivenUp() {
        does(() -> retire(CutoverState.RETIRED));
        does(() -> write(r -> told(r, t -> t.with(d -> d.state(CutoverState.ROLLING_BACK)))));
        scene.time().run(Duration.ofSeconds(1));
        over();
        assertTold("Rule04", "Mesos was given up and the state is ROLLING_BACK");
    }

    private void called(CutoverState state) {
        scene.time().run(Duration.ofSeconds(10));
        does(() -> write(r -> told(r, t -> t.with(d -> d.state(state)))));
        scene.time().run(Duration.ofSeconds(10));
        over();
    }

    @Test
    void rule5TellsAServiceCalledBackThatIsNot() {
        called(CutoverState.ROLLED_BACK);
        assertTold("Rule05", "still sends to EKS");
    }

    @Test
    void rule5TellsMesosWeightsThatAreOthersThanBefore() {
        world.command(world.fleet().get(0), "set weight orders/mesos1 7");
        called(CutoverState.ROLLED_BACK);
        assertTold("Rule05", "has the Mesos weights");
    }

    @Test
    void rule5TellsAnInstanceCountThatIsAnother() {
        world.marathon().outsideScale(2);
        called(CutoverState.ROLLED_BACK);
        assertTold("Rule05", "Mesos has 2 instances and had 3");
    }

    @Test
    void rule5TellsWeightsThatWereRecordedWrong() {
        does(() -> write(r -> told(
                r,
                t -> t.with(d -> d.desired(new DesiredTraffic(
                        t.share(), t.desired().eks(), Map.of("mesos1", 1, "mesos2", 1, "mesos3", 1)))))));
        called(CutoverState.ROLLED_BACK);
        assertTold("Rule05", "the weights recorded were not the original ones");
    }

    @Test
    void rule5TellsPodsThatWereToGo() {
        does(() -> write(r -> told(r, t -> t.with(d -> d.rollback(decided(t, EksAfter.SCALE_DOWN))))));
        called(CutoverState.ROLLED_BACK);
        assertTold("Rule05", "EKS was to be left (SCALE_DOWN) and has 2 replicas");
    }

    private void turnsRound(UnaryOperator<RecordDraft> change) {
        does(() -> write(r -> told(r, t -> t.with(d -> d.state(CutoverState.ROLLING_BACK)))));
        does(() -> write(r -> told(r, t -> t.with(change))));
    }

    @Test
    void rule5TellsAWayBackOnWhichEksIsGivenMore() {
        DesiredTraffic more = record().desired().withShare(Share.ofPercent(99));
        turnsRound(d -> d.desired(more));
        assertTold("Rule05", "on its way back EKS is given 99%");
    }

    @Test
    void rule5TellsAWayBackThatTurnsRound() {
        turnsRound(d -> d.state(CutoverState.RUNNING));
        assertTold("Rule05", "on its way back it is RUNNING");
    }

    @Test
    void rule5TellsACutoverThatIsNeverEnded() {
        over();
        assertTold("Rule05", "the state is RUNNING");
    }

    @Test
    void rule5TellsTrafficOnEksOfWhatWasNeverBegun() {
        SimulatedCutover other = calm();
        other.add(world);
        other.rules().forEach(r -> r.over("orders"));
        scene.violations().addAll(other.violations());
        assertTold("Rule05", "nothing was begun");
    }
}
