package io.jenkins.plugins.cutover.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.deploy.Deploy;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.shift.Shift;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An on-call person has the archive of the command line and a Java: no Jenkins, no source checkout, no Maven. */
class ArchiveRollbackIT {
    private static final Path BASE = Path.of(System.getProperty("cutover.basedir", "."));

    @TempDir
    Path folder;

    private record Ended(int exit, String output) {}

    /** As {@code dev/release} lays it out. */
    private Path unpacked() throws Exception {
        Path lib = Files.createDirectories(folder.resolve("phased-cutover/lib"));
        Files.copy(BASE.resolve("target/cutover-cli.jar"), lib.resolve("cutover-cli.jar"));
        Path script = Files.copy(BASE.resolve("src/main/launcher/cutover"), folder.resolve("phased-cutover/cutover"));
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    private Ended cutover(Path script, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.directory(folder.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    @Test
    void theArchiveRollsBackByTheRecordAndByTheServiceFileAlone() throws Exception {
        Path script = unpacked();
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        try (Sandbox sandbox = Sandbox.start()) {
            Runner runner = new Runner(scheduler);
            quarter(runner, sandbox);
            String journal = sandbox.folder().resolve("journal").toString();
            Ended byRecord = cutover(script, "rollback", "--service", "orders", "--journal", journal);
            assertThat(byRecord.exit()).as(byRecord.output()).isZero();
            assertThat(byRecord.output()).contains("orders is back on Mesos with 4 instances");
            assertThat(sandbox.first().command("get weight orders/eks1")).startsWith("0 ");

            quarter(runner, sandbox);
            Path file = Files.writeString(folder.resolve("orders.yaml"), sandbox.yaml("phases: [25, 100]"));
            String empty = Files.createDirectories(folder.resolve("empty")).toString();
            Ended byFile = cutover(script, "rollback", "--config", file.toString(), "--journal", empty);
            assertThat(byFile.exit()).as(byFile.output()).isZero();
            assertThat(byFile.output()).contains("all traffic of orders is on Mesos, on 2 HAProxy instances");
            assertThat(sandbox.first().command("get weight orders/eks1")).startsWith("0 ");
        } finally {
            scheduler.shutdownNow();
        }
    }

    /** Deployed, with a quarter of the traffic on EKS. */
    private static void quarter(Runner runner, Sandbox sandbox) throws Exception {
        Context jenkins = sandbox.context("build that is gone");
        run(runner, new Deploy(jenkins, sandbox.spec("phases: [25, 100]"), ""));
        run(runner, new Shift(jenkins, "orders", Share.ofPercent(25), Duration.ZERO, Duration.ofSeconds(10)));
        assertThat(sandbox.first().command("get weight orders/eks1")).doesNotStartWith("0 ");
    }

    private static void run(Runner runner, Operation operation) throws Exception {
        runner.start(operation).result().get(60, TimeUnit.SECONDS);
    }
}
