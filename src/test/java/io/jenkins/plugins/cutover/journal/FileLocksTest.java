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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLocksTest extends LocksSuite {
    @TempDir
    private Path folder;

    @Override
    Locks locks(Clock clock, OwnerLiveness liveness, LongSupplier nanos) {
        return new FileLocks(folder, clock, liveness, nanos);
    }

    @Test
    void aDamagedLockIsNamedAndNeverTaken() throws IOException {
        process(NOW).take("prod", "orders", ONE);
        Path file = folder.resolve("locks/prod.lock");
        Files.writeString(file, "{");
        assertThatThrownBy(() -> process(NOW.plusSeconds(999)).take("prod", "orders", TWO))
                .isInstanceOf(CutoverException.class)
                .hasMessageContaining("lock " + file + ": damaged");
        assertThat(Files.readString(file)).isEqualTo("{");
    }

    @Test
    void oneOfTwoProcessesGetsTheLockAndTheOtherTakesItAfterItsDeath() throws Exception {
        List<Process> racers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            racers.add(new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-cp",
                            System.getProperty("java.class.path"),
                            LockRacer.class.getName(),
                            folder.toString())
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
        assertThat(process(NOW).holder("prod")).isPresent();
        Locks.Claim heir = process(NOW, OwnerLiveness.processes()).take("prod", "orders", OwnerLiveness.thisProcess());
        assertThat(heir.ours()).isTrue();
        assertThat(heir.holder().takenOver()).contains("its process has ended");
    }

    /** A process that takes the lock, says by its exit status whether it got it, and dies without giving it up. */
    static final class LockRacer {
        static final int WON = 10;
        static final int LOST = 11;

        public static void main(String[] args) {
            FileLocks locks = new FileLocks(Path.of(args[0]), Clock.systemUTC());
            Owner me = OwnerLiveness.thisProcess();
            boolean won = locks.take("prod", "orders", me).ours();
            // A second time: it is renewed, and the loser still does not get it.
            boolean again = locks.take("prod", "orders", me).ours();
            Runtime.getRuntime().halt(won && again ? WON : won == again ? LOST : 1);
        }
    }
}
