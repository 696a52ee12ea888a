package io.jenkins.plugins.cutover.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** One file of a {@link CommitLog}. Its process holds a lock on it, so that others see that the process lives. */
final class Segment {
    static final String SUFFIX = ".log";
    private static final AtomicLong LAST = new AtomicLong();
    private static final AtomicLong NUMBER = new AtomicLong();
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;
    private final Set<Path> written = new LinkedHashSet<>();
    private final AtomicInteger notInFiles = new AtomicInteger();
    private Deque<Path> unsynced;
    private final AtomicLong size = new AtomicLong();

    private Segment(Path file, FileChannel channel, FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /** @param folder of the segments, which must exist */
    static Segment create(Path folder) throws IOException {
        long time = LAST.updateAndGet(last -> Math.max(last, System.currentTimeMillis())); // the order of the names
        String name =
                String.format("%015d-%d-%06d", time, ProcessHandle.current().pid(), NUMBER.getAndIncrement());
        Path file = folder.resolve(name + SUFFIX);
        OWN.add(file);
        try {
            return locked(file, DurableFile.create(file));
        } catch (IOException e) {
            OWN.remove(file);
            throw e;
        }
    }

    private static Segment locked(Path file, FileChannel channel) throws IOException {
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new IOException(file + ": another process has locked it");
        }
        return new Segment(file, channel, lock);
    }

    static boolean isOwn(Path file) {
        return OWN.contains(file);
    }

    /** What is written to a deleted file is lost. */
    boolean exists() {
        return Files.exists(file);
    }

    long size() {
        return size.get();
    }

    /** Adds entries and makes them durable with one fsync. */
    void append(List<CommitLogEntry> entries) throws IOException {
        ByteBuffer[] buffers =
                entries.stream().flatMap(e -> e.buffers().stream()).toArray(ByteBuffer[]::new);
        while (buffers[buffers.length - 1].hasRemaining() || remaining(buffers)) {
            size.addAndGet(channel.write(buffers));
        }
        channel.force(false);
        Path journal = file.getParent().getParent();
        for (CommitLogEntry entry : entries) {
            written.add(HistoryFile.path(journal, entry.history()));
            if (entry.head().length > 0) {
                written.add(RecordFiles.head(journal, entry.service()));
            }
        }
    }

    boolean isEmpty() {
        return written.isEmpty();
    }

    /** @param inFiles done when the files have an entry of this segment */
    void await(CompletableFuture<Void> inFiles) {
        notInFiles.incrementAndGet();
        inFiles.whenComplete((done, failed) -> notInFiles.decrementAndGet());
    }

    /** Whether the files have every entry. Only then they can be synced in its place. */
    boolean isInFiles() {
        return notInFiles.get() == 0;
    }

    private static boolean remaining(ByteBuffer[] buffers) {
        for (ByteBuffer buffer : buffers) {
            if (buffer.hasRemaining()) {
                return true;
            }
        }
        return false;
    }

    /** @return whether every file that an entry was written to is synced now, and the folders too */
    boolean syncSome(int most) throws IOException {
        if (unsynced == null) {
            Set<Path> all = new LinkedHashSet<>(written);
            written.forEach(f -> all.add(f.getParent()));
            unsynced = new ArrayDeque<>(all);
        }
        for (int i = 0; i < most && !unsynced.isEmpty(); i++) {
            Path next = unsynced.peek();
            if (Files.exists(next)) {
                DurableFile.sync(next);
            }
            unsynced.remove();
        }
        return unsynced.isEmpty();
    }

    /** Can be tried again when it fails. */
    void delete() throws IOException {
        if (lock.isValid()) {
            lock.release();
        }
        channel.close();
        Files.deleteIfExists(file);
        OWN.remove(file);
    }
}
