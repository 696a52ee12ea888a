package io.jenkins.plugins.cutover.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.operation.Context;
import io.jenkins.plugins.cutover.operation.Deploy;
import io.jenkins.plugins.cutover.operation.Operation;
import io.jenkins.plugins.cutover.operation.Rollback;
import io.jenkins.plugins.cutover.operation.Shift;
import io.jenkins.plugins.cutover.operation.Tick;
import io.jenkins.plugins.cutover.operation.Verify;
import io.jenkins.plugins.cutover.simulation.world.MarathonModel;
import io.jenkins.plugins.cutover.simulation.world.ServiceWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each rule is broken on purpose, and tells it. A rule that cannot fail proves nothing. */
class RulesTest {
    private final Scene scene = calm();
    private final ServiceWorld world =
            new ServiceWorld(scene.time(), new Random(1), Specs.orders(2), List.of(100, 100, 100));
    private final Actor build = new Actor(scene, new Owner("build", "orders#1"));

    private static Scene calm() {
        Chaos chaos = new Chaos(new Random(1));
        chaos.end();
        return new Scene(chaos, false);
    }

    @BeforeEach
    void aCutoverAtHalf() {
        scene.add(world);
        run(new Deploy(context(), world.spec(), Rehearsal.MANIFESTS));
        run(shift(context()));
        assertThat(scene.violations()).as("nothing is broken yet").isEmpty();
    }

    private Context context() {
        return build.context(world);
    }

    private static Shift shift(Context context) {
        return new Shift(context, "orders", Share.ofPercent("50"), Duration.ZERO, Duration.ofSeconds(5));
    }

    private CutoverRecord record() {
        return scene.journal().find("orders").orElseThrow();
    }

    private void run(Operation operation) {
        var run = build.start(operation);
        Duration end = scene.time().elapsed().plus(Duration.ofMinutes(2));
        while (!run.result().isDone() && scene.time().elapsed().compareTo(end) < 0) {
            scene.time().step();
        }
    }

    private void does(Runnable deed) {
        does(build, deed);
    }

    private static void does(Actor actor, Runnable deed) {
        actor.start(new Stub(() -> {
            deed.run();
            return new Tick.Done(Map.of());
        }));
    }

    private record Stub(java.util.function.Supplier<Tick> work) implements Operation {
        @Override
        public String service() {
            return "orders";
        }

        @Override
        public String name() {
            return "stub";
        }

        @Override
        public Tick tick() {
            return work.get();
        }
    }

    private void write(UnaryOperator<CutoverRecord> change) {
        context().journal().save(change.apply(record()));
    }

    private static CutoverRecord told(CutoverRecord record, Function<CutoverRecord, CutoverRecord> change) {
        return change.apply(record.with(d -> d.event(Event.of(Instant.EPOCH, "stub", "told"))));
    }

    private void assertTold(String rule) {
        scene.time().run(Duration.ofSeconds(1));
        assertThat(scene.violations()).anyMatch(v -> v.startsWith(rule));
    }

    @Test
    void rule1TellsAFleetCommandedBeforeItIsWritten() {
        DesiredTraffic unwritten = record().desired().withShare(Share.ofPercent("77"));
        does(() -> context().doors().router(world.spec().haproxy()).apply(unwritten));
        assertTold("Rule01");
    }

    @Test
    void rule1TellsAScaleThatNobodyIntended() {
        does(() -> context().doors().mesos(world.spec().marathon()).scale(3, false));
        assertTold("Rule01");
    }

    @Test
    void rule1TellsAnUndoThatNobodyIntended() {
        does(() -> context().doors().eks(world.spec().eks()).undoRollout(1));
        assertTold("Rule01");
    }

    @Test
    void rule2TellsAnInstanceLeftWithNobody() {
        var one = world.fleet().get(0);
        does(() -> List.of("mesos1", "mesos2", "mesos3", "eks1", "eks2")
                .forEach(s -> world.command(one, "set weight orders/" + s + " 0")));
        assertTold("Rule02");
    }

    @Test
    void rule3TellsAShiftCalledDoneThatOneInstanceMissed() {
        Context lying = build.context(
                world, doors -> BrokenDoors.confirmingFor(doors, world.fleet().get(0)));
        run(new Shift(lying, "orders", Share.ofPercent("80"), Duration.ZERO, Duration.ofSeconds(5)));
        assertTold("Rule03");
    }

    @Test
    void rule3TellsARollbackThatLeavesAnInstanceBehind() {
        Context lying = build.context(
                world, doors -> BrokenDoors.confirmingFor(doors, world.fleet().get(0)));
        run(new Rollback(lying, "orders", "a test", EksAfter.KEEP, Duration.ofMinutes(1)));
        assertTold("Rule03");
    }

    @Test
    void rule4TellsAMesosMadeSmaller() {
        does(() -> context().doors().mesos(world.spec().marathon()).scale(1, false));
        assertTold("Rule04");
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
                        .rollback(new CutoverRecord.Rollback(
                                "a test", t.share(), false, EksAfter.KEEP, Instant.EPOCH, null, null))))));
        assertTold("Rule04");
    }

    @Test
    void rule5TellsAServiceCalledBackThatIsNot() {
        scene.time().run(Duration.ofSeconds(10));
        does(() -> write(r -> told(r, t -> t.with(d -> d.state(CutoverState.ROLLED_BACK)))));
        scene.time().run(Duration.ofSeconds(10));
        scene.rules().forEach(r -> r.over("orders"));
        assertTold("Rule05");
    }

    @Test
    void rule5TellsAWayBackThatTurnsRound() {
        does(() -> write(r -> told(r, t -> t.with(d -> d.state(CutoverState.ROLLING_BACK)))));
        does(() -> write(r -> told(r, t -> t.with(d -> d.desired(t.desired().withShare(Share.ofPercent(99)))))));
        assertTold("Rule05");
    }

    @Test
    void rule5TellsACutoverThatIsNeverEnded() {
        scene.rules().forEach(r -> r.over("orders"));
        assertTold("Rule05");
    }

    @Test
    void rule6TellsHarmThatStays() {
        world.clients().errors(Side.EKS, 1);
        Context lying = build.context(
                world, doors -> BrokenDoors.confirmingFor(doors, world.fleet().get(0)));
        run(new Verify(lying, "orders", Duration.ofSeconds(3)));
        assertTold("Rule06");
    }

    @Test
    void rule7TellsHealthWithoutEvidence() {
        world.clients().rate(0);
        does(() -> {
            write(r -> told(r, t -> t.with(d -> d.verify(verify(t, null)))));
            write(r -> told(r, t -> t.with(d -> d.verify(verify(t, Verdict.HEALTHY)))));
        });
        assertTold("Rule07");
    }

    private static CutoverRecord.Verify verify(CutoverRecord record, Verdict verdict) {
        return new CutoverRecord.Verify(
                record.share(), Instant.EPOCH, null, null, 0, Instant.EPOCH, false, verdict, "");
    }

    @Test
    void rule8TellsSomebodyWhoMovesAServiceThatAnotherHolds() {
        Actor other = new Actor(scene, new Owner("build", "orders#2"));
        does(other, () -> other.context(world)
                .journal()
                .save(told(record(), t -> t.with(d -> d.desired(t.desired().withShare(Share.ofPercent("90")))))));
        assertTold("Rule08");
    }

    @Test
    void rule8TellsTwoCutoversInOneEnvironment() {
        Scenario second =
                new Scenario(Specs.of("payments", 1, List.of("50"), Map.of()), List.of(100), 1, 0, Duration.ZERO);
        scene.add(new ServiceWorld(scene.time(), new Random(1), second.spec(), List.of(100)));
        does(() -> context()
                .journal()
                .save(CutoverRecord.open(second.spec(), build.owner(), Instant.EPOCH)
                        .with(d -> d.desired(record().desired().withShare(Share.NONE))
                                .event(Event.of(Instant.EPOCH, "open", "told")))));
        assertTold("Rule08");
    }

    @Test
    void rule9TellsADecisionThatIsNotTold() {
        does(() -> write(r -> r.with(d -> d.state(CutoverState.COMPLETED))));
        assertTold("Rule09");
    }

    @Test
    void rule10TellsASecretThatIsSaid() {
        build.start(new Stub(() -> new Tick.Failed("the password is " + MarathonModel.SECRET)));
        assertTold("Rule10");
    }

    @Test
    void rule11TellsAFaultOfOurs() {
        build.start(new Stub(() -> {
            throw new IllegalStateException("a fault of ours");
        }));
        assertTold("Rule11");
    }
}
