package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes read-check-write one step, between threads and between processes, for the moment of the write only. A file lock
 * belongs to the whole process (a second thread that asks for it gets an exception), so the threads take turns first,
 * whichever journal object they use.
 */
final class FileGuard {
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private final Path file;
    private final ReentrantLock threads;

    FileGuard(Path folder) {
        this.file = folder.resolve(".guard");
        this.threads = THREADS.computeIfAbsent(folder.toAbsolutePath().normalize(), f -> new ReentrantLock());
    }

    interface Work<T> {
        T run() throws IOException;
    }

    <T> T alone(Work<T> work) {
        threads.lock();
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock processes = channel.lock()) {
                return work.run();
            }
        } catch (IOException e) {
            throw new CutoverException("journal " + file.getParent() + ": cannot be written: " + e.getMessage(), e);
        } finally {
            threads.unlock();
        }
    }
}
