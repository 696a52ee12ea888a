package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Repeats the entries of {@link CommitLog}s whose process has ended, as far as the files do not have them. After a crash
 * of the process they have them all; after one of the machine the last seconds may be missing.
 */
final class CommitLogRecovery {
    private final Path folder;
    private final FileMutex guard;

    CommitLogRecovery(Path folder, FileMutex guard) {
        this.folder = folder;
        this.guard = guard;
    }

    /** Which of two writes is newer. */
    private record Age(Instant openedAt, long revision, Instant updatedAt) {
        static final Comparator<Age> ORDER =
                Comparator.comparing(Age::openedAt).thenComparing(Age::revision).thenComparing(Age::updatedAt);

        static Optional<Age> of(byte[] head) {
            return HeadFile.read(head).map(HeadFile::record).flatMap(tree -> {
                try {
                    return Optional.of(new Age(
                            Instant.parse(tree.path("openedAt").asText()),
                            tree.path("revision").asLong(),
                            Instant.parse(tree.path("updatedAt").asText())));
                } catch (RuntimeException damaged) {
                    return Optional.empty();
                }
            });
        }
    }

    /** A failure is logged once: who may only read the folder reads what the files have. */
    void run() {
        try {
            for (Path segment : CommitLog.segments(folder)) {
                if (!Segment.isOwn(segment)) {
                    recover(segment);
                }
            }
        } catch (IOException | CutoverException e) {
            String why = e instanceof IOException io ? FileErrors.said(io) : e.getMessage();
            FileErrors.once(CommitLogRecovery.class, "journal " + folder + ": its log cannot be read: " + why);
        }
    }

    private void recover(Path segment) throws IOException {
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return; // its process lives
            }
            Set<Path> written = new LinkedHashSet<>();
            for (CommitLogEntry entry : CommitLogEntry.read(Files.readAllBytes(segment))) {
                guard.alone(entry.service(), () -> {
                    repeat(entry);
                    return null;
                });
                written.add(RecordFiles.head(folder, entry.service()));
                written.add(HistoryFile.path(folder, entry.history()));
            }
            sync(written);
        }
        Files.deleteIfExists(segment);
    }

    private void repeat(CommitLogEntry entry) throws IOException {
        Path head = RecordFiles.head(folder, entry.service());
        Path history = HistoryFile.path(folder, entry.history());
        byte[] there = Files.exists(head) ? Files.readAllBytes(head) : new byte[0];
        if (entry.head().length == 0) {
            boolean belongs = HeadFile.read(there)
                    .filter(h -> h.history().equals(entry.history()))
                    .isPresent();
            if (belongs && Files.exists(history) && Files.size(history) == entry.position()) {
                HistoryFile.append(history, entry.position(), entry.lines());
            }
            return;
        }
        Optional<Age> stored = Age.of(there);
        boolean newer = stored.isEmpty()
                || Age.of(entry.head())
                        .filter(a -> Age.ORDER.compare(a, stored.get()) > 0)
                        .isPresent();
        if (newer) {
            repeatLines(entry, history);
            DurableFile.replaceUnsynced(head, entry.head());
        }
    }

    private static void repeatLines(CommitLogEntry entry, Path history) throws IOException {
        if (Files.exists(history) && Files.size(history) >= entry.position()) {
            HistoryFile.append(history, entry.position(), entry.lines());
        }
    }

    private static void sync(Set<Path> written) throws IOException {
        Set<Path> all = new LinkedHashSet<>(written);
        written.forEach(f -> all.add(f.getParent()));
        for (Path file : all) {
            if (Files.exists(file)) {
                DurableFile.sync(file);
            }
        }
    }
}
