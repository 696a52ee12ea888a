package io.jenkins.plugins.cutover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.journal.FileJournal;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.SpecReader;
import io.jenkins.plugins.cutover.traffic.TestFleet;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command on a real HAProxy whose service is completely on EKS. */
class HandoverCommandTest {
    private final TestFleet fleet = new TestFleet(2, 2, 1);

    @TempDir
    private Path folder;

    private String printed = "";

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void theFileIsWrittenTriedRolledOutAndProven() throws Exception {
        completed(CutoverState.COMPLETED);
        Path cfg =
                Files.writeString(folder.resolve("haproxy.cfg"), fleet.haproxy().writtenConfig());
        assertThat(run(
                        "--haproxy-cfg",
                        cfg.toString(),
                        "--out",
                        folder.resolve("out").toString()))
                .isZero();
        assertThat(printed)
                .contains("-    server mesos1", "+    server mesos1", "@@ -")
                .contains("haproxy.cfg: haproxy -c accepts it, and it starts; a reload would send 0% to Mesos")
                .contains("1. Put the lines into haproxy.cfg of one instance")
                .contains(": not reloaded yet")
                .contains("warning: a reload would send 100% to Mesos");
        assertThat(folder.resolve("out").toFile().list()).contains("haproxy.cfg", "haproxy.cfg.diff");

        assertThat(run("--prove", "--timeout", "1s")).isEqualTo(1);
        assertThat(printed).contains("handover of orders failed: not proven after 1s", "not reloaded since");

        fleet.haproxy().config(Files.readString(folder.resolve("out/haproxy.cfg")));
        fleet.haproxy().reload(false);
        assertThat(fleet.get(50)).containsOnly(200);
        assertThat(run("--prove", "--timeout", "20s", "--json")).isZero();
        assertThat(printed).contains("\"proven\":true", "50 requests since the reload, all to EKS", "\"warning\":\"\"");
    }

    @Test
    void withoutTheFileTheLinesOfEachInstanceAreWritten() throws Exception {
        completed(CutoverState.COMPLETED);
        assertThat(run()).isZero();
        assertThat(printed)
                .contains("backend orders\n    # phased-cutover: orders, cutover of ")
                .contains("    server mesos1 127.0.1.1:")
                .contains(" check weight 0\n")
                .contains("    server eks2 ")
                .contains(" check weight 256\n");
    }

    @Test
    void theFinalFormIsForAServiceWithoutMesos() throws Exception {
        completed(CutoverState.COMPLETED);
        assertThat(run("--final")).isEqualTo(1);
        assertThat(printed).contains("orders is COMPLETED; the Mesos lines stay until it is retired");
        completed(CutoverState.RETIRED);
        assertThat(run()).isEqualTo(1);
        assertThat(printed).contains("orders is RETIRED; hand over the form without Mesos (--final");
        assertThat(run("--final")).isZero();
        assertThat(printed).contains("Mesos is given up, its servers are gone.").doesNotContain("server mesos1");
        completed(CutoverState.RUNNING);
        assertThat(run()).isEqualTo(1);
        assertThat(printed).contains("only a completed cutover can be handed over");
    }

    @Test
    void aHaproxyCfgThatDoesNotExistIsRefusedBeforeAnythingIsWritten() {
        completed(CutoverState.COMPLETED);
        FileJournal journal = new FileJournal(folder.resolve("journal"), Clock.systemUTC());
        long revision = journal.find("orders").orElseThrow().revision();
        assertThat(run("--haproxy-cfg", folder.resolve("none.cfg").toString())).isEqualTo(Main.WRONG_INPUT);
        assertThat(printed).contains("none.cfg").hasLineCount(1);
        assertThat(journal.find("orders").orElseThrow().revision()).isEqualTo(revision);
    }

    @Test
    void statusWarnsOfAReloadUntilTheProof() throws Exception {
        completed(CutoverState.COMPLETED);
        run();
        StringWriter out = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out));
        line.execute("status", "--journal", folder.resolve("journal").toString());
        assertThat(out.toString()).contains("  warning  a reload would send 100% to Mesos");
    }

    private int run(String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
        List<String> all = new ArrayList<>(List.of(
                "handover",
                "--service",
                "orders",
                "--journal",
                folder.resolve("journal").toString()));
        all.addAll(List.of(arguments));
        int exit = line.execute(all.toArray(String[]::new));
        printed = out.toString();
        return exit;
    }

    private void completed(CutoverState state) {
        fleet.place();
        fleet.router().apply(fleet.desired("100"));
        String addresses =
                fleet.desired("100").eks().stream().map(Endpoint::toString).collect(Collectors.joining("\", \""));
        ServiceSpec spec =
                SpecReader.yaml("orders.yaml", """
                service: orders
                haproxy: {instances: ["%s"]}
                marathon: {url: "http://127.0.0.1:1", app: /orders}
                eks: {kubeconfig: none, manifests: none, addresses: ["%s"]}
                """.formatted(fleet.haproxy().unix(), addresses));
        FileJournal journal = new FileJournal(folder.resolve("journal"), Clock.systemUTC());
        CutoverRecord record = journal.find("orders")
                .orElseGet(() -> CutoverRecord.open(spec, new Owner("test", "orders#1"), Instant.now()));
        journal.save(record.with(d -> d.state(state).desired(fleet.desired("100"))));
    }
}
