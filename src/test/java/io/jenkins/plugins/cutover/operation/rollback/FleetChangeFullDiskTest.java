package io.jenkins.plugins.cutover.operation.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import io.jenkins.plugins.cutover.simulation.FullDisk;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rollback with another fleet than the recorded one, while the journal cannot be written. */
class FleetChangeFullDiskTest {
    private final CalmWorld calm = new CalmWorld().upTo("50");
    private final FullDisk disk = new FullDisk(calm.journal());
    private final Context context = disk.context(calm, "cli");

    private Runner.Run without(String instance) {
        FleetChange change = new FleetChange(List.of(InstanceAddress.parse(instance)), null);
        return calm.start(
                new Rollback(context, "orders", "a test", EksAfter.KEEP, Duration.ofMinutes(10)).withFleet(change));
    }

    @Test
    void theTrafficGoesBackAtOnce() {
        disk.full(true);
        Runner.Run run = without("unix:/orders/lb2");
        calm.time().run(Duration.ofSeconds(5));
        assertThat(calm.asBefore(calm.world().fleet().get(0))).as(run.status()).isTrue();
        disk.full(false);
        calm.time().run(Duration.ofSeconds(10));
        assertThat(run.result()).isCompleted();
        assertThat(calm.record().state()).isEqualTo(CutoverState.ROLLED_BACK);
        assertThat(calm.record().spec().haproxy().instances()).hasSize(1);
    }

    @Test
    void anInstanceThatTheFleetNeverHadMovesNothing() {
        Runner.Run run = without("unix:/orders/lb9");
        calm.time().run(Duration.ofSeconds(5));
        assertThatThrownBy(() -> run.result().join())
                .hasMessageContaining("is not an HAProxy instance of this cutover");
        assertThat(calm.record().state()).isEqualTo(CutoverState.RUNNING);
    }
}
