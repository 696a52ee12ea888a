package io.jenkins.plugins.cutover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Records;
import io.jenkins.plugins.cutover.model.Share;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cluster goes away in the middle of a cutover. */
class MirroredJournalTest {
    @TempDir
    Path folder;

    private FileJournal theirs;
    private boolean away;
    private MirroredJournal journal;
    private CutoverRecord running;

    /** The cluster's journal, as far as it can be reached. */
    private final Journal cluster = new Journal() {
        private void answer() {
            if (away) {
                throw new JournalAwayException("Kubernetes API https://eks: no answer in time", null);
            }
        }

        @Override
        public Optional<CutoverRecord> find(String service) {
            answer();
            return theirs.find(service);
        }

        @Override
        public CutoverRecord save(CutoverRecord record) {
            answer();
            return theirs.save(record);
        }

        @Override
        public Contents contents() {
            answer();
            return theirs.contents();
        }
    };

    @BeforeEach
    void open() {
        theirs = new FileJournal(folder.resolve("cluster"), JournalSuite.CLOCK);
        journal = new MirroredJournal(cluster, folder.resolve("copies"), JournalSuite.CLOCK);
        running = journal.save(Records.open("orders", JournalSuite.NOW).with(d -> d.state(CutoverState.RUNNING)));
    }

    private static CutoverRecord back(CutoverRecord record) {
        return record.with(d -> d.state(CutoverState.ROLLING_BACK)
                .rollback(new CutoverRecord.Rollback(
                        "harm", Share.ofPercent(5), true, EksAfter.KEEP, JournalSuite.NOW, null, null)));
    }

    private static CutoverRecord on(CutoverRecord record) {
        return record.with(d -> d.event(Event.of(JournalSuite.NOW, "shift", "further")));
    }

    @Test
    void nothingMovesForwardWhileTheClusterIsAway() {
        away = true;
        assertThat(journal.find("orders")).contains(running);
        assertThatThrownBy(() -> journal.save(on(running))).isInstanceOf(JournalAwayException.class);
        assertThat(journal.find("orders")).contains(running);
    }

    @Test
    void aWayBackIsWrittenHereAndBroughtToTheClusterOnceItAnswers() {
        away = true;
        CutoverRecord decided = journal.save(back(running));
        assertThat(journal.find("orders")).contains(decided);
        assertThatThrownBy(() -> journal.save(back(running))).isInstanceOf(StaleRecordException.class);
        journal.save(on(decided));
        away = false;
        assertThat(journal.find("orders").orElseThrow().state()).isEqualTo(CutoverState.ROLLING_BACK);
        assertThat(theirs.find("orders").orElseThrow().history()).hasSize(1);
    }

    @Test
    void itOutranksWhatOthersMovedForwardMeanwhile() {
        away = true;
        journal.save(back(running));
        theirs.save(on(theirs.save(on(running))));
        away = false;
        assertThat(journal.find("orders").orElseThrow().state()).isEqualTo(CutoverState.ROLLING_BACK);
        assertThat(theirs.find("orders").orElseThrow().state()).isEqualTo(CutoverState.ROLLING_BACK);
    }

    @Test
    void whatOthersBroughtBackMeanwhileStands() {
        away = true;
        CutoverRecord ours = journal.save(back(running));
        journal.save(on(ours));
        CutoverRecord done = theirs.save(running.with(d -> d.state(CutoverState.ROLLED_BACK)));
        away = false;
        assertThat(journal.find("orders")).contains(done);
        assertThat(theirs.find("orders")).contains(done);
    }

    @Test
    void anEndThatWasReachedWithoutTheClusterIsToldToIt() {
        away = true;
        journal.save(journal.save(back(running)).with(d -> d.state(CutoverState.ROLLED_BACK)));
        away = false;
        journal.find("orders");
        assertThat(theirs.find("orders").orElseThrow().state()).isEqualTo(CutoverState.ROLLED_BACK);
    }

    @Test
    void anotherMachineWithoutACopySaysThatTheClusterIsAway() {
        away = true;
        Journal elsewhere = new MirroredJournal(cluster, folder.resolve("elsewhere"), JournalSuite.CLOCK);
        assertThatThrownBy(() -> elsewhere.find("orders")).isInstanceOf(JournalAwayException.class);
    }
}
