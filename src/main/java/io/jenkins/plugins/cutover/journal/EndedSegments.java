package io.jenkins.plugins.cutover.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The segments of a {@link CommitLog} whose process has ended, locked, so that one process at a time repeats them. */
final class EndedSegments implements AutoCloseable {
    private final List<Path> files = new ArrayList<>();
    private final List<FileChannel> channels = new ArrayList<>();

    private EndedSegments() {}

    /** A segment that cannot be opened is left as it is, and logged once. */
    static EndedSegments open(Path folder) throws IOException {
        EndedSegments ended = new EndedSegments();
        for (Path segment : CommitLog.segments(folder)) {
            if (!Segment.isOwn(segment)) {
                try {
                    ended.add(segment);
                } catch (NoSuchFileException gone) {
                    // another process has just repeated it
                } catch (IOException e) {
                    FileErrors.once(
                            CommitLogRecovery.class,
                            "journal " + folder + ": its log cannot be read: " + FileErrors.said(e));
                }
            }
        }
        return ended;
    }

    private void add(Path segment) throws IOException {
        FileChannel channel = FileChannel.open(segment, StandardOpenOption.READ, StandardOpenOption.WRITE);
        channels.add(channel);
        if (lock(channel) != null) {
            files.add(segment);
        }
    }

    /** @return null when its process lives */
    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this class, loaded twice in one process
        }
    }

    /** The oldest first. */
    List<Path> files() {
        return List.copyOf(files);
    }

    void delete() throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void close() throws IOException {
        for (FileChannel channel : channels) {
            channel.close();
        }
    }
}
