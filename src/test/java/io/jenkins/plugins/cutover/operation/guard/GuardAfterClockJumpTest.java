package io.jenkins.plugins.cutover.operation.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The clock was set back during a phase, and another process guards afterwards. */
class GuardAfterClockJumpTest {
    @Test
    void theGuardOfAnotherProcessJudgesAtOnce() {
        CalmWorld world = new CalmWorld();
        world.world().clients().rate(100);
        world.upTo("5", "25", "50", "100");
        Context here = world.context("the controller");
        Clock back = Clock.offset(here.clock(), Duration.ofMinutes(-10));
        Context later = new Context(
                here.journal(), here.locks(), here.clients(), back, new Owner("controller", "restarted"), here.files());
        world.start(new Guard(later, "orders", GuardLease.of(later), owner -> true));
        world.time().run(Duration.ofSeconds(20));
        world.world().clients().errors(Side.EKS, 1);
        world.time().run(Duration.ofSeconds(10));
        assertThat(world.mesosAsBefore()).as(String.join("\n", world.history())).isTrue();
    }
}
