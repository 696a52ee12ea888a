package io.jenkins.plugins.cutover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Records;
import io.jenkins.plugins.cutover.model.Share;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitLogTest {
    @TempDir
    private Path folder;

    private CutoverRecord judged(Journal journal) {
        return journal.save(Records.open("orders", JournalSuite.NOW)
                .with(d -> d.verify(CutoverRecord.Verify.begin(
                        Share.ofPercent("5"), IntNode.valueOf(0), IntNode.valueOf(0), JournalSuite.NOW))));
    }

    private static CommitLogEntry entry(String service, String text) {
        return new CommitLogEntry(service, service + "-1-1.jsonl", 7, bytes(text), bytes(text + "\n"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void entriesAreReadBackUpToTheFirstIncompleteOne() throws IOException {
        DurableFile.folder(folder.resolve("log"));
        Segment segment = Segment.create(folder.resolve("log"));
        segment.append(List.of(entry("orders", "{}"), entry("carts", "{\"a\": 1}")));
        byte[] all = Files.readAllBytes(CommitLog.segments(folder).get(0));
        assertThat(CommitLogEntry.read(all)).extracting(CommitLogEntry::service).containsExactly("orders", "carts");
        assertThat(CommitLogEntry.read(all).get(1).lines()).isEqualTo(bytes("{\"a\": 1}\n"));
        for (int length = 0; length < all.length; length++) {
            assertThat(CommitLogEntry.read(Arrays.copyOf(all, length))).hasSizeLessThan(2);
        }
        all[all.length - 3] ^= 1;
        assertThat(CommitLogEntry.read(all)).hasSize(1);
        segment.delete();
    }

    @Test
    void aSegmentThatCouldNotBeDeletedIsDeletedLater() throws IOException {
        DurableFile.folder(folder.resolve("log"));
        Segment segment = Segment.create(folder.resolve("log"));
        Path file = CommitLog.segments(folder).get(0);
        Files.delete(file);
        Path obstacle = Files.createDirectories(file.resolve("obstacle"));
        assertThatThrownBy(segment::delete).isInstanceOf(IOException.class);
        Files.delete(obstacle);
        segment.delete();
        assertThat(file).doesNotExist();
        assertThat(Segment.isOwn(file)).isFalse();
    }

    /** Runs what is scheduled when the test says so, and everything else at once. */
    private static final class Later extends ScheduledThreadPoolExecutor {
        private final Deque<Runnable> scheduled = new ArrayDeque<>();

        Later() {
            super(1);
        }

        @Override
        public void execute(Runnable work) {
            work.run();
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
            scheduled.add(work);
            return null;
        }

        void runScheduled() {
            scheduled.remove().run();
        }
    }

    @Test
    void aSegmentStaysUntilTheFilesHaveItsEntries() throws IOException {
        Later later = new Later();
        CommitLog log = new CommitLog(folder, later);
        log.commit(entry("orders", "{}"), () -> {
            later.runScheduled(); // nothing was written for some time
            later.runScheduled(); // a checkpoint
            assertThat(CommitLog.segments(folder)).hasSize(1);
            return null;
        });
        while (!CommitLog.segments(folder).isEmpty()) {
            later.runScheduled();
        }
    }

    /** On a full disk, each write fails after its segment was created. */
    @Test
    void aFailedWriteLeavesNoSegmentOpen() throws IOException {
        CommitLog log = new CommitLog(folder, new Later());
        CommitLogEntry unwritable = new CommitLogEntry("orders", "orders-1-1.jsonl", 7, null, null);
        for (int i = 0; i < 3; i++) {
            assertThat(log.enqueue(unwritable)).isCompletedExceptionally();
        }
        assertThat(CommitLog.segments(folder)).isEmpty();
        assertThat(log.enqueue(entry("orders", "{}"))).isCompleted();
    }

    /** What a crash of the machine may leave: any older content of each file, or none, and the whole log. */
    @Test
    void afterACrashOfTheMachineTheLogHasWhatTheFilesLost(@TempDir Path crashed) throws IOException {
        FileJournal journal = new FileJournal(folder, JournalSuite.CLOCK);
        CutoverRecord first = judged(journal);
        Map<Path, byte[]> old = contents();
        CutoverRecord observed = journal.observe(
                first.with(d -> d.verify(first.verify().withEvidence(IntNode.valueOf(1), IntNode.valueOf(1)))));
        CutoverRecord decided = journal.save(observed.with(
                d -> d.state(CutoverState.ROLLING_BACK).event(Event.of(JournalSuite.NOW, "test", "back"))));
        CutoverRecord last = journal.observe(
                decided.with(d -> d.verify(decided.verify().withEvidence(IntNode.valueOf(2), IntNode.valueOf(2)))));
        journal.save(Records.open("carts", JournalSuite.NOW)); // its commit follows the observation
        Map<Path, byte[]> now = contents();
        for (Map.Entry<Path, byte[]> file : now.entrySet()) {
            boolean log = file.getKey().toString().contains("log/");
            write(crashed.resolve(file.getKey()), log ? file.getValue() : old.getOrDefault(file.getKey(), new byte[0]));
        }
        assertThat(new FileJournal(crashed, JournalSuite.CLOCK).find("orders")).contains(last);
        assertThat(CommitLog.segments(crashed)).isEmpty();
    }

    @Test
    void recoveryNeverReplacesANewerRecord(@TempDir Path crashed) throws IOException {
        FileJournal journal = new FileJournal(folder, JournalSuite.CLOCK);
        CutoverRecord first = judged(journal);
        Map<Path, byte[]> old = contents();
        CutoverRecord last = journal.save(first.with(d -> d.state(CutoverState.ROLLING_BACK)));
        for (Map.Entry<Path, byte[]> file : contents().entrySet()) {
            boolean log = file.getKey().toString().contains("log/");
            write(crashed.resolve(file.getKey()), log ? old.get(file.getKey()) : file.getValue());
        }
        assertThat(new FileJournal(crashed, JournalSuite.CLOCK).find("orders")).contains(last);
    }

    private Map<Path, byte[]> contents() throws IOException {
        Map<Path, byte[]> all = new HashMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.put(folder.relativize(file), Files.readAllBytes(file));
            }
        }
        return all;
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }
}
