package io.jenkins.plugins.cutover.operation.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.verify.Companion;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A question waits at a gate with half of the traffic on EKS. */
class GateWatchTest {
    private final CalmWorld world = new CalmWorld().upTo("5", "25", "50");
    private final Context build = world.context("orders#1");
    private Companion question = Companion.RUNNING;

    private Runner.Run watched() {
        Instant cutover = GateWatch.open(build, "orders").orElse(null);
        return world.start(new GateWatch(build, "orders", cutover, () -> question));
    }

    @Test
    void aRollbackEndsTheQuestionWithItsReason() {
        Runner.Run gate = watched();
        world.time().run(Duration.ofSeconds(5));
        assertThat(gate.status()).isEqualTo("orders 50%: waits for an approval");
        world.run(world.rollback());
        world.time().run(Duration.ofSeconds(2));
        assertThatThrownBy(() -> gate.result().join())
                .hasMessageContaining("the service was rolled back to Mesos while this waited: a test");
    }

    @Test
    void aQuestionAboutAServiceThatIsBeingRolledBackEndsAtOnce() {
        world.world().fleet().get(0).cutOff(true);
        world.start(world.rollback());
        world.time().run(Duration.ofSeconds(5));
        assertThat(world.record().state().returning()).isTrue();
        Runner.Run gate = watched();
        world.time().run(Duration.ofSeconds(2));
        assertThat(gate.result()).isCompletedExceptionally();
    }

    @Test
    void aQuestionAfterARollbackHasEndedIsAsked() {
        world.run(world.rollback());
        Runner.Run gate = watched();
        world.time().run(Duration.ofSeconds(5));
        question = Companion.PASSED;
        world.time().run(Duration.ofSeconds(2));
        assertThat(gate.result()).isCompleted();
    }

    @Test
    void itSaysThatTheVerdictOfTheQuestionDoesNotHoldAnyMore() {
        Runner.Run gate = watched();
        world.world().clients().errors(Side.EKS, .02);
        Context controller = world.context("the controller");
        world.start(new Guard(controller, "orders", GuardLease.of(controller), owner -> true));
        boolean said = false;
        for (int second = 0; second < 120 && !gate.result().isDone(); second++) {
            world.time().run(Duration.ofSeconds(1));
            said |= gate.status().contains("the verdict HEALTHY does not hold any more");
        }
        assertThat(said).isTrue();
    }
}
