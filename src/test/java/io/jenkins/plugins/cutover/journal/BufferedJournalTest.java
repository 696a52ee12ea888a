package io.jenkins.plugins.cutover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Records;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.TrafficSample;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BufferedJournalTest {
    private static final Instant NOW = JournalSuite.NOW;
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private long seconds;
    private BufferedJournal journal;
    private CutoverRecord judged;

    @BeforeEach
    void aJudgedCutover() {
        journal = new BufferedJournal(stored(), INTERVAL, JournalSuite.CLOCK, () -> TimeUnit.SECONDS.toNanos(seconds));
        judged = journal.save(Records.open("orders", NOW).with(d -> d.state(CutoverState.RUNNING)
                .verify(CutoverRecord.Verify.begin(
                        Share.ofPercent("5"), IntNode.valueOf(0), IntNode.valueOf(0), NOW))));
    }

    private Journal stored() {
        return new FileJournal(folder, JournalSuite.CLOCK);
    }

    private static CutoverRecord polled(CutoverRecord record, int poll) {
        return record.with(d -> d.verify(record.verify().withEvidence(IntNode.valueOf(poll), IntNode.valueOf(poll)))
                .sample(new TrafficSample(NOW, Share.ofPercent("5"), poll, 0, poll, 0)));
    }

    private int storedPoll() {
        return stored().find("orders").orElseThrow().verify().judge().asInt();
    }

    @Test
    void anObservationIsInMemoryUntilTheIntervalIsOver() {
        CutoverRecord record = judged;
        for (int poll = 1; poll <= 9; poll++) {
            seconds++;
            record = journal.save(polled(record, poll));
        }
        assertThat(storedPoll()).isZero();
        assertThat(journal.find("orders")).contains(record);
        seconds++;
        journal.save(polled(record, 10));
        assertThat(storedPoll()).isEqualTo(10);
        assertThat(stored().find("orders").orElseThrow().samples()).hasSize(10);
    }

    @Test
    void anEventIsADecisionAndStoredAtOnceWithTheObservationsBefore() {
        CutoverRecord record = journal.save(polled(judged, 1));
        journal.save(record.with(d -> d.event(Event.of(NOW, "check", "it fails"))));
        assertThat(storedPoll()).isEqualTo(1);
        assertThat(stored().find("orders").orElseThrow().history()).hasSize(1);
    }

    @Test
    void anObservationKeepsTheRevisionAndADecisionRaisesIt() {
        seconds = 10;
        CutoverRecord observed = journal.save(polled(judged, 1));
        assertThat(observed.revision()).isEqualTo(judged.revision());
        assertThat(journal.save(observed.with(d -> d.state(CutoverState.ROLLING_BACK)))
                        .revision())
                .isEqualTo(judged.revision() + 1);
    }

    @Test
    void aDecisionOfAnotherProcessReplacesWhatIsInMemory() {
        CutoverRecord observed = journal.save(polled(judged, 1));
        CutoverRecord other = stored().save(judged.with(d -> d.state(CutoverState.ROLLING_BACK)));
        assertThat(journal.find("orders")).contains(other);
        assertThatThrownBy(() -> journal.save(observed.with(d -> d.state(CutoverState.COMPLETED))))
                .isInstanceOf(StaleRecordException.class);
        seconds = 10;
        assertThatThrownBy(() -> journal.save(polled(observed, 2))).isInstanceOf(StaleRecordException.class);
        assertThat(stored().find("orders")).contains(other);
    }

    @Test
    void afterACrashTheJudgeStateAndTheReadPositionAreOfOnePoll() {
        CutoverRecord record = judged;
        for (int poll = 1; poll <= 25; poll++) {
            seconds++;
            record = journal.save(polled(record, poll));
            CutoverRecord afterACrash = stored().find("orders").orElseThrow();
            assertThat(afterACrash.verify().judge())
                    .isEqualTo(afterACrash.verify().lookout());
            assertThat(afterACrash.samples())
                    .hasSize(afterACrash.verify().judge().asInt());
            assertThat(poll - storedPoll()).isLessThan(10);
        }
    }

    @Test
    void viewsOfThisProcessShowTheNewestObservation() {
        CutoverRecord observed = journal.save(polled(judged, 1));
        assertThat(journal.contents().records()).containsExactly(observed);
    }
}
