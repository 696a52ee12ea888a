package io.jenkins.plugins.cutover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private FileJournal journal;
    private final CutoverRecord open = Records.open("orders", NOW);

    @BeforeEach
    void open() {
        journal = new FileJournal(folder, CLOCK);
    }

    @Test
    void aRecordIsReadBackAsItWasWritten() {
        CutoverRecord saved = journal.save(open);
        assertThat(saved.revision()).isEqualTo(1);
        assertThat(new FileJournal(folder, CLOCK).find("orders")).contains(saved);
        assertThat(journal.find("payments")).isEmpty();
    }

    @Test
    void aWriteOnAStaleRevisionIsRefusedAndChangesNothing() {
        CutoverRecord first = journal.save(open);
        CutoverRecord second = journal.save(first.with(d -> d.state(CutoverState.RUNNING)));
        assertThatThrownBy(() -> journal.save(first.with(d -> d.state(CutoverState.COMPLETED))))
                .isInstanceOf(StaleRecordException.class)
                .hasMessage("record of orders: revision 1 was read, 2 is stored; read it again");
        assertThat(journal.find("orders")).contains(second);
    }

    @Test
    void aNewCutoverNeverReplacesOneThatIsOpen() {
        journal.save(open);
        assertThatThrownBy(() -> journal.save(open)).isInstanceOf(StaleRecordException.class);
    }

    @Test
    void theRecordOfAFinishedCutoverIsArchivedByTheNext() throws IOException {
        CutoverRecord done = journal.save(journal.save(open).with(d -> d.state(CutoverState.ROLLED_BACK)));
        journal.save(Records.open("orders", NOW.plusSeconds(60)));
        assertThat(journal.find("orders").orElseThrow().state()).isEqualTo(CutoverState.DEPLOYING);
        assertThat(journal.all()).hasSize(1);
        try (Stream<Path> archived = Files.list(folder.resolve("finished"))) {
            Path file = archived.toList().get(0);
            assertThat(io.jenkins.plugins.cutover.model.Json.mapper().readValue(file.toFile(), CutoverRecord.class))
                    .isEqualTo(done);
        }
    }

    @Test
    void aDamagedRecordIsRefusedNamedAndKept() throws IOException {
        journal.save(open);
        Path file = folder.resolve("orders.json");
        Files.writeString(file, Files.readString(file).substring(0, 100));
        byte[] damaged = Files.readAllBytes(file);
        assertThatThrownBy(() -> journal.find("orders"))
                .isInstanceOf(CutoverException.class)
                .hasMessageStartingWith("record " + file + ": damaged, it was left as it is: ");
        assertThatThrownBy(() -> journal.save(open)).isInstanceOf(CutoverException.class);
        assertThat(Files.readAllBytes(file)).isEqualTo(damaged);
    }

    @Test
    void aRecordOfANewerFormatIsRefusedNamedAndKept() throws IOException {
        journal.save(open);
        Path file = folder.resolve("orders.json");
        Files.writeString(file, Files.readString(file).replace("\"format\" : 1", "\"format\" : 99"));
        assertThatThrownBy(() -> journal.find("orders"))
                .isInstanceOf(CutoverException.class)
                .hasMessage("record " + file + ": format 99 is newer than " + CutoverRecord.FORMAT
                        + ", which this version knows; use the version that wrote it");
        assertThatThrownBy(() -> journal.save(open)).isInstanceOf(CutoverException.class);
        assertThat(Files.readString(file)).contains("\"format\" : 99");
    }

    @Test
    void oneDamagedRecordDoesNotHideTheOthers() throws IOException {
        journal.save(open);
        journal.save(Records.open("payments", NOW));
        Files.writeString(folder.resolve("orders.json"), "{");
        assertThat(journal.all()).extracting(CutoverRecord::service).containsExactly("payments");
    }

    @Test
    void whatACrashLeavesBesideTheRecordIsNotTakenForOne() throws IOException {
        CutoverRecord saved = journal.save(open);
        Files.writeString(folder.resolve("orders.json.new"), "{ half a rec");
        assertThat(journal.all()).containsExactly(saved);
        journal.save(saved.with(d -> d.event(Event.of(NOW, "test", "after the crash"))));
        assertThat(journal.find("orders").orElseThrow().history()).hasSize(1);
    }

    @Test
    void aServicesNameNeverLeadsOutOfTheFolder() throws IOException {
        Files.writeString(folder.resolve("outside.json"), "{}");
        FileJournal inner = new FileJournal(Files.createDirectory(folder.resolve("inner")), CLOCK);
        assertThat(inner.find("../outside")).isEmpty();
    }

    @Test
    void ofManyWritersOnOneRevisionExactlyOneWins() throws Exception {
        CutoverRecord read = journal.save(open);
        List<Callable<Boolean>> writers = IntStream.range(0, 8)
                .<Callable<Boolean>>mapToObj(i -> () -> won(new FileJournal(folder, CLOCK), read))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(writers.size());
        try {
            List<Future<Boolean>> all = threads.invokeAll(writers);
            int winners = 0;
            for (Future<Boolean> one : all) {
                winners += one.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean won(FileJournal journal, CutoverRecord read) {
        try {
            journal.save(read);
            return true;
        } catch (StaleRecordException lost) {
            return false;
        }
    }
}
