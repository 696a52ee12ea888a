package io.jenkins.plugins.cutover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Share;
import org.junit.jupiter.api.Test;

/** The cluster goes away in the middle of a cutover. */
class MirroredJournalTest extends OfflineSuite {
    @Test
    void nothingMovesForwardWhileTheClusterIsAway() {
        cluster.goesAway();
        assertThat(MirroredJournal.note(found())).hasValueSatisfying(note -> assertThat(note)
                .startsWith("based on the copy on this machine, revision 1"));
        assertThat(found().stored(running.updatedAt()).sameStateAs(running)).isTrue();
        assertThatThrownBy(() -> journal.save(on(running))).isInstanceOf(JournalUnavailableException.class);
        assertThat(found().revision()).isEqualTo(running.revision());
    }

    @Test
    void aRollbackIsWrittenOfflineAndSentToTheClusterOnceItAnswers() {
        cluster.goesAway();
        CutoverRecord decided = journal.save(back(found()));
        assertThat(journal.find("orders")).contains(decided);
        assertThatThrownBy(() -> journal.save(back(running))).isInstanceOf(StaleRecordException.class);
        journal.save(with(decided, "waiting"));
        cluster.answersAgain();
        assertThat(found().state()).isEqualTo(CutoverState.ROLLING_BACK);
        assertThat(words(there())).containsExactly("journal", "rollback", "waiting");
    }

    @Test
    void anOfflineRollbackOutranksStepsForward() {
        cluster.goesAway();
        journal.save(back(running));
        theirs.save(on(theirs.save(on(running))));
        cluster.answersAgain();
        assertThat(found().state()).isEqualTo(CutoverState.ROLLING_BACK);
        assertThat(there().state()).isEqualTo(CutoverState.ROLLING_BACK);
    }

    @Test
    void anOfflineRollbackOutranksACompletedCutover() {
        cluster.goesAway();
        journal.save(back(running));
        theirs.save(running.with(d -> d.state(CutoverState.COMPLETED)));
        cluster.answersAgain();
        assertThat(found().state()).isEqualTo(CutoverState.ROLLING_BACK);
        assertThat(there().state()).isEqualTo(CutoverState.ROLLING_BACK);
    }

    @Test
    void aCutoverThatOthersRolledBackStaysRolledBack() {
        cluster.goesAway();
        CutoverRecord ours = journal.save(back(running));
        journal.save(with(ours, "waiting"));
        theirs.save(running.with(d -> d.state(CutoverState.ROLLED_BACK)));
        cluster.answersAgain();
        assertThat(found().state()).isEqualTo(CutoverState.ROLLED_BACK);
        assertThat(there().state()).isEqualTo(CutoverState.ROLLED_BACK);
    }

    @Test
    void anEndThatWasReachedOfflineIsSentToTheCluster() {
        cluster.goesAway();
        journal.save(journal.save(back(running)).with(d -> d.state(CutoverState.ROLLED_BACK)));
        assertThat(found().state()).isEqualTo(CutoverState.ROLLED_BACK);
        cluster.answersAgain();
        journal.find("orders");
        assertThat(there().state()).isEqualTo(CutoverState.ROLLED_BACK);
    }

    @Test
    void aWriteIsRefusedWhileThereIsAnUnsentRecord() {
        cluster.goesAway();
        CutoverRecord ours = journal.save(back(running));
        theirs.save(with(running, "theirs"));
        cluster.answersAgain();
        assertThatThrownBy(() -> journal.save(ours)).isInstanceOf(StaleRecordException.class);
        assertThat(words(there())).contains("rollback", "theirs");
    }

    @Test
    void anAbandonedCutoverIsReportedOffline() {
        cluster.goesAway();
        journal.save(with(found(), "abandoned").with(d -> d.reported(said -> said.withAbandoned(JournalSuite.NOW))));
        assertThat(words(found())).containsExactly("journal", "abandoned");
        theirs.save(on(running));
        cluster.answersAgain();
        assertThat(found().share()).isEqualTo(Share.ofPercent(5));
        assertThat(words(there())).contains("shift", "journal", "abandoned");
        assertThat(there().reported().abandonedAt()).isEqualTo(JournalSuite.NOW);
        assertThat(MirroredJournal.note(found())).isEmpty();
    }

    /** A step forward that the cluster does not know would follow it. */
    @Test
    void anIntentionIsNotWrittenOffline() {
        cluster.goesAway();
        assertThatThrownBy(() -> journal.save(with(found(), "giving-up")))
                .isInstanceOf(JournalUnavailableException.class);
    }

    @Test
    void anotherMachineWithoutACopyReportsThatTheClusterIsAway() {
        cluster.goesAway();
        Journal elsewhere = mirror("elsewhere", JournalSuite.NOW);
        assertThatThrownBy(() -> elsewhere.find("orders")).isInstanceOf(JournalUnavailableException.class);
    }

    @Test
    void noEventIsLostHoweverMuchHappensOffline() {
        cluster.goesAway();
        CutoverRecord ours = journal.save(back(running));
        for (int i = 0; i < 2 * CutoverRecord.MAX_EVENTS; i++) {
            String text = "event " + i;
            ours = ours.with(d -> d.event(Event.of(JournalSuite.NOW.plusSeconds(1), "waiting", text)));
            ours = i % 100 == 99 ? journal.save(ours) : ours;
        }
        cluster.answersAgain();
        CutoverRecord now = journal.save(with(found(), "on"));
        assertThat(now.history()).hasSizeLessThan(CutoverRecord.MAX_EVENTS);
        assertThat(theirs.history(now))
                .hasSize(2 * CutoverRecord.MAX_EVENTS + 2)
                .doesNotHaveDuplicates();
    }
}
