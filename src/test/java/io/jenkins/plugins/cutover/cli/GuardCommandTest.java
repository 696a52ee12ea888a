package io.jenkins.plugins.cutover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.journal.FileJournal;
import io.jenkins.plugins.cutover.model.Records;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class GuardCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int guard(String... words) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        String[] all = Stream.concat(Stream.of("guard", "--journal", folder.toString()), Stream.of(words))
                .toArray(String[]::new);
        return line.execute(all);
    }

    @Test
    void itSaysWhatItGuardsAndStopsWhenItsTimeIsOver() {
        new FileJournal(folder, Clock.systemUTC()).save(Records.open("orders", Instant.now()));
        assertThat(guard("--for", "1s")).isZero();
        assertThat(out.toString())
                .startsWith("guards the services in file:" + folder)
                .contains("orders: DEPLOYING, 0% on EKS: guarded");
    }

    @Test
    void aServiceWithoutACutoverIsRefusedWithTheKnownOnes() {
        new FileJournal(folder, Clock.systemUTC()).save(Records.open("orders", Instant.now()));
        assertThat(guard("--service", "oders", "--for", "1s")).isEqualTo(Main.WRONG_INPUT);
        assertThat(err.toString())
                .contains("service: \"oders\" has no cutover", "known: orders")
                .hasLineCount(1);
    }

    @Test
    void aJournalFolderThatDoesNotExistIsRefusedByName() {
        folder = folder.resolve("cutovr");
        assertThat(guard("--for", "1s")).isEqualTo(Main.WRONG_INPUT);
        assertThat(err.toString()).startsWith("cutover: --journal: there is no folder " + folder);
    }

    @Test
    void aTimeThatIsNoneIsRefusedByItsOption() {
        assertThat(guard("--for", "soon")).isEqualTo(Main.WRONG_INPUT);
        assertThat(err.toString()).contains("--for").hasLineCount(1);
    }
}
