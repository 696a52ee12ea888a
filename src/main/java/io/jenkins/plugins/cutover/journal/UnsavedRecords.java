package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What to do with a record that cannot be stored. An observation stays in memory: a crash costs evidence, and no decision.
 * A step of a rollback stays in memory too, since users wait for it; for people it is written to the folder for temporary
 * files, which may be on another disk, and logged. Any other step fails, the end of a rollback too: what it says of Mesos
 * must hold when it is stored, which may be long after the disk became full.
 */
final class UnsavedRecords {
    /**
     * Revisions from here on are of records that are in memory only. Another process may store a revision meanwhile: with
     * numbers of the same row, a record of ours that continues another one could replace it.
     */
    static final long FIRST_REVISION = 1L << 40;

    private final Clock clock;
    /** The files in the folder for temporary files, by service. */
    private final Map<String, Path> files = new ConcurrentHashMap<>();

    private Path folder;

    UnsavedRecords(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param observed whether it differs in observations only
     * @param known whether this process has stored or read the record before
     * @return the record to continue with; empty when the step must fail
     */
    Optional<CutoverRecord> keep(CutoverRecord record, boolean observed, boolean known, CutoverException why) {
        if (!known || !observed && !record.state().returning()) {
            return Optional.empty();
        }
        if (observed) {
            FileErrors.once(
                    BufferedJournal.class,
                    why.getMessage() + "; the observations of " + record.service() + " stay in memory");
            return Optional.of(record.observedAt(clock.instant()));
        }
        long revision = Math.max(record.revision(), FIRST_REVISION) + 1;
        CutoverRecord next = record.stored(clock.instant()).asOf(revision);
        FileErrors.once(
                BufferedJournal.class,
                why.getMessage() + "; the rollback of " + record.service() + " continues from memory" + copied(next));
        return Optional.of(next);
    }

    private String copied(CutoverRecord record) {
        try {
            Path file = folder().resolve(record.service() + FileShelves.SUFFIX);
            DurableFile.replace(file, RecordFormat.write(record));
            files.put(record.service(), file);
            return ", its record is " + file;
        } catch (IOException full) {
            return "";
        }
    }

    /** A new folder that only this user may read: others can create files of known names there. */
    private synchronized Path folder() throws IOException {
        if (folder == null || !Files.isDirectory(folder)) {
            folder = Files.createTempDirectory("phased-cutover-unsaved-");
        }
        return folder;
    }

    /** The journal has it now. */
    void stored(CutoverRecord record) {
        Path file = files.remove(record.service());
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException leftover) {
                FileErrors.once(UnsavedRecords.class, file + " is not needed any more and cannot be deleted");
            }
        }
    }
}
