package io.jenkins.plugins.cutover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileMutexTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    @TempDir
    Path folder;

    /** The lock of this process's own channel is as much in the way as another's, and found by the same number. */
    @Test
    void aProcessThatHangsWithTheLockIsNamed() throws Exception {
        Path file = folder.resolve(".guard");
        try (FileChannel other = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = other.lock()) {
            assertThat(held.isValid()).isTrue();
            assertThatThrownBy(() -> new FileMutex(folder, SHORT).alone("orders", () -> 1))
                    .isInstanceOf(JournalFailureException.class)
                    .hasMessage("journal " + folder + ": process "
                            + ProcessHandle.current().pid() + " has held " + file
                            + " for 50ms and more; if it hangs, end it");
        }
        assertThat(new FileMutex(folder, SHORT).alone("orders", () -> 1)).isEqualTo(1);
    }

    @Test
    void aThreadThatHangsIsNotWaitedForEither() throws Exception {
        CountDownLatch holds = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread other = new Thread(() -> new FileMutex(folder).alone("orders", () -> {
            holds.countDown();
            return await(done);
        }));
        other.start();
        holds.await();
        assertThatThrownBy(() -> new FileMutex(folder, SHORT).alone("orders", () -> 1))
                .hasMessageContaining("another thread of this process has held");
        done.countDown();
        other.join();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Test
    void aNewFolderIsReadableByItsOwnerOnly() throws Exception {
        Path deep = folder.resolve("a/b");
        new FileMutex(deep).alone("orders", () -> 1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(deep)))
                .isEqualTo("rwx------");
    }

    @Test
    void anUnusableFileIsReportedInPlainWords() {
        assertThat(FileErrors.said(new AccessDeniedException("/x/orders.json")))
                .isEqualTo("/x/orders.json: this user has no right to it");
        assertThat(FileErrors.said(new NoSuchFileException("/x/orders.json")))
                .isEqualTo("/x/orders.json: there is no such file or folder");
        assertThat(FileErrors.said(new AccessDeniedException("/a", null, "read-only")))
                .isEqualTo("/a: read-only");
    }

    @Test
    void aFileInPlaceOfTheFolderIsReported() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> new FileMutex(file).alone("orders", () -> 1))
                .hasMessage("journal " + file + ": cannot be written: " + file + ": it is a file and not a folder");
    }

    /** A process that is stopped has no full disk: a step must not send its traffic back for that. */
    @Test
    void anInterruptionIsNoFailureOfTheJournal() {
        assertThatThrownBy(() -> new FileMutex(folder).alone("orders", () -> {
                    throw new InterruptedIOException("interrupted while waiting for the disk");
                }))
                .isInstanceOf(CutoverException.class)
                .isNotInstanceOf(JournalFailureException.class)
                .hasMessage("journal " + folder + ": interrupted while waiting for the disk");
    }
}
