package io.jenkins.plugins.cutover.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/**
 * The entries of one service that {@link CommitLogRecovery} repeats. Within a segment, their order is the order of the
 * writes, whatever the clock said. Between segments, which two processes may have written in turns, the record says which
 * write is newer.
 */
final class RepeatedEntries {
    enum Outcome {
        UNCHANGED,
        CHANGED,
        /** What the entry continues is not there yet. */
        WAITS
    }

    private final Path folder;
    private final Path head;
    private final RecordDuplicate duplicate;
    private byte[] stored;
    /** The entry that has the stored head; null when none has. */
    private Position at;

    private record Position(Path segment, int number) {}

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

    RepeatedEntries(Path folder, String service) throws IOException {
        this.folder = folder;
        this.head = RecordFiles.head(folder, service);
        this.duplicate = RecordDuplicate.of(folder, service);
        this.stored = head();
    }

    private byte[] head() throws IOException {
        return Files.exists(head) ? Files.readAllBytes(head) : new byte[0];
    }

    /** Looks for the entry that has the stored head. */
    void find(Path segment, int number, CommitLogEntry entry) {
        if (entry.head().length > 0 && Arrays.equals(entry.head(), stored)) {
            at = new Position(segment, number);
        }
    }

    /** @param last whether the entry must not wait any more */
    Outcome repeat(Path segment, int number, CommitLogEntry entry, boolean last) throws IOException {
        byte[] there = head();
        boolean newer = entry.head().length > 0 && newer(segment, number, entry, there);
        Path history = HistoryFile.path(folder, entry.history());
        long size = Files.exists(history) ? Files.size(history) : -1;
        boolean follows = belongs(entry, newer ? entry.head() : there, newer);
        if (follows && size >= 0 && size < entry.position() && !last) {
            return Outcome.WAITS;
        }
        boolean lines = follows && size >= entry.position() && (newer || size < end(entry));
        if (lines) {
            HistoryFile.append(history, entry.position(), entry.lines());
        }
        if (newer) {
            DurableFile.replaceUnsynced(head, entry.head());
            duplicate.write(entry.head());
            stored = entry.head();
            at = new Position(segment, number);
        }
        return newer || lines ? Outcome.CHANGED : Outcome.UNCHANGED;
    }

    private boolean newer(Path segment, int number, CommitLogEntry entry, byte[] there) {
        if (at != null && at.segment().equals(segment) && Arrays.equals(there, stored)) {
            return number > at.number();
        }
        Optional<Age> age = Age.of(there);
        return age.isEmpty()
                || Age.of(entry.head())
                        .filter(a -> Age.ORDER.compare(a, age.get()) > 0)
                        .isPresent();
    }

    /** Whether the lines of an entry are those of the record, or observations since its last decision. */
    private static boolean belongs(CommitLogEntry entry, byte[] head, boolean newer) {
        return HeadFile.read(head)
                .filter(h -> h.history().equals(entry.history()))
                .filter(h ->
                        newer || h.bytes() >= end(entry) || entry.head().length == 0 && h.bytes() <= entry.position())
                .isPresent();
    }

    private static long end(CommitLogEntry entry) {
        return entry.position() + entry.lines().length;
    }
}
