package io.jenkins.plugins.cutover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.journal.FileJournal;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Records;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class StatusCommandTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int status(String... words) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        String[] all = Stream.concat(Stream.of("status", "--journal", folder.toString()), Stream.of(words))
                .toArray(String[]::new);
        return line.execute(all);
    }

    /** Before, it was "No cutovers" with the exit status of success. */
    @Test
    void aJournalFolderThatDoesNotExistIsRefusedByName() {
        folder = folder.resolve("jenkins/phased-cutovr");
        assertThat(status()).isEqualTo(Main.WRONG_INPUT);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("cutover: --journal: there is no folder " + folder + ";");
    }

    @Test
    void aJournalFolderWithoutRecordsHasNoCutovers() {
        assertThat(status()).isZero();
        assertThat(out.toString()).startsWith("No cutovers in file:" + folder);
    }

    @Test
    void aLostPageOfOneHistoryHidesNeitherTheRestOfItNorTheOtherCutovers() throws IOException {
        FileJournal journal = new FileJournal(folder, Clock.fixed(NOW, ZoneOffset.UTC));
        CutoverRecord orders = journal.save(Records.open("orders", NOW));
        for (int i = 0; i <= CutoverRecord.MAX_EVENTS; i++) {
            orders = journal.save(orders.with(d -> d.event(Event.of(NOW, "test", "said"))));
        }
        journal.save(Records.open("payments", NOW));
        Files.delete(folder.resolve("earlier/orders-" + NOW.toEpochMilli() + "-0.json"));
        assertThat(status("--json")).isZero();
        JsonNode all = Json.mapper().readTree(out.toString());
        assertThat(all).hasSize(2);
        assertThat(all.get(0).get("history")).hasSize(orders.history().size());
        assertThat(err.toString()).startsWith("cutover: orders: earlier history is missing: journal " + folder);
    }

    @Test
    void aRecordThatCannotBeReadIsListedWithTheOthersAndSetsTheExitStatus() throws IOException {
        new FileJournal(folder, Clock.fixed(NOW, ZoneOffset.UTC)).save(Records.open("orders", NOW));
        Files.writeString(folder.resolve("payments.json"), "{\"format\": 3}");
        assertThat(status()).isEqualTo(Main.FAILED);
        assertThat(out.toString()).contains("orders: DEPLOYING");
        assertThat(err.toString()).contains("payments.json: damaged, it was left as it is: it has no spec.service");
    }
}
