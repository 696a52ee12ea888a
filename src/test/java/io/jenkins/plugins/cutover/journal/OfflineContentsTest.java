package io.jenkins.plugins.cutover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Records;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** A list of all cutovers while the cluster is unavailable shows what this machine has copies of. */
class OfflineContentsTest extends OfflineSuite {
    @Test
    void openCopiesAreListedAndMarkedAsCopies() {
        CutoverRecord payments = journal.save(Records.open("payments", JournalSuite.NOW));
        journal.save(payments.with(d -> d.state(CutoverState.ROLLED_BACK)));
        cluster.goesAway();
        Journal.Contents contents = journal.contents();
        assertThat(contents.records()).extracting(CutoverRecord::service).containsExactly("orders");
        assertThat(contents.unreadable())
                .containsExactly("Kubernetes API https://eks: no answer in time; only the copies on this"
                        + " machine are known, the newest of 2026-01-01T00:00:00Z (0s ago)");
        assertThat(contents.away()).isEqualTo(contents.unreadable().get(0));
    }

    @Test
    void anUnsentRollbackIsListed() {
        cluster.goesAway();
        CutoverRecord back = journal.save(back(running));
        assertThat(journal.all()).containsExactly(back);
        cluster.answersAgain();
        assertThat(journal.all()).extracting(CutoverRecord::state).containsExactly(CutoverState.ROLLING_BACK);
        assertThat(there().state()).isEqualTo(CutoverState.ROLLING_BACK);
    }

    @Test
    void aDamagedCopyIsListedNextToTheOthers() throws IOException {
        Files.writeString(folder.resolve("copies/payments.json"), "{");
        cluster.goesAway();
        assertThat(journal.all()).hasSize(1);
        assertThat(journal.contents().unreadable()).last().asString().contains("payments.json", "damaged");
    }

    @Test
    void withoutACopyTheOutageIsReported() {
        cluster.goesAway();
        assertThatThrownBy(() -> mirror("elsewhere", JournalSuite.NOW).contents())
                .isInstanceOf(JournalUnavailableException.class);
    }

    @Test
    void noNewCutoverIsWrittenWhileTheClusterIsAway() {
        journal.save(running.with(d -> d.state(CutoverState.ROLLED_BACK)));
        cluster.goesAway();
        assertThatThrownBy(() -> journal.save(Records.open("orders", JournalSuite.NOW.plusSeconds(1))))
                .isInstanceOf(JournalUnavailableException.class);
        assertThatThrownBy(() -> journal.save(Records.open("payments", JournalSuite.NOW)))
                .isInstanceOf(JournalUnavailableException.class);
    }
}
