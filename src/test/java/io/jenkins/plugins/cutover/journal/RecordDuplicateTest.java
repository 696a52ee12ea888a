package io.jenkins.plugins.cutover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class RecordDuplicateTest {
    /** Not deleted at the end: the log of observations may be written for a moment longer. */
    @TempDir(cleanup = CleanupMode.NEVER)
    Path folder;

    private Path head;
    private Path duplicate;
    private CutoverRecord saved;

    @BeforeEach
    void aRecordWithTwoDecisions() {
        head = folder.resolve("orders.json");
        duplicate = folder.resolve("duplicates/orders.json");
        CutoverRecord opened = journal().save(Records.open("orders", JournalSuite.NOW));
        saved = journal().save(opened.with(d -> d.state(CutoverState.RUNNING)));
    }

    private FileJournal journal() {
        return new FileJournal(folder, JournalSuite.CLOCK);
    }

    private CutoverRecord found() {
        return journal().find("orders").orElseThrow();
    }

    private static List<String> notes(CutoverRecord record) {
        return record.history().stream()
                .filter(e -> e.kind().equals("journal"))
                .map(Event::text)
                .toList();
    }

    @Test
    void aRecordIsFoundWhenItsFileIsMissing() throws IOException {
        Files.delete(head);
        assertThat(found().state()).isEqualTo(CutoverState.RUNNING);
        assertThat(found().revision()).isEqualTo(saved.revision());
        assertThat(notes(found()))
                .containsExactly("the file " + head
                        + " is missing; the record is as of its last decision, from its second file");
        assertThat(journal().contents().records()).containsExactly(found());
    }

    @Test
    void aRecordIsFoundWhenItsFileIsDamaged() throws IOException {
        Files.writeString(head, "{ damaged");
        assertThat(found().revision()).isEqualTo(saved.revision());
        assertThat(notes(found())).singleElement().asString().contains("orders.json: damaged");
    }

    @Test
    void theNextDecisionWritesBothFilesAndKeepsTheDamagedOne() throws IOException {
        Files.writeString(head, "{ damaged");
        CutoverRecord back = journal().save(found().with(d -> d.state(CutoverState.ROLLING_BACK)));
        assertThat(found()).isEqualTo(back);
        assertThat(notes(found())).hasSize(1);
        assertThat(Files.readAllBytes(duplicate)).isEqualTo(Files.readAllBytes(head));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString())).anyMatch(n -> n.startsWith("orders.json.damaged-"));
        }
    }

    @Test
    void observationsDoNotWriteTheSecondFile() throws IOException {
        Object before = Files.readAttributes(duplicate, "fileKey,lastModifiedTime");
        journal().observe(saved.with(d -> d.event(Event.of(JournalSuite.NOW, "poll", "seen"))));
        assertThat(Files.readAttributes(duplicate, "fileKey,lastModifiedTime")).isEqualTo(before);
    }

    @Test
    void aRecordWithTwoDamagedFilesIsRefused() throws IOException {
        Files.writeString(head, "{ damaged");
        Files.writeString(duplicate, "{ damaged");
        assertThatThrownBy(this::found)
                .isInstanceOf(DamagedRecordException.class)
                .hasMessageContaining(head + ": damaged, it was left as it is");
    }

    /** The crash leaves the second file one decision older; the first one is whole. */
    @Test
    void aCrashBetweenTheTwoFilesLosesNoDecision() throws IOException {
        byte[] older = Files.readAllBytes(duplicate);
        CutoverRecord back = journal().save(saved.with(d -> d.state(CutoverState.ROLLING_BACK)));
        Files.write(duplicate, older);
        assertThat(found()).isEqualTo(back);
    }

    @Test
    void aSecondFileThatCannotBeWrittenFailsNoDecisionAndLeavesNoOlderOne() throws IOException {
        Path inTheWay = Files.createDirectories(folder.resolve("duplicates/orders.json.new/full"));
        CutoverRecord back = journal().save(saved.with(d -> d.state(CutoverState.ROLLING_BACK)));
        assertThat(found()).isEqualTo(back);
        assertThat(inTheWay).exists();
        assertThat(duplicate).doesNotExist();
    }

    /** An older process that still runs knows the record from before the upgrade. */
    @Test
    void aRecordOfANewerVersionIsNotReplacedFromMemory() throws IOException {
        BufferedJournal older = new BufferedJournal(journal(), Duration.ZERO, JournalSuite.CLOCK);
        CutoverRecord known = older.find("orders").orElseThrow();
        String newer = Files.readString(head).replaceFirst("\"format\" : \\d+", "\"format\" : 99");
        Files.writeString(head, newer);
        assertThatThrownBy(() -> older.save(known.with(d -> d.state(CutoverState.COMPLETED))))
                .hasMessageContaining("format 99 is newer");
        assertThat(Files.readString(head)).isEqualTo(newer);
    }

    /** Such as a bad sector: a folder in its place fails in the same way. */
    @Test
    void aRecordIsFoundAndWrittenAnewWhenItsFileCannotBeRead() throws IOException {
        Files.delete(head);
        Files.createDirectory(head);
        assertThat(found().revision()).isEqualTo(saved.revision());
        assertThat(notes(found())).singleElement().asString().contains("orders.json cannot be read: ");
        CutoverRecord back = journal().save(found().with(d -> d.state(CutoverState.ROLLING_BACK)));
        assertThat(found()).isEqualTo(back);
    }
}
