package io.jenkins.plugins.cutover.operation.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.journal.FileLocks;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.OperationFailedException;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.rollback.Rollback;
import io.jenkins.plugins.cutover.operation.shift.Shift;
import io.jenkins.plugins.cutover.operation.shift.ShiftOptions;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import io.jenkins.plugins.cutover.simulation.FullDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Before, each of these left half of the traffic on EKS, judged by nothing. */
class JournalLossTest {
    private final CalmWorld rehearsal = new CalmWorld();
    private final FullDisk disk = new FullDisk(rehearsal.journal());
    private final Context context = disk.context(rehearsal, "orders#1");

    @BeforeEach
    void halfOfTheTrafficIsOnEks() {
        rehearsal.upTo("5");
        rehearsal.run(shift());
    }

    private Shift shift() {
        return new Shift(
                context, "orders", Share.ofPercent("50"), ShiftOptions.of(Duration.ZERO, Duration.ofSeconds(5)));
    }

    private Verify verify() {
        return new Verify(context, "orders", Duration.ofSeconds(3));
    }

    @Test
    void aPhaseThatCannotBeStoredSendsItsTrafficBackFirst() {
        disk.full(true);
        assertThatThrownBy(() -> rehearsal.run(verify()))
                .isInstanceOf(OperationFailedException.class)
                .hasMessageContaining("No space left on device; traffic is back on Mesos");
        assertThat(rehearsal.mesosAsBefore()).isTrue();
    }

    @Test
    void aShiftThatCannotBeStoredSendsItsTrafficBackFirst() {
        disk.full(true);
        assertThatThrownBy(() -> rehearsal.run(
                        new Shift(context, "orders", Share.ALL, ShiftOptions.of(Duration.ZERO, Duration.ofSeconds(5)))))
                .hasMessageContaining("No space left on device; traffic is back on Mesos");
        assertThat(rehearsal.mesosAsBefore()).isTrue();
    }

    @Test
    void aPhaseContinuesWhileOnlyObservationsCannotBeStored() {
        rehearsal.time().run(Duration.ofSeconds(1));
        Verify verify = verify();
        verify.tick();
        disk.full(true);
        rehearsal.time().run(Duration.ofSeconds(1));
        verify.tick();
        assertThat(rehearsal.mesosAsBefore()).isFalse();
        disk.full(false);
        rehearsal.run(verify);
        assertThat(rehearsal.record().share()).isEqualTo(Share.ofPercent("50"));
    }

    @Test
    void aRollbackRestoresEverythingWhileTheDiskIsFullAndIsRecordedAfterwards() {
        disk.full(true);
        assertThatThrownBy(() ->
                        rehearsal.run(new Rollback(context, "orders", "a test", EksAfter.KEEP, Duration.ofSeconds(20))))
                .hasMessageContaining("Mesos serves everything, and the journal cannot store that yet; run it again");
        assertThat(rehearsal.mesosAsBefore()).isTrue();
        assertThat(rehearsal.record().state()).isEqualTo(CutoverState.RUNNING);
        disk.full(false);
        rehearsal.run(new Rollback(context, "orders", "again", EksAfter.SCALE_DOWN, Duration.ofMinutes(10)));
        assertThat(context.journal().find("orders").orElseThrow().state()).isEqualTo(CutoverState.ROLLED_BACK);
    }

    /** Before, it was done with the disk full, and a restarted controller read that EKS has half of the traffic. */
    @Test
    void aRollbackEndsOnceTheJournalHasIt() {
        disk.full(true);
        Runner.Run run =
                rehearsal.start(new Rollback(context, "orders", "a test", EksAfter.KEEP, Duration.ofMinutes(10)));
        rehearsal.time().run(Duration.ofSeconds(20));
        assertThat(rehearsal.mesosAsBefore()).isTrue();
        assertThat(run.result()).isNotDone();
        assertThat(run.status()).isEqualTo("orders: Mesos serves everything, and the journal cannot store that yet");
        disk.full(false);
        rehearsal.time().run(Duration.ofSeconds(2));
        assertThat(run.result()).isCompleted();
        assertThat(rehearsal.record().state()).isEqualTo(CutoverState.ROLLED_BACK);
    }

    /** Before, it ended and left half of the traffic on EKS. */
    @Test
    void aPhaseWhoseLockIsDamagedSendsItsTrafficBackFirst(@TempDir Path folder) throws IOException {
        Context locked = new Context(
                context.journal(),
                new FileLocks(folder, context.clock()),
                context.clients(),
                context.clock(),
                context.owner());
        Verify verify = new Verify(locked, "orders", Duration.ofSeconds(3));
        verify.tick();
        Files.writeString(folder.resolve("locks/prod.lock"), "{ damaged");
        assertThatThrownBy(() -> rehearsal.run(verify))
                .hasMessageContaining("prod.lock: damaged")
                .hasMessageContaining("; traffic is back on Mesos");
        assertThat(rehearsal.mesosAsBefore()).isTrue();
    }
}
