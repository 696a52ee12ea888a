package io.jenkins.plugins.cutover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.Owner;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLocksTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Owner ONE = new Owner("build", "orders#1");
    private static final Owner TWO = new Owner("cli", "pid 4711");

    @TempDir
    private Path folder;

    @Test
    void theSecondIsToldWhoHoldsIt() {
        assertThat(at(NOW).take("prod", "orders", ONE)).isEmpty();
        assertThat(at(NOW.plusSeconds(59)).take("prod", "payments", TWO))
                .contains(new Locks.Holder(ONE, "orders", NOW));
        assertThat(at(NOW).take("staging", "payments", TWO)).isEmpty();
    }

    @Test
    void whoRenewsKeepsIt() {
        at(NOW).take("prod", "orders", ONE);
        at(NOW.plusSeconds(50)).take("prod", "orders", ONE);
        assertThat(at(NOW.plusSeconds(100)).take("prod", "orders", TWO)).isPresent();
    }

    @Test
    void onlyAnExpiredLeaseIsTakenOver() {
        at(NOW).take("prod", "orders", ONE);
        assertThat(at(NOW.plus(Locks.LEASE)).take("prod", "orders", TWO)).isPresent();
        assertThat(at(NOW.plus(Locks.LEASE).plusMillis(1)).take("prod", "orders", TWO))
                .isEmpty();
        assertThat(at(NOW.plusSeconds(61)).take("prod", "orders", ONE))
                .get()
                .extracting(Locks.Holder::owner)
                .isEqualTo(TWO);
    }

    @Test
    void onlyTheOwnerGivesItUp() {
        at(NOW).take("prod", "orders", ONE);
        at(NOW).release("prod", TWO);
        assertThat(at(NOW).holder("prod")).isPresent();
        at(NOW).release("prod", ONE);
        assertThat(at(NOW).holder("prod")).isEmpty();
        at(NOW).release("prod", ONE);
    }

    @Test
    void aDamagedLockIsNamedAndNeverTaken() throws IOException {
        at(NOW).take("prod", "orders", ONE);
        Path file = folder.resolve("locks/prod.lock");
        Files.writeString(file, "{");
        assertThatThrownBy(() -> at(NOW.plusSeconds(999)).take("prod", "orders", TWO))
                .isInstanceOf(CutoverException.class)
                .hasMessageContaining("lock " + file + ": damaged");
        assertThat(Files.readString(file)).isEqualTo("{");
    }

    @Test
    void ofTwoProcessesAtTheSameMomentExactlyOneGetsIt() throws Exception {
        List<Process> racers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            racers.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            LockRacer.class.getName(),
                            folder.toString(),
                            "racer " + i)
                    .redirectErrorStream(true)
                    .redirectOutput(new File(folder.toFile(), "racer" + i + ".log"))
                    .start());
        }
        int winners = 0;
        for (Process racer : racers) {
            assertThat(racer.waitFor(60, TimeUnit.SECONDS)).isTrue();
            winners += racer.exitValue() == LockRacer.WON ? 1 : 0;
        }
        assertThat(winners).isEqualTo(1);
        assertThat(at(Instant.now()).holder("prod")).isPresent();
    }

    private FileLocks at(Instant now) {
        return new FileLocks(folder, Clock.fixed(now, ZoneOffset.UTC));
    }

    /** A process that takes the lock, says by its exit status whether it got it, and dies without giving it up. */
    static final class LockRacer {
        static final int WON = 10;
        static final int LOST = 11;

        public static void main(String[] args) {
            FileLocks locks = new FileLocks(Path.of(args[0]), Clock.systemUTC());
            boolean won =
                    locks.take("prod", "orders", new Owner("cli", args[1])).isEmpty();
            // A second time: it is renewed, and the loser still does not get it.
            boolean again =
                    locks.take("prod", "orders", new Owner("cli", args[1])).isEmpty();
            Runtime.getRuntime().halt(won && again ? WON : won == again ? LOST : 1);
        }
    }
}
