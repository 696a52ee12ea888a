package io.jenkins.plugins.cutover.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.model.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Measures the threads, sockets and heap of the whole process, so no other test may run beside it. */
@Isolated("it looks at the threads, sockets and heap of the whole process")
final class SoakTest {
    @TempDir
    private Path out;

    @Test
    void aShortSoakLosesNoRequestAndLeaksNothing() throws Exception {
        StringWriter printed = new StringWriter();
        int exit = Demo.commandLine()
                .setOut(new PrintWriter(printed))
                .execute("--soak", "20s", "--json", "--out", out.toString());
        JsonNode report = Json.mapper().readTree(printed.toString());
        assertThat(exit).describedAs(report.toString()).isZero();
        assertThat(report.get("cutovers").asInt()).isPositive();
        assertThat(report.get("lostToTheTool").asLong()).isZero();
        boolean enough = report.get("cutovers").asInt() >= 6;
        assertThat(report.get("growth").asText())
                .matches(enough ? "" : "not known: \\d cutovers are too few to detect growth");
    }
}
