package io.jenkins.plugins.cutover.operation.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.guard.Guard;
import io.jenkins.plugins.cutover.operation.guard.GuardLease;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import io.jenkins.plugins.cutover.simulation.world.HaproxyModel;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A rollback by the service file alone, for a service whose Mesos was given up. */
class ConfiguredRollbackTest {
    private final CalmWorld calm = new CalmWorld().upTo("100");

    private Runner.Run rollback() {
        return calm.start(new ConfiguredRollback(
                        calm.context("cli").clients(),
                        calm.context("cli").clock(),
                        calm.world().spec(),
                        Duration.ofMinutes(1))
                .onlyIfMesosIsUp());
    }

    @Test
    void changesNothingWhileNoMesosServerIsUp() {
        calm.world().marathon().outsideScale(0);
        calm.time().run(Duration.ofSeconds(5));
        Runner.Run run = rollback();
        calm.time().run(Duration.ofSeconds(5));
        assertThatThrownBy(() -> run.result().join())
                .hasMessageContaining("Mesos was given up for orders, and no Mesos server of unix:/orders/lb1 is up;"
                        + " nothing was changed");
        assertThat(calm.eksFractions()).allMatch(part -> part == 1);
    }

    @Test
    void sendsTheTrafficToMesosServersThatAreUp() {
        Runner.Run run = rollback();
        calm.time().run(Duration.ofSeconds(10));
        assertThat(run.result()).isCompleted();
        assertThat(calm.world().fleet()).extracting(HaproxyModel::serving).allMatch(s -> s.eks() == 0 && s.mesos() > 0);
    }

    /** Before, it was done after 2 s, and the guard had sent the traffic to EKS again half a second later. */
    @Test
    void saysThatAGuardWithTheRecordSendsTheTrafficToEksAgain() {
        Context controller = calm.context("the controller");
        calm.start(new Guard(controller, "orders", GuardLease.of(controller), owner -> true));
        calm.time().run(Duration.ofSeconds(20));
        Runner.Run run = rollback();
        calm.time().run(Duration.ofSeconds(90));
        assertThatThrownBy(() -> run.result().join())
                .hasMessageContaining("not everything is on Mesos yet: another process sends traffic to EKS again");
    }
}
