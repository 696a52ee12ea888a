package io.jenkins.plugins.cutover.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.journal.MemoryLocks;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.verify.Verify;
import io.jenkins.plugins.cutover.simulation.world.MarathonModel;
import io.jenkins.plugins.cutover.simulation.world.ServiceWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The rules on what is decided, written and said are broken on purpose. */
class RulesOfTheRecordTest extends RuleBreaker {
    private static CutoverRecord.Verify verify(CutoverRecord record, Verdict verdict) {
        return new CutoverRecord.Verify(
                record.share(), Instant.EPOCH, null, null, 0, Instant.EPOCH, false, verdict, "");
    }

    private void judged(Verdict verdict) {
        write(r -> told(r, t -> t.with(d -> d.verify(verify(t, verdict)))));
    }

    @Test
    void rule6TellsHarmAfterWhichAVerifyGoesOn() {
        run(new Verify(
                writing(r -> r.verify() == null ? r : r.with(d -> d.verify(verify(r, Verdict.HARMFUL)))),
                "orders",
                Duration.ofSeconds(3)));
        assertTold("Rule06", "HARMFUL, and the answer is Again");
    }

    @Test
    void rule7TellsHealthWithoutEvidence() {
        world.clients().rate(0);
        does(() -> {
            judged(null);
            judged(Verdict.HEALTHY);
        });
        assertTold("Rule07", "HEALTHY after 0 requests");
    }

    @Test
    void rule7TellsHealthOnEvidenceOfLongAgo() {
        does(() -> judged(null));
        scene.time().run(Duration.ofSeconds(10));
        world.clients().rate(0);
        scene.time().run(Duration.ofSeconds(20));
        does(() -> judged(Verdict.HEALTHY));
        assertTold("Rule07", "no request to EKS since");
    }

    private void moves(Actor actor) {
        does(actor, () -> actor.context(world)
                .journal()
                .save(told(record(), t -> t.with(d -> d.desired(t.desired().withShare(Share.ofPercent("90")))))));
    }

    @Test
    void rule8TellsSomebodyWhoMovesAServiceThatAnotherHolds() {
        moves(new Actor(scene, new Owner("build", "orders#2")));
        assertTold("Rule08", "while build orders#1 for orders holds the lock");
    }

    @Test
    void rule8TellsSomebodyWhoMovesAServiceThatNobodyHolds() {
        scene.loseLock("prod");
        moves(build);
        assertTold("Rule08", "while nobody holds the lock");
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
        assertTold("Rule08", "is under way in prod beside another");
    }

    @Test
    void rule8TellsALockThatIsTakenFromOneWhoLives() {
        does(() -> context().locks().take("prod", "orders", build.owner()));
        new MemoryLocks(scene.leases(), scene.time().clock(), anybody -> Optional.of("believed dead"), () -> 0)
                .take("prod", "payments", new Owner("build", "payments#1"));
        assertTold("Rule08", "takes prod over from build orders#1");
    }

    @Test
    void rule8TellsSomebodyWhoWaitsForNothing() {
        does(() -> write(r -> told(r, t -> t.with(d -> d.state(CutoverState.COMPLETED)))));
        scene.time().run(Duration.ofSeconds(1));
        scene.waits(build, build.start(rollback(context())));
        over();
        assertTold("Rule08", "one waits all the same");
    }

    @Test
    void rule9TellsADecisionThatIsNotTold() {
        does(() -> write(r -> r.with(d -> d.state(CutoverState.COMPLETED))));
        assertTold("Rule09", "and tells nothing");
    }

    @Test
    void rule9TellsAnEventThatIsGone() {
        does(() -> context().journal().save(forgetful(record())));
        assertTold("Rule09", "what was told is told no more");
    }

    @Test
    void rule9TellsAnEventThatIsGoneFromAFullHistory() {
        does(() -> {
            while (record().eventsBefore() == 0) {
                write(r -> told(r, t -> t));
            }
        });
        scene.time().run(Duration.ofSeconds(1));
        assertThat(scene.violations()).as("what makes room is not lost").isEmpty();
        does(() -> context().journal().save(forgetful(record())));
        assertTold("Rule09", "what was told is told no more");
    }

    /** The same without its latest event. */
    private static CutoverRecord forgetful(CutoverRecord r) {
        return r.withHistory(r.history().subList(0, r.history().size() - 1));
    }

    @Test
    void rule10TellsASecretThatIsSaid() {
        answers(build, () -> new Tick.Failed("the password is " + MarathonModel.SECRET));
        assertTold("Rule10", MarathonModel.SECRET);
    }

    @Test
    void rule10TellsASecretInAnEvent() {
        does(() -> write(r -> r.with(d -> d.event(Event.of(Instant.EPOCH, "stub", MarathonModel.SECRET)))));
        assertTold("Rule10", MarathonModel.SECRET);
    }

    @Test
    void rule11TellsAFaultOfOurs() {
        answers(build, () -> {
            throw new IllegalStateException("a fault of ours");
        });
        assertTold("Rule16", "a fault of ours");
    }

    @Test
    void rule11TellsSeveralLines() {
        answers(build, () -> new Tick.Failed("one\ntwo"));
        assertTold("Rule16", "more than one line");
    }
}
