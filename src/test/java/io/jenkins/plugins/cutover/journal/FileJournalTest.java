package io.jenkins.plugins.cutover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Records;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest extends JournalSuite {
    @TempDir
    private Path folder;

    @Override
    Journal fresh() {
        return new FileJournal(folder, CLOCK);
    }

    @Override
    byte[] stored(String service) {
        try {
            return Files.readAllBytes(folder.resolve(service + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void overwrite(String service, byte[] bytes) {
        try {
            Files.write(folder.resolve(service + ".json"), bytes);
            Files.deleteIfExists(folder.resolve("duplicates/" + service + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void overwriteSealed(String id, byte[] bytes) {
        overwrite("sealed/" + id, bytes);
    }

    @Override
    String readable() {
        return files(folder)
                .filter(f -> !f.startsWith(folder.resolve("sealed")))
                .map(FileJournalTest::text)
                .reduce("", String::concat);
    }

    @Override
    int sealed() {
        return (int) files(folder.resolve("sealed")).count();
    }

    private static Stream<Path> files(Path below) {
        try (Stream<Path> all = Files.walk(below)) {
            return all.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theRecordOfAFinishedCutoverIsArchivedByTheNext() throws IOException {
        CutoverRecord done = journal.save(journal.save(open).with(d -> d.state(CutoverState.ROLLED_BACK)));
        journal.save(Records.open("orders", NOW.plusSeconds(60)));
        Path kept = files(folder.resolve("finished")).findFirst().orElseThrow();
        assertThat(Json.mapper().readValue(kept.toFile(), CutoverRecord.class)).isEqualTo(done);
    }

    @Test
    void theLeftoverOfACrashIsNotReadAsARecord() throws IOException {
        CutoverRecord saved = journal.save(open);
        Files.writeString(folder.resolve("orders.json.new"), "{ half a rec");
        assertThat(journal.all()).containsExactly(saved);
        journal.save(saved.with(d -> d.event(Event.of(NOW, "test", "after the crash"))));
        assertThat(journal.find("orders").orElseThrow().history()).hasSize(1);
    }

    @Test
    void aLostPageIsNamedAndTheRestIsRead() throws IOException {
        CutoverRecord record = journal.save(open);
        for (int i = 0; i <= CutoverRecord.MAX_EVENTS; i++) {
            record = journal.save(record.with(d -> d.event(Event.of(NOW, "test", "said"))));
        }
        CutoverRecord full = record;
        Path page = folder.resolve("earlier/orders-1767225600000-0.json");
        Files.writeString(page, "[");
        assertThatThrownBy(() -> journal.history(full))
                .hasMessageContainingAll(page.toString(), "orders", "damaged")
                .isInstanceOf(CutoverException.class);
        Files.delete(page);
        assertThatThrownBy(() -> journal.history(full)).hasMessageContainingAll("orders", "are lost");
        assertThat(journal.whole(full)).isEqualTo(full);
    }

    @Test
    void aServiceNameNeverLeadsOutOfTheFolder() throws IOException {
        Files.writeString(folder.resolve("outside.json"), "{}");
        FileJournal inner = new FileJournal(Files.createDirectory(folder.resolve("inner")), CLOCK);
        assertThat(inner.find("../outside")).isEmpty();
    }

    @Test
    void onlyTheOwnerMayReadTheFiles() throws IOException {
        CutoverRecord saved = journal.save(open);
        journal.save(saved.with(d -> d.state(CutoverState.ROLLED_BACK)));
        journal.save(Records.open("orders", NOW.plusSeconds(60)));
        for (Path file :
                files(folder).filter(f -> f.toString().endsWith(".json")).toList()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .as(file.toString())
                    .isEqualTo("rw-------");
        }
    }
}
