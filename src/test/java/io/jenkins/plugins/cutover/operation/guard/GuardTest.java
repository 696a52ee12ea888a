package io.jenkins.plugins.cutover.operation.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.journal.BufferedJournal;
import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.verify.Verify;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cutover at half waits at a gate: no step ticks. */
class GuardTest {
    private static final Owner BUILD = new Owner("build", "orders#1");

    private final CalmWorld rehearsal = new CalmWorld();
    private boolean cared = true;
    private Runner.Run guard;

    @BeforeEach
    void waitsAtAGate() {
        rehearsal.upTo("50");
        guard = rehearsal.start(guard(rehearsal.context("the controller"), owner -> cared));
        rehearsal.time().run(Duration.ofSeconds(10));
    }

    private static Guard guard(Context context, Predicate<Owner> watched) {
        return new Guard(context, "orders", GuardLease.of(context), watched);
    }

    private long events(String kind) {
        return rehearsal.history().stream()
                .filter(h -> h.startsWith(kind + ": "))
                .count();
    }

    @Test
    void nothingIsReportedWhileNothingDiffers() {
        int events = rehearsal.history().size();
        rehearsal.time().run(Duration.ofMinutes(10));
        assertThat(rehearsal.history()).hasSize(events);
    }

    @Test
    void eachReloadIsCorrectedWithinARoundAndReported() {
        for (int i = 1; i <= 3; i++) {
            rehearsal.world().reload(rehearsal.world().fleet().get(0));
            rehearsal.time().run(Duration.ofSeconds(3));
            assertThat(rehearsal.eksFractions()).allSatisfy(f -> assertThat(f).isBetween(.499, .501));
            assertThat(events("drift")).isEqualTo(i);
            assertThat(events("put-right")).isEqualTo(i);
        }
    }

    @Test
    void replacedPodsAreFollowedInTheSameRound() {
        rehearsal.world().cluster().killPods(1, Duration.ZERO);
        rehearsal.time().run(Duration.ofSeconds(12));
        assertThat(events("endpoints")).isPositive();
        assertThat(rehearsal.eksFractions()).allSatisfy(f -> assertThat(f).isBetween(.499, .501));
    }

    @Test
    void aChangeOfMesosFromOutsideIsReportedOnce() {
        rehearsal.world().marathon().outsideScale(1);
        rehearsal.time().run(Duration.ofMinutes(1));
        assertThat(rehearsal.history().stream().filter(h -> h.startsWith("mesos: ")))
                .containsExactly("mesos: Marathon runs 1 instances, 3 were recorded; it was changed from outside");
    }

    @Test
    void aSilentInstanceAndItsReturnAreReportedOnce() {
        rehearsal.world().fleet().get(1).cutOff(true);
        rehearsal.time().run(Duration.ofSeconds(45));
        rehearsal.world().fleet().get(1).cutOff(false);
        rehearsal.time().run(Duration.ofSeconds(5));
        assertThat(events("silent")).isEqualTo(1);
        assertThat(events("answers")).isEqualTo(1);
    }

    @Test
    void withoutAnEksServerTheTrafficIsSentBackInTheSameRound() {
        rehearsal.world().cluster().killPods(2, Duration.ofMinutes(5));
        while (!guard.result().isDone()) {
            rehearsal.time().step();
        }
        assertThat(rehearsal.mesosAsBefore()).isTrue();
        assertThat(rehearsal.record().state()).isEqualTo(CutoverState.ROLLING_BACK);
        assertThat(rehearsal.record().rollback().reason()).startsWith("HARMFUL: none of the 2 EKS");
    }

    @Test
    void countersThatCannotBeReadForAMinuteSendTheTrafficBack() {
        rehearsal.world().fleet().get(1).cutOff(true);
        rehearsal.time().run(Duration.ofSeconds(75));
        assertThat(rehearsal.record().rollback().reason()).startsWith("BLIND: no metrics for");
        assertThat(rehearsal.asBefore(rehearsal.world().fleet().get(0))).isTrue();
    }

    @Test
    void anotherProcessGuardsOnlyOnceTheLeaseOfTheFirstHasLapsed() {
        Context other = rehearsal.context("another controller");
        Runner.Run second = rehearsal.start(guard(other, owner -> true));
        rehearsal.time().run(Duration.ofMinutes(2));
        assertThat(second.status()).isEqualTo("orders: guarded by build the controller");
        guard.cancel();
        rehearsal.time().run(Duration.ofSeconds(75));
        assertThat(rehearsal.record().guard().by()).isEqualTo(other.owner());
        assertThat(events("guard")).isEqualTo(1);
    }

    @Test
    void theOwnerAndTheLockAreNotChanged() {
        var holder = rehearsal.locks().holder(rehearsal.record().spec().environment());
        rehearsal.world().reload(rehearsal.world().fleet().get(0));
        rehearsal.time().run(Duration.ofSeconds(5));
        assertThat(rehearsal.record().owner()).isEqualTo(BUILD);
        assertThat(rehearsal.locks().holder(rehearsal.record().spec().environment()))
                .isEqualTo(holder);
    }

    @Test
    void itPausesWhileAPhaseIsJudged() {
        rehearsal.start(new Verify(rehearsal.context("orders#1"), "orders", Duration.ofMinutes(10)));
        rehearsal.time().run(Duration.ofSeconds(5));
        assertThat(guard.status()).isEqualTo("orders: a step is moving the cutover");
    }

    /** A poll without a decision changes no revision; the guard must not take it for the end of the phase. */
    @Test
    void itPausesWhileAPhaseOnlyObserves() {
        cared = false;
        rehearsal.time().run(Duration.ofSeconds(5));
        Context calm = rehearsal.context("orders#1");
        Journal journal = new BufferedJournal(rehearsal.journal(), Duration.ofSeconds(10), calm.clock(), () -> rehearsal
                .time()
                .elapsed()
                .toNanos());
        Context shared = new Context(journal, calm.locks(), calm.clients(), calm.clock(), calm.owner());
        Runner.Run second = rehearsal.start(
                new Guard(shared, "orders", GuardLease.of(rehearsal.context("the controller")), owner -> true));
        rehearsal.start(new Verify(shared, "orders", Duration.ofMinutes(1)));
        rehearsal.time().run(Duration.ofSeconds(4));
        for (int i = 0; i < 20; i++) {
            rehearsal.time().run(Duration.ofSeconds(1));
            assertThat(second.status()).isEqualTo("orders: a step is moving the cutover");
        }
    }

    @Test
    void itEndsWithTheOwnerAndWithARollback() {
        cared = false;
        rehearsal.time().run(Duration.ofSeconds(3));
        assertThat(guard.result()).isCompleted();
        Runner.Run another = rehearsal.start(guard(rehearsal.context("x"), owner -> true));
        rehearsal.run(rehearsal.rollback());
        rehearsal.time().run(Duration.ofSeconds(3));
        assertThat(another.result()).isCompleted();
    }
}
