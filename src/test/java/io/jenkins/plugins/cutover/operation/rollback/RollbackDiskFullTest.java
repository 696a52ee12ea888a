package io.jenkins.plugins.cutover.operation.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.journal.BufferedJournal;
import io.jenkins.plugins.cutover.journal.FullDisk;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everything is restored, and the journal cannot store the end of the rollback yet. */
class RollbackDiskFullTest {
    private final CalmWorld rehearsal = new CalmWorld();
    private final FullDisk disk = new FullDisk(rehearsal.journal());
    private Runner.Run run;

    @BeforeEach
    void aRollbackWaitsForTheDisk() {
        rehearsal.upTo("5");
        disk.full(true);
        Context calm = rehearsal.context("orders#1");
        Context context = new Context(
                new BufferedJournal(disk, Duration.ofSeconds(10), calm.clock(), () -> rehearsal
                        .time()
                        .elapsed()
                        .toNanos()),
                calm.locks(),
                calm.clients(),
                calm.clock(),
                calm.owner());
        run = rehearsal.start(new Rollback(context, "orders", "a test", EksAfter.SCALE_DOWN, Duration.ofMinutes(10)));
        rehearsal.time().run(Duration.ofSeconds(20));
        assertThat(run.status()).isEqualTo("orders: Mesos serves everything, and the journal cannot store that yet");
    }

    /** Found by the simulation: before, the record said that Mesos serves everything, and the app did not exist. */
    @Test
    void anAppDeletedMeanwhileIsRestoredBeforeTheRollbackEnds() {
        rehearsal.world().marathon().outsideDestroy();
        rehearsal.time().run(Duration.ofSeconds(1));
        disk.full(false);
        rehearsal.time().run(Duration.ofSeconds(20));
        assertThat(run.result()).isCompleted();
        assertThat(rehearsal.record().state()).isEqualTo(CutoverState.ROLLED_BACK);
        assertThat(rehearsal.world().marathon().healthy()).isEqualTo(3);
    }

    @Test
    void weightsChangedMeanwhileAreRestoredBeforeTheRollbackEnds() {
        rehearsal.world().command(rehearsal.world().fleet().get(0), "set weight orders/mesos1 7");
        rehearsal.time().run(Duration.ofSeconds(1));
        disk.full(false);
        rehearsal.time().run(Duration.ofSeconds(20));
        assertThat(run.result()).isCompleted();
        assertThat(rehearsal.mesosAsBefore()).isTrue();
    }

    @Test
    void theEndIsStoredOnce() {
        disk.full(false);
        rehearsal.time().run(Duration.ofSeconds(2));
        assertThat(run.result()).isCompleted();
        assertThat(rehearsal.history())
                .filteredOn(h -> h.startsWith("rolled-back"))
                .hasSize(1);
        assertThat(rehearsal.world().cluster().replicas()).isZero();
    }
}
