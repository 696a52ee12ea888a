package io.jenkins.plugins.cutover.sandbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.cli.Main;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.sandbox.LoadGenerator;
import io.jenkins.plugins.cutover.sandbox.LoadPlan;
import io.jenkins.plugins.cutover.sandbox.LoadSnapshot;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JVM that runs the cutover is killed as the kernel kills (SIGKILL), and {@code ./cutover rollback} comes after it. */
final class KilledProcessTest {
    private static Sandbox sandbox;
    private static LoadGenerator load;

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.start();
        load = LoadGenerator.start(LoadPlan.of(200, sandbox.entrances()));
    }

    @AfterAll
    static void stop() {
        load.close();
        sandbox.close();
    }

    /** @param kind the event in the record at which the process is killed, or a ramp in progress */
    @ParameterizedTest
    @ValueSource(strings = {"deploy", "ramp", "phase", "rollback"})
    void aRollbackNeedsOnlyTheServicesName(String kind) throws Exception {
        Process cutover = process(CutoverProcess.class, journal().toString(), config().toString(), Sandbox.TOKEN);
        try {
            if (kind.equals("rollback")) {
                killDuringRollback(cutover);
            } else {
                await(cutover, kind.equals("ramp") ? KilledProcessTest::ramps : r -> hasEvent(r, kind));
            }
        } finally {
            cutover.destroyForcibly().waitFor();
        }
        Process rollback = process(Main.class, "rollback", "--service", "orders", "--json");
        assertThat(rollback.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(rollback.exitValue()).isZero();
        assertBack();
    }

    /** Kills the rollback too, after its decision and before any change: a frozen HAProxy delays it. */
    private static void killDuringRollback(Process cutover) throws Exception {
        await(cutover, r -> hasEvent(r, "phase"));
        cutover.destroyForcibly().waitFor();
        load.use(List.of(Sandbox.entrance(sandbox.first())));
        Awaitility.await().until(() -> load.inFlight(Sandbox.entrance(sandbox.second())) == 0);
        sandbox.second().freeze();
        Process back = process(Main.class, "rollback", "--service", "orders");
        try {
            await(back, r -> r.state() == CutoverState.PARTIAL);
        } finally {
            back.destroyForcibly().waitFor();
            sandbox.second().thaw();
            load.use(sandbox.entrances());
        }
    }

    private static void await(Process alive, Predicate<CutoverRecord> moment) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(90))
                .until(() -> {
                    assertThat(alive.isAlive())
                            .as("the process ended before the moment to kill it")
                            .isTrue();
                    return sandbox.journal()
                            .find("orders")
                            .filter(r -> r.state().open())
                            .filter(moment)
                            .isPresent();
                });
    }

    private static boolean hasEvent(CutoverRecord record, String kind) {
        return record.history().stream().anyMatch(e -> e.kind().equals(kind));
    }

    private static boolean ramps(CutoverRecord record) {
        return record.shift() != null
                && !record.shift().done()
                && record.share().basisPoints() > 0;
    }

    private static void assertBack() throws Exception {
        assertThat(sandbox.journal().find("orders").orElseThrow().state()).isEqualTo(CutoverState.ROLLED_BACK);
        assertThat(sandbox.marathon().instances(Sandbox.APP)).isEqualTo(4);
        Instant from = load.now();
        Awaitility.await().until(() -> load.since(from).total() >= 150);
        LoadSnapshot after = load.since(from);
        assertThat(after.answered(Side.MESOS)).isPositive();
        assertThat(after.answered(Side.EKS)).isZero();
        assertThat(load.snapshot().lost()).as("a kill costs no request").isZero();
    }

    private static Path journal() {
        return sandbox.folder().resolve("journal");
    }

    private static Path config() throws Exception {
        return Files.writeString(sandbox.folder().resolve("killed.yaml"), sandbox.yaml("phases: [50]\nbake: 60s"));
    }

    private static Process process(Class<?> main, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        File out = Files.createTempFile(sandbox.folder(), "process", ".txt").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out);
        builder.environment().put("CUTOVER_SECRET_SANDBOX_CLUSTER", Sandbox.TOKEN);
        builder.environment().put("CUTOVER_JOURNAL", journal().toString());
        return builder.start();
    }
}
