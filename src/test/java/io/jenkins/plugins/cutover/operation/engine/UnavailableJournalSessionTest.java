package io.jenkins.plugins.cutover.operation.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.journal.FileJournal;
import io.jenkins.plugins.cutover.journal.FileLocks;
import io.jenkins.plugins.cutover.journal.MirroredJournal;
import io.jenkins.plugins.cutover.journal.UnreachableCluster;
import io.jenkins.plugins.cutover.model.Records;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnavailableJournalSessionTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    /** This machine's copies are never all that may be open, in another environment or in this one. */
    @Test
    void noCutoverIsStartedWhileOnlyCopiesAreKnown() {
        UnreachableCluster cluster = new UnreachableCluster(new FileJournal(folder.resolve("cluster"), CLOCK));
        MirroredJournal journal = new MirroredJournal(cluster, folder.resolve("copies"), CLOCK);
        journal.save(Records.open("orders", CLOCK.instant()));
        cluster.goesAway();
        RecordSession session =
                new RecordSession(new Context(journal, new FileLocks(folder, CLOCK), null, CLOCK, Records.BUILD));
        assertThatThrownBy(() -> session.refuseSecondCutover(Records.spec("payments")))
                .hasMessageContainingAll("no answer in time", "copies on this machine", "so no cutover is started");
    }
}
