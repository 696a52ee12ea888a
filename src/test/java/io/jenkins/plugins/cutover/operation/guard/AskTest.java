package io.jenkins.plugins.cutover.operation.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.verify.Verify;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import io.jenkins.plugins.cutover.simulation.Specs;
import io.jenkins.plugins.cutover.simulation.world.Clients;
import io.jenkins.plugins.cutover.simulation.world.RequestOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A suspicion at 100 % is settled at 50 %, where Mesos shows whether it suffers alike. */
class AskTest {
    private final CalmWorld world = new CalmWorld();
    private final Clients clients = world.world().clients();
    private Runner.Run guard;

    @BeforeEach
    void traffic() {
        clients.rate(300);
    }

    private void completed() {
        world.upTo("5", "25", "50", "100");
        startGuard();
        world.time().run(Duration.ofSeconds(30));
    }

    private void startGuard() {
        Context controller = world.context("the controller");
        guard = world.start(new Guard(controller, "orders", GuardLease.of(controller), owner -> true));
    }

    private void bothFail(double fraction) {
        clients.errors(Side.EKS, fraction);
        clients.errors(Side.MESOS, fraction);
    }

    private String history() {
        return String.join("\n", world.history());
    }

    @Test
    void anOutageThatBothSidesShareEndsWithTheShareBefore() {
        completed();
        bothFail(.2);
        world.time().run(Duration.ofSeconds(5));
        assertThat(world.record().share()).as(history()).isEqualTo(Share.ofPercent("50"));
        bothFail(0);
        world.time().run(Duration.ofMinutes(3));
        assertThat(world.record().state()).as(history()).isEqualTo(CutoverState.COMPLETED);
        assertThat(world.record().share()).isEqualTo(Share.ALL);
        assertThat(history()).contains("EKS has 50% until both sides are compared, ask 1 of 6", "EKS has 100% again: ");
    }

    @Test
    void failuresOfEksAloneAreHarmThatIsProvedAgainstMesos() {
        completed();
        clients.errors(Side.EKS, .05);
        world.time().run(Duration.ofSeconds(12));
        assertThat(world.mesosAsBefore()).as(history()).isTrue();
        assertThat(history())
                .contains("suspicion at 100%: more requests to EKS fail than the usual", "50%: HARMFUL: EKS ");
    }

    @Test
    void aLastingDisturbanceOfBothSidesIsUsualAfterAFewAsks() {
        completed();
        bothFail(.01);
        world.time().run(Duration.ofHours(2));
        assertThat(world.record().state()).as(history()).isEqualTo(CutoverState.COMPLETED);
        assertThat(world.record().share()).isEqualTo(Share.ALL);
        assertThat(world.record().asks().times()).isBetween(1, 6);
    }

    @Test
    void anotherProcessEndsTheAskOfOneThatDied() {
        completed();
        bothFail(.2);
        world.time().run(Duration.ofSeconds(5));
        guard.cancel();
        bothFail(0);
        world.time().run(Duration.ofMinutes(10));
        assertThat(world.record().share()).isEqualTo(Share.ofPercent("50"));
        startGuard();
        world.time().run(Duration.ofMinutes(3));
        assertThat(world.record().share()).as(history()).isEqualTo(Share.ALL);
        assertThat(world.record().state()).isEqualTo(CutoverState.COMPLETED);
    }

    @Test
    void aPhaseAtAllTrafficAsksAndThenPasses() {
        world.upTo("5", "25", "50");
        world.run(world.shift("100"));
        Runner.Run phase = world.start(new Verify(world.context("orders#1"), "orders", Duration.ofMinutes(10)));
        world.time().run(Duration.ofMinutes(1));
        bothFail(.2);
        world.time().run(Duration.ofSeconds(20));
        bothFail(0);
        world.time().run(Duration.ofMinutes(20));
        assertThat(history()).contains("ask 1 of 6", "EKS has 100% again");
        assertThat(phase.result()).isCompleted();
        assertThat(world.record().state()).as(history()).isEqualTo(CutoverState.COMPLETED);
    }

    /** Failures that are there with all traffic and gone with half of it, three times in a row, are EKS's own. */
    @Test
    void anEksThatCannotCarryAllTrafficGoesBack() {
        completed();
        clients.fault(
                RequestOutcome.FAILED, (instance, server) -> instance.serving().eksFraction() > .6 ? .2 : 0);
        world.time().run(Duration.ofMinutes(3));
        assertThat(world.mesosAsBefore()).as(history()).isTrue();
        assertThat(history())
                .contains("of the requests to EKS fail with 100% of the traffic and ", " with 50%, 3 times in a row");
    }

    /** In an ask both sides were seen to fail alike: that is what the phase is held against. */
    @Test
    void aPhaseAtAllTrafficPassesThoughBothSidesFailMoreThanBefore() {
        world.upTo("5", "25", "50");
        world.run(world.shift("100"));
        bothFail(.01);
        Runner.Run phase = world.start(new Verify(world.context("orders#1"), "orders", Duration.ofMinutes(10)));
        world.time().run(Duration.ofMinutes(14));
        assertThat(phase.result()).as(history()).isCompleted();
        assertThat(world.record().state()).isEqualTo(CutoverState.COMPLETED);
    }

    @Test
    void aRollbackEndsAnAsk() {
        completed();
        bothFail(.2);
        world.time().run(Duration.ofSeconds(5));
        world.run(world.rollback());
        assertThat(world.record().asks().underWay()).isFalse();
        assertThat(world.mesosAsBefore()).as(history()).isTrue();
    }

    @Test
    void aSuspicionOfAServiceThatNeverAsksIsReportedOnceAndSendsNothingBack() {
        CalmWorld never = new CalmWorld(
                Specs.of("orders", 2, List.of("5", "25", "50", "100"), Map.of("ask", "never")), List.of(100, 100, 100));
        never.world().clients().rate(300);
        never.upTo("5", "25", "50", "100");
        Context controller = never.context("the controller");
        never.start(new Guard(controller, "orders", GuardLease.of(controller), owner -> true));
        never.time().run(Duration.ofSeconds(30));
        never.world().clients().errors(Side.EKS, .05);
        never.time().run(Duration.ofMinutes(10));
        assertThat(never.record().share()).isEqualTo(Share.ALL);
        assertThat(never.history())
                .filteredOn(line -> line.contains("no ask is left to settle it"))
                .singleElement()
                .asString()
                .startsWith("suspicion: suspicion at 100%: more requests to EKS fail than the usual");
    }
}
