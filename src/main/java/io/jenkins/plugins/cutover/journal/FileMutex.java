package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.Durations;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Makes read-check-write one step, between threads and between processes, for the moment of the write only. Each name
 * has a lock of its own: one byte of the file {@code .guard}, so that no service waits for another one. A file lock
 * belongs to the whole process (a second thread that asks for it gets an exception), so the threads take turns first,
 * whichever journal object they use. A writer that hangs, in a debugger or on a blocked disk, delays others for a limited
 * time only: the message of a waiting writer names the holder.
 */
final class FileMutex {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 20;
    /** Where Linux lists the holders of file locks; unknown on other systems. */
    private static final Path HOLDERS = Path.of("/proc/locks");

    private static final Map<String, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private final Path file;
    private final Duration timeout;

    FileMutex(Path folder) {
        this(folder, TIMEOUT);
    }

    FileMutex(Path folder, Duration timeout) {
        this.file = folder.resolve(".guard");
        this.timeout = timeout;
    }

    <T> T alone(String name, Store.Work<T> work) {
        long until = System.nanoTime() + timeout.toNanos();
        long position = position(name);
        ReentrantLock threads = threads(position);
        try {
            if (!threads.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy("another thread of this process");
            }
            try {
                boolean held = threads.getHoldCount() > 1; // this thread has the lock of the file too
                return held ? work.run() : alone(position, work, until);
            } finally {
                threads.unlock();
            }
        } catch (InterruptedIOException e) { // this process is being stopped: the disk has not failed
            throw new CutoverException("journal " + file.getParent() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new JournalFailureException(
                    "journal " + file.getParent() + ": cannot be written: " + FileErrors.said(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CutoverException("journal " + file.getParent() + ": interrupted while waiting for its turn", e);
        }
    }

    /** Two names may have the same: then they wait for each other. */
    private static long position(String name) {
        return Integer.toUnsignedLong(name.hashCode());
    }

    private ReentrantLock threads(long position) {
        String key = file.toAbsolutePath().normalize() + " " + position;
        return THREADS.computeIfAbsent(key, k -> new ReentrantLock());
    }

    private <T> T alone(long position, Store.Work<T> work, long until) throws IOException, InterruptedException {
        DurableFile.folder(file.getParent());
        try (SharedChannel shared = SharedChannel.open(file)) {
            Optional<FileLock> lock = lock(shared.channel(), position);
            while (lock.isEmpty()) {
                if (System.nanoTime() - until > 0) {
                    throw busy(holder(position).map(pid -> "process " + pid).orElse("another process"));
                }
                Thread.sleep(POLL_MILLIS);
                lock = lock(shared.channel(), position);
            }
            try (FileLock held = lock.get()) {
                return work.run();
            }
        }
    }

    private static Optional<FileLock> lock(FileChannel channel, long position) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock(position, 1, false));
        } catch (OverlappingFileLockException e) {
            return Optional.empty(); // this class, loaded twice in one process, knows two sets of threads
        }
    }

    /** Nothing was stored, as on a full disk: a step that gives EKS traffic must send it back. */
    private JournalFailureException busy(String holder) {
        return new JournalFailureException(
                "journal " + file.getParent() + ": " + holder + " has held " + file + " for " + Durations.text(timeout)
                        + " and more; if it hangs, end it",
                null);
    }

    /** A line is {@code 1: POSIX  ADVISORY  WRITE 4711 fe:00:1234567 0 EOF}; the last two are the first and last byte. */
    private Optional<String> holder(long position) {
        try (Stream<String> lines = Files.lines(HOLDERS)) {
            String inode = ":" + Files.getAttribute(file, "unix:ino");
            return lines.map(line -> line.trim().split("\\s+"))
                    .filter(fields -> fields.length > 7 && fields[5].endsWith(inode) && fields[4].matches("[1-9]\\d*"))
                    .filter(fields -> Long.parseLong(fields[6]) <= position)
                    .filter(fields -> fields[7].equals("EOF") || Long.parseLong(fields[7]) >= position)
                    .map(fields -> fields[4])
                    .findFirst();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
