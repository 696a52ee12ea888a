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

/** Violates the rules on decisions, records and messages on purpose: the rule must report it. */
class RulesOfTheRecordTest extends RuleBreaker {
    private static CutoverRecord.Verify verify(CutoverRecord record, Verdict verdict) {
        return new CutoverRecord.Verify(
                record.share(), Instant.EPOCH, null, null, 0, Instant.EPOCH, false, verdict, "");
    }

    private void writeVerdict(Verdict verdict) {
        write(r -> withEvent(r, t -> t.with(d -> d.verify(verify(t, verdict)))));
    }

    @Test
    void rule6ReportsAVerifyThatContinuesAfterHarm() {
        run(new Verify(
                writing(r -> r.verify() == null ? r : r.with(d -> d.verify(verify(r, Verdict.HARMFUL)))),
                "orders",
                Duration.ofSeconds(3)));
        assertViolation("Rule06", "HARMFUL, and the answer is Again");
    }

    @Test
    void rule7ReportsHealthyWithoutEvidence() {
        world.clients().rate(0);
        perform(() -> {
            writeVerdict(null);
            writeVerdict(Verdict.HEALTHY);
        });
        assertViolation("Rule07", "HEALTHY after 0 requests");
    }

    @Test
    void rule7ReportsHealthyOnOldEvidence() {
        perform(() -> writeVerdict(null));
        cutover.time().run(Duration.ofSeconds(10));
        world.clients().rate(0);
        cutover.time().run(Duration.ofSeconds(20));
        perform(() -> writeVerdict(Verdict.HEALTHY));
        assertViolation("Rule07", "no request to EKS since");
    }

    private void raiseShare(Actor actor) {
        perform(actor, () -> actor.context(world)
                .journal()
                .save(withEvent(record(), t -> t.with(d -> d.desired(t.desired().withShare(Share.ofPercent("90")))))));
    }

    @Test
    void rule8ReportsAChangeUnderAnotherOwnersLock() {
        raiseShare(new Actor(cutover, new Owner("build", "orders#2")));
        assertViolation("Rule08", "while build orders#1 for orders holds the lock");
    }

    @Test
    void rule8ReportsAChangeWithoutALock() {
        cutover.loseLock("prod");
        raiseShare(build);
        assertViolation("Rule08", "while no owner holds the lock");
    }

    @Test
    void rule8ReportsTwoCutoversInOneEnvironment() {
        Scenario second =
                new Scenario(Specs.of("payments", 1, List.of("50"), Map.of()), List.of(100), 1, 0, Duration.ZERO);
        cutover.add(new ServiceWorld(cutover.time(), new Random(1), second.spec(), List.of(100)));
        perform(() -> context()
                .journal()
                .save(CutoverRecord.open(second.spec(), build.owner(), Instant.EPOCH)
                        .with(d -> d.desired(record().desired().withShare(Share.NONE))
                                .event(Event.of(Instant.EPOCH, "open", "a test event")))));
        assertViolation("Rule08", "is under way in prod beside another");
    }

    @Test
    void rule8ReportsALockTakenFromALiveOwner() {
        perform(() -> context().locks().take("prod", "orders", build.owner()));
        new MemoryLocks(cutover.leases(), cutover.time().clock(), anybody -> Optional.of("believed dead"), () -> 0)
                .take("prod", "payments", new Owner("build", "payments#1"));
        assertViolation("Rule08", "takes over prod from build orders#1");
    }

    @Test
    void rule8ReportsAnOwnerThatWaitsForNothing() {
        perform(() -> write(r -> withEvent(r, t -> t.with(d -> d.state(CutoverState.COMPLETED)))));
        cutover.time().run(Duration.ofSeconds(1));
        cutover.waits(build, build.start(rollback(context())));
        endScenario();
        assertViolation("Rule08", "an operation still waits");
    }

    @Test
    void rule9ReportsADecisionWithoutAnEvent() {
        perform(() -> write(r -> r.with(d -> d.state(CutoverState.COMPLETED))));
        assertViolation("Rule09", "without an event");
    }

    @Test
    void rule9ReportsAMissingEvent() {
        perform(() -> context().journal().save(withoutLastEvent(record())));
        assertViolation("Rule09", "an event is missing");
    }

    @Test
    void rule9ReportsAMissingEventInAFullHistory() {
        perform(() -> {
            while (record().eventsBefore() == 0) {
                write(r -> withEvent(r, t -> t));
            }
        });
        cutover.time().run(Duration.ofSeconds(1));
        assertThat(cutover.violations())
                .as("events moved to the archive are not missing")
                .isEmpty();
        perform(() -> context().journal().save(withoutLastEvent(record())));
        assertViolation("Rule09", "an event is missing");
    }

    /** A copy without its latest event. */
    private static CutoverRecord withoutLastEvent(CutoverRecord r) {
        return r.withHistory(r.history().subList(0, r.history().size() - 1));
    }

    @Test
    void rule10ReportsASecretInAMessage() {
        answerWith(build, () -> new Tick.Failed("the password is " + MarathonModel.SECRET));
        assertViolation("Rule10", MarathonModel.SECRET);
    }

    @Test
    void rule10ReportsASecretInAnEvent() {
        perform(() -> write(r -> r.with(d -> d.event(Event.of(Instant.EPOCH, "stub", MarathonModel.SECRET)))));
        assertViolation("Rule10", MarathonModel.SECRET);
    }

    @Test
    void rule16ReportsAnUnexpectedException() {
        answerWith(build, () -> {
            throw new IllegalStateException("an unexpected exception");
        });
        assertViolation("Rule16", "an unexpected exception");
    }

    @Test
    void rule16ReportsAMessageOfSeveralLines() {
        answerWith(build, () -> new Tick.Failed("one\ntwo"));
        assertViolation("Rule16", "more than one line");
    }
}
