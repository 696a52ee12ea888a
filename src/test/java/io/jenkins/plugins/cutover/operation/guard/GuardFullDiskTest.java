package io.jenkins.plugins.cutover.operation.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import io.jenkins.plugins.cutover.simulation.FullDisk;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A guard whose journal cannot be written. Before, it ended and left EKS its share, judged by nothing. */
class GuardFullDiskTest {
    private final CalmWorld world = new CalmWorld();
    private final FullDisk disk = new FullDisk(world.journal());
    private final Context controller = disk.context(world, "the controller");
    private Runner.Run guard;

    @BeforeEach
    void halfOfTheTrafficIsOnEks() {
        world.world().clients().rate(100);
        world.upTo("5", "25", "50");
    }

    private void guard() {
        guard = world.start(new Guard(controller, "orders", GuardLease.of(controller), owner -> true));
        world.time().run(Duration.ofSeconds(20));
    }

    @Test
    void aGuardThatCannotBeginSendsTheTrafficBack() {
        disk.full(true);
        guard();
        assertThat(world.mesosAsBefore()).isTrue();
    }

    @Test
    void harmIsSeenWhileOnlyObservationsCannotBeStored() {
        guard();
        disk.full(true);
        world.time().run(Duration.ofMinutes(1));
        assertThat(world.mesosAsBefore()).isFalse();
        world.world().clients().errors(Side.EKS, 1);
        world.time().run(Duration.ofSeconds(10));
        assertThat(world.mesosAsBefore()).isTrue();
    }

    @Test
    void podsThatCannotBeFollowedSendTheTrafficBack() {
        guard();
        disk.full(true);
        world.world().cluster().killPods(1, Duration.ofSeconds(2));
        world.time().run(Duration.ofSeconds(20));
        assertThat(guard.result()).isCompletedExceptionally();
        assertThat(world.mesosAsBefore()).isTrue();
    }
}
