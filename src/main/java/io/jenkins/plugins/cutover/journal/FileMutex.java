package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.Durations;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Makes read-check-write one step, between threads and between processes, for the moment of the write only. A file lock
 * belongs to the whole process (a second thread that asks for it gets an exception), so the threads take turns first,
 * whichever journal object they use. A writer that hangs, in a debugger or on a blocked disk, delays
 * others for a limited time only: the message of a waiting writer names the holder.
 */
final class FileMutex {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 20;
    /** Where Linux lists the holders of file locks; unknown on other systems. */
    private static final Path HOLDERS = Path.of("/proc/locks");

    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private final Path file;
    private final Duration timeout;
    private final ReentrantLock threads;

    FileMutex(Path folder) {
        this(folder, TIMEOUT);
    }

    FileMutex(Path folder, Duration timeout) {
        this.file = folder.resolve(".guard");
        this.timeout = timeout;
        this.threads = THREADS.computeIfAbsent(folder.toAbsolutePath().normalize(), f -> new ReentrantLock());
    }

    interface Work<T> {
        T run() throws IOException;
    }

    <T> T alone(Work<T> work) {
        long until = System.nanoTime() + timeout.toNanos();
        try {
            if (!threads.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy("another thread of this process");
            }
            try {
                return alone(work, until);
            } finally {
                threads.unlock();
            }
        } catch (IOException e) {
            throw new CutoverException("journal " + file.getParent() + ": cannot be written: " + FileErrors.said(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CutoverException("journal " + file.getParent() + ": interrupted while waiting for its turn", e);
        }
    }

    private <T> T alone(Work<T> work, long until) throws IOException, InterruptedException {
        DurableFile.folder(file.getParent());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            Optional<FileLock> lock = lock(channel);
            while (lock.isEmpty()) {
                if (System.nanoTime() - until > 0) {
                    throw busy(holder().map(pid -> "process " + pid).orElse("another process"));
                }
                Thread.sleep(POLL_MILLIS);
                lock = lock(channel);
            }
            try (FileLock held = lock.get()) {
                return work.run();
            }
        }
    }

    private static Optional<FileLock> lock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty(); // this class, loaded twice in one process, knows two sets of threads
        }
    }

    private CutoverException busy(String holder) {
        return new CutoverException("journal " + file.getParent() + ": " + holder + " has held " + file + " for "
                + Durations.text(timeout) + " and more; if it hangs, end it");
    }

    /** A line is {@code 1: POSIX  ADVISORY  WRITE 4711 fe:00:1234567 0 EOF}. */
    private Optional<String> holder() {
        try (Stream<String> lines = Files.lines(HOLDERS)) {
            String inode = ":" + Files.getAttribute(file, "unix:ino");
            return lines.map(line -> line.trim().split("\\s+"))
                    .filter(fields -> fields.length > 5 && fields[5].endsWith(inode) && fields[4].matches("[1-9]\\d*"))
                    .map(fields -> fields[4])
                    .findFirst();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
