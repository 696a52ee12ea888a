package io.jenkins.plugins.cutover.operation.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.retire.Retire;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the guard takes for harm of EKS, and what it does not, where traffic is little or disturbed. */
class GuardJudgesTest {
    private final CalmWorld world = new CalmWorld();
    private Runner.Run guard;

    @BeforeEach
    void traffic() {
        world.world().clients().rate(100);
    }

    private void guardedAt(String... percents) {
        world.upTo(percents);
        Context controller = world.context("the controller");
        guard = world.start(new Guard(controller, "orders", GuardLease.of(controller), owner -> true));
        world.time().run(Duration.ofSeconds(20));
    }

    private void assertBackWithin(Duration limit) {
        world.time().run(limit);
        assertThat(world.mesosAsBefore()).as(String.join("\n", world.history())).isTrue();
        assertThat(world.record().state()).isIn(CutoverState.ROLLING_BACK, CutoverState.ROLLED_BACK);
    }

    @Test
    void halfOfTenRequestsASecondAreEnough() {
        guardedAt("5", "25", "50", "100");
        world.world().clients().rate(10);
        world.time().run(Duration.ofMinutes(1));
        world.world().clients().errors(Side.EKS, .5);
        assertBackWithin(Duration.ofSeconds(25));
    }

    /** Clients that cancel their requests, for example while they type a search. Before, EKS was blamed at 100 %. */
    @Test
    void failuresThatMesosHadAsOftenAreNotBlamedOnEksAfterAllTraffic() {
        world.world().clients().errors(Side.MESOS, .4);
        world.world().clients().errors(Side.EKS, .4);
        guardedAt("5", "25", "50", "100");
        world.time().run(Duration.ofMinutes(5));
        assertThat(world.record().state())
                .as(String.join("\n", world.history()))
                .isEqualTo(CutoverState.COMPLETED);
        world.world().clients().errors(Side.EKS, 1);
        assertBackWithin(Duration.ofSeconds(40));
    }

    @Test
    void aQuietNightAtAGateIsNoReasonToGoBack() {
        guardedAt("5");
        world.world().clients().rate(.05);
        world.time().run(Duration.ofHours(4));
        assertThat(world.record().state())
                .as(String.join("\n", world.history()))
                .isEqualTo(CutoverState.RUNNING);
    }

    private Runner.Run soak() {
        return world.start(new Retire(
                world.context("orders#1"),
                "orders",
                Duration.ofMinutes(30),
                "ada",
                Retire.MesosAfter.SCALE_DOWN,
                Duration.ofMinutes(10)));
    }

    @Test
    void aServiceWithLittleTrafficThatFailsInTheSoakKeepsMesos() {
        guardedAt("5", "25", "50", "100");
        world.world().clients().rate(1);
        soak();
        world.time().run(Duration.ofMinutes(1));
        world.world().clients().errors(Side.EKS, 1);
        assertBackWithin(Duration.ofSeconds(70));
        world.time().run(Duration.ofMinutes(40));
        assertThat(world.world().marathon().instances()).isEqualTo(3);
    }

    @Test
    void fewFailuresOfLittleTrafficDoNotSendItBack() {
        guardedAt("5", "25", "50", "100");
        world.world().clients().rate(.5);
        world.world().clients().errors(Side.EKS, .2);
        world.time().run(Duration.ofMinutes(5));
        assertThat(world.record().state())
                .as(String.join("\n", world.history()))
                .isEqualTo(CutoverState.COMPLETED);
    }

    @Test
    void anOutageThatWasOverBeforeTheGuardCameIsNoReasonToGoBack() {
        guardedAt("5", "25", "50", "100");
        guard.cancel();
        world.world().clients().errors(Side.EKS, 1);
        world.time().run(Duration.ofMinutes(30));
        world.world().clients().errors(Side.EKS, 0);
        world.time().run(Duration.ofMinutes(30));
        Context controller = world.context("the controller");
        world.start(new Guard(controller, "orders", GuardLease.of(controller), owner -> true));
        world.time().run(Duration.ofMinutes(1));
        assertThat(world.record().state())
                .as(String.join("\n", world.history()))
                .isEqualTo(CutoverState.COMPLETED);
    }
}
