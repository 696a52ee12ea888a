package io.jenkins.plugins.cutover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** This machine's folder is damaged or of no use at all. */
class LocalCopiesFolderTest extends OfflineSuite {
    /** A file where the folder should be: nothing can be read or written below it, by anybody. */
    private void useless() throws IOException {
        Files.createFile(folder.resolve("file"));
        journal = mirror("file", JournalSuite.NOW);
    }

    @Test
    void noLocalProblemDisturbsAClusterThatAnswers() throws IOException {
        useless();
        CutoverRecord saved = journal.save(on(found()));
        assertThat(found()).isEqualTo(saved);
        assertThat(journal.all()).containsExactly(saved);
    }

    @Test
    void aDamagedCopyIsReplacedByTheClustersRecord() throws IOException {
        Path copy = folder.resolve("copies/orders.json");
        Files.writeString(copy, "{");
        assertThat(found()).isEqualTo(running);
        assertThat(copy).content().contains("RUNNING");
    }

    @Test
    void aSlowReaderDoesNotReplaceANewerCopy() {
        CutoverRecord later = journal.save(on(running));
        new LocalCopies(folder.resolve("copies")).follow(running);
        cluster.goesAway();
        assertThat(found().revision()).isEqualTo(later.revision());
    }

    @Test
    void bothFaultsAreReportedWhileTheClusterIsAway() throws IOException {
        Files.writeString(folder.resolve("copies/orders.json"), "{");
        cluster.goesAway();
        assertThatThrownBy(this::found)
                .isInstanceOf(JournalUnavailableException.class)
                .hasMessageContainingAll("no answer in time", "orders.json", "damaged");
    }

    @Test
    void aDamagedOfflineRollbackIsStartedAgainAndTheOldFileKept() throws IOException {
        cluster.goesAway();
        journal.save(back(running));
        Path untold = folder.resolve("copies/untold");
        Files.writeString(untold.resolve("orders.json"), "{");
        assertThat(journal.save(back(found())).state()).isEqualTo(CutoverState.ROLLING_BACK);
        assertThat(untold).isDirectoryContaining(f -> f.toString().contains("orders.json.damaged-"));
    }

    /** Nothing is written into a read-only folder, and the problem is logged once. */
    @Test
    void anUnsentRecordThatCannotBeDeletedIsSentOnce() throws IOException {
        cluster.goesAway();
        journal.save(back(running));
        cluster.answersAgain();
        Path untold = folder.resolve("copies/untold/orders.json");
        byte[] ours = Files.readAllBytes(untold);
        CutoverRecord once = found();
        Files.write(untold, ours);
        assertThat(journal.save(with(once, "waiting")).revision()).isEqualTo(once.revision() + 1);
    }
}
