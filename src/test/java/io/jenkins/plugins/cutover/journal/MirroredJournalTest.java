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
        assertThat(found())
                .satisfies(r -> assertThat(r.withHistory(running.history())).isEqualTo(running));
        assertThatThrownBy(() -> journal.save(on(running))).isInstanceOf(JournalUnavailableException.class);
        assertThat(found().revision()).isEqualTo(running.revision());
    }

    @Test
    void aWayBackIsWrittenHereAndBroughtToTheClusterOnceItAnswers() {
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
    void itOutranksWhatOthersMovedForwardMeanwhile() {
        cluster.goesAway();
        journal.save(back(running));
        theirs.save(on(theirs.save(on(running))));
        cluster.answersAgain();
        assertThat(found().state()).isEqualTo(CutoverState.ROLLING_BACK);
        assertThat(there().state()).isEqualTo(CutoverState.ROLLING_BACK);
    }

    @Test
    void itOutranksThatOthersCompletedTheCutoverMeanwhile() {
        cluster.goesAway();
        journal.save(back(running));
        theirs.save(running.with(d -> d.state(CutoverState.COMPLETED)));
        cluster.answersAgain();
        assertThat(found().state()).isEqualTo(CutoverState.ROLLING_BACK);
        assertThat(there().state()).isEqualTo(CutoverState.ROLLING_BACK);
    }

    @Test
    void whatOthersBroughtBackMeanwhileStands() {
        cluster.goesAway();
        CutoverRecord ours = journal.save(back(running));
        journal.save(with(ours, "waiting"));
        theirs.save(running.with(d -> d.state(CutoverState.ROLLED_BACK)));
        cluster.answersAgain();
        assertThat(found().state()).isEqualTo(CutoverState.ROLLED_BACK);
        assertThat(there().state()).isEqualTo(CutoverState.ROLLED_BACK);
    }

    @Test
    void anEndThatWasReachedWithoutTheClusterIsToldToIt() {
        cluster.goesAway();
        journal.save(journal.save(back(running)).with(d -> d.state(CutoverState.ROLLED_BACK)));
        assertThat(found().state()).isEqualTo(CutoverState.ROLLED_BACK);
        cluster.answersAgain();
        journal.find("orders");
        assertThat(there().state()).isEqualTo(CutoverState.ROLLED_BACK);
    }

    @Test
    void aWriteIsRefusedWhileTheClusterDoesNotKnowWhatWasDoneHere() {
        cluster.goesAway();
        CutoverRecord ours = journal.save(back(running));
        theirs.save(with(running, "theirs"));
        cluster.answersAgain();
        assertThatThrownBy(() -> journal.save(ours)).isInstanceOf(StaleRecordException.class);
        assertThat(words(there())).contains("rollback", "theirs");
    }

    @Test
    void thatNobodyMovesItIsWrittenHereUntilTheClusterAnswers() {
        cluster.goesAway();
        journal.save(with(found(), "abandoned"));
        assertThat(words(found())).containsExactly("journal", "abandoned");
        theirs.save(on(running));
        cluster.answersAgain();
        assertThat(found().share()).isEqualTo(Share.ofPercent(5));
        assertThat(words(there())).contains("shift", "journal", "abandoned");
    }

    /** It would be followed by a step forward that the cluster knows nothing of. */
    @Test
    void anIntentionIsNotWrittenHere() {
        cluster.goesAway();
        assertThatThrownBy(() -> journal.save(with(found(), "giving-up")))
                .isInstanceOf(JournalUnavailableException.class);
    }

    @Test
    void anotherMachineWithoutACopySaysThatTheClusterIsAway() {
        cluster.goesAway();
        Journal elsewhere = mirror("elsewhere", JournalSuite.NOW);
        assertThatThrownBy(() -> elsewhere.find("orders")).isInstanceOf(JournalUnavailableException.class);
    }

    @Test
    void nothingSaidIsLostHoweverMuchHappensWithoutTheCluster() {
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
