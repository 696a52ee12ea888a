package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** Makes read-check-write one step, between threads and between processes, for the moment of the write only. */
final class FileGuard {
    private final Path file;
    private final ReentrantLock threads = new ReentrantLock();

    FileGuard(Path folder) {
        this.file = folder.resolve(".guard");
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
