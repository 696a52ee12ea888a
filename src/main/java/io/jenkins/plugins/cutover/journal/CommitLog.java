package io.jenkins.plugins.cutover.journal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The write-ahead log of a file journal: one fsync makes the writes of many cutovers durable (group commit). A write goes
 * to the log first, then to the service's own files, without fsync. Readers use these files only. After a crash of the
 * machine {@link CommitLogRecovery} repeats from the log what the files lost.
 *
 * <p>The log is a series of segments, each of one process. A segment is deleted once the files of its entries were
 * synced, which is a background task (checkpoint). An idle process has no segment.
 */
final class CommitLog {
    /** In bytes; a new segment is begun above it. */
    private static final long SEGMENT = 32L << 20;
    /** A disk that does not answer for this long fails the write. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** The operating system writes files back by itself in this time, so that most of them need no more work. */
    private static final Duration CHECKPOINT_AFTER = Duration.ofSeconds(45);

    private static final Duration IDLE = Duration.ofSeconds(5);
    /** Syncs in a row by a checkpoint: a commit waits for no more of them. */
    private static final int SLICE = 4;

    private static final Map<Path, CommitLog> LOGS = new HashMap<>();

    private final Path folder;
    private final ScheduledExecutorService scheduler;
    private final List<Waiting> queue = new ArrayList<>();
    private final Deque<Segment> full = new ArrayDeque<>();
    private Segment segment;
    private boolean idleCheck;
    private boolean checkpoint;

    /** @param inFiles done when the files have the entry, or will not have it because its write has failed */
    private record Waiting(CommitLogEntry entry, CompletableFuture<Void> durable, CompletableFuture<Void> inFiles) {}

    CommitLog(Path folder, ScheduledExecutorService scheduler) {
        this.folder = folder.resolve("log");
        this.scheduler = scheduler;
    }

    /** The log of a journal's folder; all journals of this process that have the same folder share it. */
    static CommitLog of(Path folder) {
        synchronized (LOGS) {
            return LOGS.computeIfAbsent(folder, f -> new CommitLog(f, Writer.THREAD));
        }
    }

    /** The one thread that writes logs; it ends when there is nothing to write. */
    private static final class Writer {
        static final ScheduledThreadPoolExecutor THREAD = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "cutover-journal");
            thread.setDaemon(true);
            return thread;
        });

        static {
            THREAD.setKeepAliveTime(1, TimeUnit.SECONDS);
            THREAD.allowCoreThreadTimeOut(true);
        }
    }

    /**
     * Waits until the entry is durable, and then writes it to the files. A segment is not deleted in between, however long
     * that takes: the files would be synced too early.
     */
    <T> T commit(CommitLogEntry entry, Store.Work<T> files) throws IOException {
        CompletableFuture<Void> inFiles = new CompletableFuture<>();
        try {
            await(enqueue(new Waiting(entry, new CompletableFuture<>(), inFiles)));
            return files.run();
        } finally {
            inFiles.complete(null);
        }
    }

    private void await(CompletableFuture<Void> durable) throws IOException {
        try {
            durable.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(folder + ": the disk has not answered for " + TIMEOUT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException)
                    new InterruptedIOException("interrupted while waiting for the disk").initCause(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
        }
    }

    /** Makes an entry that the files have already durable with the next group. */
    CompletableFuture<Void> enqueue(CommitLogEntry entry) {
        return enqueue(new Waiting(entry, new CompletableFuture<>(), CompletableFuture.completedFuture(null)));
    }

    private CompletableFuture<Void> enqueue(Waiting waiting) {
        synchronized (queue) {
            queue.add(waiting);
            if (queue.size() == 1) {
                scheduler.execute(this::writeGroup);
            }
        }
        return waiting.durable();
    }

    private void writeGroup() {
        List<Waiting> group;
        synchronized (queue) {
            group = List.copyOf(queue);
            queue.clear();
        }
        try {
            Segment open = open();
            open.append(group.stream().map(Waiting::entry).toList());
            group.forEach(w -> open.await(w.inFiles()));
            group.forEach(w -> w.durable().complete(null));
            rotateIf(open.size() > SEGMENT);
            watchIdle();
        } catch (IOException | RuntimeException | Error e) { // an error too, such as a lack of direct memory
            group.forEach(w -> w.durable().completeExceptionally(e));
            abandon();
        }
    }

    private Segment open() throws IOException {
        if (segment != null && !segment.exists()) {
            segment.delete(); // somebody deleted the folder
            segment = null;
        }
        if (segment == null) {
            if (!Files.isDirectory(folder.getParent())) {
                throw new NoSuchFileException(folder.getParent().toString()); // a writer of a record creates it
            }
            DurableFile.folder(folder);
            segment = Segment.create(folder);
        }
        return segment;
    }

    private void rotateIf(boolean wanted) {
        if (wanted && segment != null) {
            full.add(segment);
            segment = null;
            scheduleCheckpoint(CHECKPOINT_AFTER);
        }
    }

    /**
     * A segment whose end may be incomplete is not written to any more. One without a complete entry goes at once: on a
     * full disk there would be one more with each write.
     */
    private void abandon() {
        Segment failed = segment;
        if (failed != null && failed.isEmpty()) {
            try {
                failed.delete();
                segment = null;
            } catch (IOException e) {
                rotateIf(true);
            }
        } else {
            rotateIf(true);
        }
    }

    private void watchIdle() {
        if (!idleCheck && segment != null) {
            idleCheck = true;
            long size = segment.size();
            scheduler.schedule(() -> endIfIdle(size), IDLE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void endIfIdle(long size) {
        idleCheck = false;
        if (segment != null && segment.size() == size) {
            full.add(segment);
            segment = null;
            scheduleCheckpoint(Duration.ZERO);
        } else {
            watchIdle();
        }
    }

    private void scheduleCheckpoint(Duration after) {
        if (!checkpoint) {
            checkpoint = true;
            scheduler.schedule(this::checkpoint, after.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Syncs some files of the oldest full segment, and deletes it after the last one. */
    private void checkpoint() {
        checkpoint = false;
        Segment oldest = full.peek();
        if (oldest == null) {
            return;
        }
        try {
            if (oldest.isInFiles() && oldest.syncSome(SLICE)) {
                oldest.delete();
                full.remove();
            }
            scheduleCheckpoint(Duration.ofMillis(full.isEmpty() || !oldest.isInFiles() ? IDLE.toMillis() : 1));
        } catch (IOException e) {
            FileErrors.once(CommitLog.class, "journal " + folder + ": not synced yet: " + FileErrors.said(e));
            scheduleCheckpoint(CHECKPOINT_AFTER);
        }
    }

    /** Whether a file is a segment that this process writes. */
    static boolean isOwn(Path file) {
        return Segment.isOwn(file);
    }

    /** The segments in a journal's folder, the oldest first. */
    static List<Path> segments(Path folder) throws IOException {
        Path log = folder.resolve("log");
        if (!Files.isDirectory(log)) {
            return List.of();
        }
        try (var files = Files.list(log)) {
            return files.filter(f -> f.toString().endsWith(Segment.SUFFIX))
                    .sorted()
                    .toList();
        }
    }
}
