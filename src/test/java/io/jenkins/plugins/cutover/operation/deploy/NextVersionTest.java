package io.jenkins.plugins.cutover.operation.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.guard.Guard;
import io.jenkins.plugins.cutover.operation.guard.GuardLease;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service has all its traffic on EKS, Mesos is kept, and the next version is deployed. */
class NextVersionTest {
    private final CalmWorld world = new CalmWorld();

    @BeforeEach
    void completed() {
        world.upTo("5", "25", "50", "100");
        Context controller = world.context("the controller");
        world.start(new Guard(controller, "orders", GuardLease.of(controller), owner -> true));
    }

    @Test
    void isDeployedWhileEksKeepsItsTraffic() {
        Runner.Run deploy = world.start(world.deploy());
        world.time().run(Duration.ofSeconds(1));
        for (int pod = 0; pod < 2; pod++) {
            world.world().cluster().killPods(1, Duration.ofSeconds(2));
            world.time().run(Duration.ofSeconds(20));
        }
        world.time().run(Duration.ofMinutes(1));
        assertThat(deploy.result()).isCompleted();
        assertThat(world.record().state()).isEqualTo(CutoverState.RUNNING);
        assertThat(world.eksFractions()).allSatisfy(f -> assertThat(f).isEqualTo(1));
        assertThat(world.world().clients().unserved()).isZero();
        world.run(world.verify());
        assertThat(world.record().state()).isEqualTo(CutoverState.COMPLETED);
    }

    @Test
    void isJudgedAgainstMesosAtASmallerShare() {
        world.run(world.deploy());
        world.run(world.shift("5"));
        world.run(world.verify());
        assertThat(world.record().share()).isEqualTo(Share.ofPercent("5"));
        assertThat(world.record().state()).isEqualTo(CutoverState.RUNNING);
    }

    @Test
    void theVersionBeforeIsRestoredWhenTheNextOneFails() {
        world.world().cluster().broken("ImagePullBackOff");
        assertThatThrownBy(() -> world.run(world.deploy())).hasMessageContaining("EKS keeps 100% of the traffic");
        assertThat(world.record().state()).isEqualTo(CutoverState.COMPLETED);
        assertThat(world.eksFractions()).allSatisfy(f -> assertThat(f).isEqualTo(1));
    }

    @Test
    void theGuardReturnsTheTrafficIfTheNextVersionFailsItsRequests() {
        world.world().clients().rate(100);
        world.run(world.deploy());
        world.world().clients().errors(Side.EKS, 1);
        world.time().run(Duration.ofSeconds(20));
        assertThat(world.mesosAsBefore()).as(String.join("\n", world.history())).isTrue();
    }

    @Test
    void withoutAGuardTheDeployJudgesEksItself() {
        CalmWorld alone = new CalmWorld();
        alone.world().clients().rate(100);
        alone.upTo("5", "25", "50", "100");
        alone.world().cluster().start(Duration.ofMinutes(5));
        alone.world().cluster().killPods(1, Duration.ZERO);
        Runner.Run deploy = alone.start(alone.deploy());
        alone.world().clients().errors(Side.EKS, 1);
        alone.time().run(Duration.ofSeconds(20));
        assertThat(alone.mesosAsBefore()).as(String.join("\n", alone.history())).isTrue();
        assertThat(deploy.result()).isCompletedExceptionally();
    }
}
