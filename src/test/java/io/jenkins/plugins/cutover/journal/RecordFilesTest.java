package io.jenkins.plugins.cutover.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Records;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.TrafficSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFilesTest {
    @TempDir
    private Path folder;

    private FileJournal journal;

    @BeforeEach
    void journal() {
        journal = fresh();
    }

    private FileJournal fresh() {
        return new FileJournal(folder, JournalSuite.CLOCK);
    }

    private CutoverRecord judged() {
        return journal.save(Records.open("orders", JournalSuite.NOW).with(d -> d.verify(CutoverRecord.Verify.begin(
                        Share.ofPercent("5"), IntNode.valueOf(0), IntNode.valueOf(0), JournalSuite.NOW))
                .event(event("opened"))));
    }

    private static Event event(String text) {
        return Event.of(JournalSuite.NOW, "test", text);
    }

    /** A decision is durable after the observations before it: nothing is written any more when the folder is deleted. */
    @AfterEach
    void nothingIsInTransit() {
        fresh().save(Records.open("last", JournalSuite.NOW));
    }

    private static CutoverRecord polled(CutoverRecord record, int poll) {
        return record.with(d -> d.verify(record.verify().withEvidence(IntNode.valueOf(poll), IntNode.valueOf(poll)))
                .sample(new TrafficSample(JournalSuite.NOW, Share.ofPercent("5"), poll, 0, poll, 0)));
    }

    private Path onlyHistory() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("history"))) {
            return files.reduce((a, b) -> {
                        throw new AssertionError(a + " and " + b);
                    })
                    .orElseThrow();
        }
    }

    @Test
    void theHeadHasNeitherHistoryNorTraffic() throws IOException {
        journal.observe(polled(judged(), 1));
        JsonNode head = Json.mapper().readTree(folder.resolve("orders.json").toFile());
        assertThat(head.has("history")).isFalse();
        assertThat(head.has("samples")).isFalse();
        assertThat(head.path("historyFile").asText())
                .isEqualTo(onlyHistory().getFileName().toString());
    }

    @Test
    void onlyTheOwnerMayReadAnyFile() throws IOException {
        journal.observe(polled(judged(), 1));
        new FileLocks(folder, JournalSuite.CLOCK).take("default", "orders", LocksSuite.ONE);
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all)
                    .extracting(f -> folder.relativize(f).getName(0).toString())
                    .contains("orders.json", ".guard", "history", "log", "locks");
            assertThat(all).allSatisfy(f -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(f)))
                    .isEqualTo("rw-------"));
        }
    }

    @Test
    void anObservationLeavesTheHeadAndGrowsTheHistory() throws IOException {
        CutoverRecord record = judged();
        byte[] head = Files.readAllBytes(folder.resolve("orders.json"));
        long before = Files.size(onlyHistory());
        CutoverRecord observed = journal.observe(polled(record, 1));
        assertThat(Files.readAllBytes(folder.resolve("orders.json"))).isEqualTo(head);
        assertThat(Files.size(onlyHistory())).isGreaterThan(before);
        assertThat(fresh().find("orders")).contains(observed);
    }

    @Test
    void observationsBetweenDecisionsAreReadBackInOrder() {
        CutoverRecord record = judged();
        for (int i = 1; i <= 9; i++) {
            String text = "event " + i;
            record = journal.observe(polled(record, i));
            record = i % 3 == 0 ? journal.save(record.with(d -> d.event(event(text)))) : record;
        }
        assertThat(fresh().find("orders")).contains(record);
        assertThat(record.samples())
                .extracting(TrafficSample::eksRequests)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void anIncompleteLineOfACrashIsIgnoredAndOverwritten() throws IOException {
        CutoverRecord record = journal.observe(polled(judged(), 1));
        Files.writeString(onlyHistory(), "{\"observed\":{\"revis", StandardOpenOption.APPEND);
        assertThat(fresh().find("orders")).contains(record);
        CutoverRecord next = fresh().save(record.with(d -> d.event(event("after the crash"))));
        assertThat(fresh().find("orders")).contains(next);
    }

    @Test
    void aDamagedLineBehindTheRecordsBytesIsIgnoredAndOverwritten() throws IOException {
        CutoverRecord record = judged();
        Files.write(onlyHistory(), new byte[] {0, 0, 0, '\n'}, StandardOpenOption.APPEND);
        assertThat(fresh().find("orders")).contains(record);
        CutoverRecord next = fresh().save(record.with(d -> d.event(event("after the crash"))));
        assertThat(fresh().find("orders")).contains(next);
    }

    @Test
    void aRecordThatIsThereIsSavedInPlaceOfRestored() {
        CutoverRecord record = judged();
        CutoverRecord next = journal.restore(record.with(d -> d.event(event("next"))));
        assertThat(fresh().find("orders")).contains(next);
    }

    /** The crash came between the lines and the head: the events were never reported as stored. */
    @Test
    void eventsOfADecisionThatWasNotFinishedAreIgnoredAndOverwritten() throws IOException {
        CutoverRecord record = judged();
        Files.write(onlyHistory(), HistoryFile.lines(List.of(), List.of(event("lost"))), StandardOpenOption.APPEND);
        assertThat(fresh().find("orders")).contains(record);
        CutoverRecord next = fresh().save(record.with(d -> d.event(event("kept"))));
        assertThat(fresh().find("orders").orElseThrow().history()).isEqualTo(next.history());
    }

    @Test
    void aLostHistoryIsReportedAndTheRecordStaysUsable() throws IOException {
        CutoverRecord record = judged();
        Path lost = onlyHistory();
        Files.delete(lost);
        CutoverRecord found = fresh().find("orders").orElseThrow();
        assertThat(found.revision()).isEqualTo(record.revision());
        assertThat(found.history())
                .extracting(Event::text)
                .containsExactly("the history before is incomplete: " + lost + ": there is no such file or folder");
        CutoverRecord back = fresh().save(found.with(d -> d.state(CutoverState.ROLLING_BACK)));
        assertThat(fresh().find("orders")).contains(back);
    }

    @Test
    void aLongHistoryIsWrittenAnewWithoutOldObservations() throws IOException {
        CutoverRecord record = judged();
        String state = "x".repeat(4000);
        for (int i = 1; i <= 300; i++) {
            CutoverRecord before = polled(record, i);
            record = journal.observe(before.with(d -> d.verify(before.verify()
                    .withEvidence(Json.tree(state), before.verify().lookout()))));
        }
        assertThat(Files.size(onlyHistory())).isLessThan(600_000);
        assertThat(fresh().find("orders")).contains(record);
    }

    @Test
    void theHistoryOfAFinishedCutoverIsDeletedWithItsRecord() throws IOException {
        journal.save(judged().with(d -> d.state(CutoverState.ROLLED_BACK)));
        CutoverRecord next = journal.save(Records.open("orders", JournalSuite.NOW.plusSeconds(60)));
        assertThat(onlyHistory().getFileName().toString())
                .startsWith("orders-" + next.openedAt().toEpochMilli());
        assertThat(journal.finished(1).get(0).history()).isNotEmpty();
    }
}
