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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
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

    /** A decision is durable after the observations before it: nothing is written any more when the folder is deleted. */
    @AfterEach
    void nothingIsInTransit() {
        stored().save(Records.open("last", JournalSuite.NOW));
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

    private CutoverRecord rollingBack(CutoverRecord record) {
        return record.with(d -> d.state(CutoverState.ROLLING_BACK).event(Event.of(NOW, "rollback", "a test")));
    }

    @Test
    void aRollbackContinuesFromMemoryWhileTheDiskIsFullAndIsStoredAfterwards() {
        FullDisk disk = new FullDisk(stored());
        journal = new BufferedJournal(disk, INTERVAL, JournalSuite.CLOCK, () -> TimeUnit.SECONDS.toNanos(seconds));
        CutoverRecord found = journal.find("orders").orElseThrow();
        disk.full(true);
        CutoverRecord decided = journal.save(rollingBack(found));
        CutoverRecord back = journal.save(decided.with(d -> d.event(Event.of(NOW, "traffic-back", "all"))));
        assertThat(journal.find("orders")).contains(back);
        assertThat(stored().find("orders")).contains(judged);
        disk.full(false);
        CutoverRecord done = journal.save(back.with(d -> d.state(CutoverState.ROLLED_BACK)));
        assertThat(stored().find("orders")).contains(done);
        assertThat(done.history()).extracting(Event::kind).containsExactly("rollback", "traffic-back");
    }

    /** Found by the simulation: the two revisions had the same number, and the events of the other process were lost. */
    @Test
    void aRollbackInMemoryDoesNotReplaceWhatAnotherProcessStoredMeanwhile() {
        FullDisk disk = new FullDisk(stored());
        journal = new BufferedJournal(disk, INTERVAL, JournalSuite.CLOCK, () -> TimeUnit.SECONDS.toNanos(seconds));
        CutoverRecord found = journal.find("orders").orElseThrow();
        disk.full(true);
        CutoverRecord inMemory = journal.save(rollingBack(found));
        CutoverRecord other = stored().save(judged.with(d -> d.event(Event.of(NOW, "rollback", "of another process"))));
        assertThat(journal.find("orders")).contains(other);
        disk.full(false);
        assertThatThrownBy(() -> journal.save(inMemory.with(d -> d.event(Event.of(NOW, "traffic-back", "all")))))
                .isInstanceOf(StaleRecordException.class);
        assertThat(stored().find("orders")).contains(other);
    }

    /** Found by the simulation: a guard and a step of one process share its memory. */
    @Test
    void anOlderRecordOfARollbackIsStaleAlsoWhileTheDiskIsFull() {
        FullDisk disk = new FullDisk(stored());
        journal = new BufferedJournal(disk, INTERVAL, JournalSuite.CLOCK, () -> TimeUnit.SECONDS.toNanos(seconds));
        CutoverRecord found = journal.find("orders").orElseThrow();
        CutoverRecord newer = journal.save(found.with(d -> d.event(Event.of(NOW, "silent", "an instance"))));
        disk.full(true);
        assertThatThrownBy(() -> journal.save(rollingBack(found))).isInstanceOf(StaleRecordException.class);
        assertThat(journal.find("orders")).contains(newer);
    }

    /** What the record says must be true when it is stored, so it is decided again until then. */
    @Test
    void theEndOfARollbackIsNeverInMemoryOnly() {
        FullDisk disk = new FullDisk(stored());
        journal = new BufferedJournal(disk, INTERVAL, JournalSuite.CLOCK, () -> TimeUnit.SECONDS.toNanos(seconds));
        CutoverRecord found = journal.find("orders").orElseThrow();
        disk.full(true);
        CutoverRecord back = journal.save(rollingBack(found));
        CutoverRecord end = back.with(d -> d.state(CutoverState.ROLLED_BACK));
        assertThatThrownBy(() -> journal.save(end)).isInstanceOf(JournalFailureException.class);
        assertThat(journal.find("orders")).contains(back);
        disk.full(false);
        assertThat(stored().find("orders")).contains(judged);
        assertThat(journal.save(end).state()).isEqualTo(CutoverState.ROLLED_BACK);
    }

    @Test
    void aStepForwardFailsWhileTheDiskIsFull() {
        FullDisk disk = new FullDisk(stored());
        journal = new BufferedJournal(disk, INTERVAL, JournalSuite.CLOCK, () -> TimeUnit.SECONDS.toNanos(seconds));
        CutoverRecord found = journal.find("orders").orElseThrow();
        disk.full(true);
        assertThatThrownBy(() -> journal.save(found.with(d -> d.state(CutoverState.COMPLETED))))
                .isInstanceOf(JournalFailureException.class);
        seconds = 20;
        assertThat(journal.save(polled(found, 7)).verify().judge().asInt()).isEqualTo(7);
    }

    @Test
    void aLostRecordIsWrittenAnewFromMemory() throws IOException {
        Files.delete(folder.resolve("orders.json"));
        CutoverRecord known = journal.find("orders").orElseThrow();
        CutoverRecord back = journal.save(rollingBack(known));
        assertThat(stored().find("orders")).contains(back);
    }

    @Test
    void aLostFolderIsWrittenAnewFromMemory() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        CutoverRecord back = journal.save(rollingBack(journal.find("orders").orElseThrow()));
        assertThat(stored().find("orders")).contains(back);
    }

    /** The process that moves the service may know a newer record. */
    @Test
    void aProcessThatOnlyGuardsLeavesADamagedRecordAsItIs() throws IOException {
        BufferedJournal guarding = journal.withoutRestoring();
        Files.writeString(folder.resolve("orders.json"), "{ damaged");
        Files.deleteIfExists(folder.resolve("duplicates").resolve("orders.json"));
        seconds = 10;
        CutoverRecord observed = guarding.save(polled(guarding.find("orders").orElseThrow(), 3));
        assertThat(guarding.find("orders")).contains(observed);
        assertThat(folder.resolve("orders.json")).hasContent("{ damaged");
    }

    @Test
    void aDamagedRecordIsKeptForPeopleAndWrittenAnewFromMemory() throws IOException {
        Files.writeString(folder.resolve("orders.json"), "{ damaged");
        seconds = 10;
        CutoverRecord observed = journal.save(polled(journal.find("orders").orElseThrow(), 3));
        assertThat(stored().find("orders")).contains(observed);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString())).anyMatch(n -> n.startsWith("orders.json.damaged-"));
        }
    }
}
