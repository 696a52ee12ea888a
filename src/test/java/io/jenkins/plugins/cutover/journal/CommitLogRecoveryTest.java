package io.jenkins.plugins.cutover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Records;
import io.jenkins.plugins.cutover.model.Share;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitLogRecoveryTest {
    @TempDir
    private Path folder;

    @TempDir
    private Path crashed;

    private CutoverRecord opened(Journal journal, String service) {
        return journal.save(Records.open(service, JournalSuite.NOW)
                .with(d -> d.verify(CutoverRecord.Verify.begin(
                        Share.ofPercent("5"), IntNode.valueOf(0), IntNode.valueOf(0), JournalSuite.NOW))));
    }

    private static CutoverRecord decided(Journal journal, CutoverRecord record, String event) {
        return journal.save(record.with(d -> d.event(Event.of(JournalSuite.NOW, "test", event))));
    }

    private static CutoverRecord observed(Journal journal, CutoverRecord record, int poll) {
        return journal.observe(
                record.with(d -> d.verify(record.verify().withEvidence(IntNode.valueOf(poll), IntNode.valueOf(poll)))));
    }

    private FileJournal before() {
        return new FileJournal(folder, JournalSuite.CLOCK);
    }

    private FileJournal after() {
        return new FileJournal(crashed, JournalSuite.CLOCK);
    }

    /** @param content of each file after the crash; null for none */
    private void crash(Function<String, byte[]> content) throws IOException {
        for (String file : contents(folder).keySet()) {
            byte[] bytes = content.apply(file);
            if (bytes != null) {
                Files.createDirectories(crashed.resolve(file).getParent());
                Files.write(crashed.resolve(file), bytes);
            }
        }
    }

    private static Map<String, byte[]> contents(Path folder) throws IOException {
        Map<String, byte[]> all = new HashMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return all;
    }

    private void segment(String name, List<CommitLogEntry> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        entries.forEach(e -> e.buffers().forEach(b -> bytes.writeBytes(b.array())));
        Files.createDirectories(crashed.resolve("log"));
        Files.write(crashed.resolve("log").resolve(name + Segment.SUFFIX), bytes.toByteArray());
    }

    private List<CommitLogEntry> logged() throws IOException {
        return CommitLogEntry.read(Files.readAllBytes(CommitLog.segments(folder).get(0)));
    }

    /** File systems write a file that replaces another one early, and one that grows late. */
    @Test
    void aHistoryThatIsOlderThanItsHeadIsRestored() throws IOException {
        FileJournal journal = before();
        CutoverRecord record = opened(journal, "orders");
        Map<String, byte[]> old = contents(folder);
        record = decided(journal, observed(journal, record, 1), "one");
        record = observed(journal, decided(journal, record, "two"), 2);
        opened(journal, "carts"); // its commit follows the observation
        Map<String, byte[]> now = contents(folder);
        crash(file -> file.startsWith("history/") ? old.getOrDefault(file, new byte[0]) : now.get(file));
        assertThat(after().find("orders")).contains(record);
    }

    /** A process that runs for long has the older segment, and another one wrote in between. */
    @Test
    void writesOfTwoProcessesAreRepeatedInTheOrderOfTheRecord() throws IOException {
        FileJournal journal = before();
        CutoverRecord first = opened(journal, "orders");
        Map<String, byte[]> old = contents(folder);
        CutoverRecord last = decided(journal, decided(journal, first, "one"), "two");
        crash(file -> file.startsWith("log/") ? null : old.get(file));
        List<CommitLogEntry> logged = logged();
        segment("1", List.of(logged.get(0), logged.get(2)));
        segment("2", List.of(logged.get(1)));
        assertThat(after().find("orders")).contains(last);
    }

    @Test
    void aCutoverThatWasOpenedAfterTheClockWentBackStays() throws IOException {
        FileJournal journal = before();
        CutoverRecord first = opened(journal, "orders");
        journal.save(first.with(d -> d.state(CutoverState.ROLLED_BACK)));
        CutoverRecord second = journal.save(Records.open("orders", JournalSuite.NOW.minusSeconds(3600)));
        second = decided(journal, second, "of the second cutover");
        Map<String, byte[]> now = contents(folder);
        crash(now::get);
        assertThat(after().find("orders")).contains(second);
    }

    /** A disk was full, for example. */
    @Test
    void aRecordWhoseWritesCannotBeRepeatedIsNotWrittenAndDelaysNoOther() throws IOException {
        FileJournal journal = before();
        CutoverRecord carts = opened(journal, "carts");
        CutoverRecord orders = opened(journal, "orders");
        Map<String, byte[]> old = contents(folder);
        CutoverRecord lastOfCarts = decided(journal, carts, "one");
        CutoverRecord lastOfOrders = decided(journal, orders, "one");
        Map<String, byte[]> now = contents(folder);
        crash(file -> file.startsWith("log/") ? now.get(file) : old.get(file));
        Path obstacle = crashed.resolve("carts.json.new/obstacle");
        Files.createDirectories(obstacle);
        FileJournal journal2 = after();
        assertThat(journal2.find("orders")).contains(lastOfOrders);
        assertThatThrownBy(() -> decided(journal2, carts, "other"))
                .isInstanceOf(JournalFailureException.class)
                .hasMessageContaining("carts");
        Files.delete(obstacle);
        Files.delete(obstacle.getParent());
        assertThatThrownBy(() -> decided(journal2, carts, "other")).isInstanceOf(StaleRecordException.class);
        assertThat(journal2.find("carts")).contains(lastOfCarts);
        assertThat(CommitLog.segments(crashed)).noneMatch(s -> !Segment.isOwn(s));
    }

    /** The first of two writes at one position was given up: the disk had not answered. */
    @Test
    void aWriteThatWasGivenUpDoesNotReplaceTheOneThatFollowed() throws IOException {
        FileJournal journal = before();
        CutoverRecord first = opened(journal, "orders");
        Map<String, byte[]> old = contents(folder);
        CutoverRecord last = decided(journal, first, "two");
        CommitLogEntry kept = logged().get(1);
        byte[] lines =
                HistoryFile.lines(List.of(), List.of(Event.of(JournalSuite.NOW, "test", "given up, and longer")));
        CutoverRecord later = last.observedAt(JournalSuite.NOW.plusSeconds(3600)); // the clock went back afterwards
        CommitLogEntry givenUp = new CommitLogEntry(
                "orders",
                kept.history(),
                kept.position(),
                HeadFile.write(later, kept.history(), kept.position() + lines.length),
                lines);
        Map<String, byte[]> now = contents(folder);
        crash(file -> file.startsWith("log/") ? null : file.startsWith("history/") ? old.get(file) : now.get(file));
        segment("1", List.of(logged().get(0), givenUp, kept));
        assertThat(after().find("orders")).contains(last);
    }

    /** As a plugin that is loaded twice does. */
    @Test
    void aSegmentThatThisProcessHasLockedIsLeft() throws IOException {
        CutoverRecord record = opened(before(), "orders");
        Map<String, byte[]> now = contents(folder);
        crash(now::get);
        Path segment = CommitLog.segments(crashed).get(0);
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(after().find("orders")).contains(record);
        }
        assertThat(segment).exists();
    }

    /** What any crash leaves: each file as it was after one of the writes, and the whole log. */
    @Test
    void everyCombinationOfOlderFilesIsRestored() throws IOException {
        FileJournal journal = before();
        CutoverRecord record = opened(journal, "orders");
        List<Map<String, byte[]>> states = new ArrayList<>(List.of(contents(folder)));
        for (int i = 1; i <= 3; i++) {
            record = decided(journal, observed(journal, record, i), "event " + i);
            states.add(contents(folder));
        }
        record = observed(journal, record, 9);
        opened(journal, "carts"); // its commit follows the observation
        Map<String, byte[]> now = contents(folder);
        states.add(now);
        for (Map<String, byte[]> head : states) {
            for (Map<String, byte[]> history : states) {
                crash(file -> file.startsWith("log/")
                        ? now.get(file)
                        : file.startsWith("history/") ? history.get(file) : head.get(file));
                assertThat(after().find("orders")).contains(record);
            }
        }
    }
}
