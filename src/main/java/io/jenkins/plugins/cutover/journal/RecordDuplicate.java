package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The second file of a record, {@code duplicates/SERVICE.json}, for when the first one is lost or damaged. It has the
 * bytes that the first one had after the last decision. Observations are not in it: they are many, and a rollback needs
 * none.
 *
 * <p>It is written after the first file, so that it never has a decision that was not made. A crash in between leaves it
 * one decision older than the first file, which is whole then. When it cannot be written, the old one is deleted.
 */
record RecordDuplicate(Path file) {
    private static final String FOLDER = "duplicates";

    static RecordDuplicate of(Path journal, String service) {
        return new RecordDuplicate(folder(journal).resolve(service + FileShelves.SUFFIX));
    }

    static Path folder(Path journal) {
        return journal.resolve(FOLDER);
    }

    boolean exists() {
        return Files.exists(file);
    }

    /** A failure fails no decision: the first file has it already. */
    void write(byte[] head) {
        try {
            DurableFile.folder(file.getParent());
            DurableFile.replaceUnsynced(file, head);
        } catch (IOException e) {
            FileErrors.once(
                    RecordDuplicate.class,
                    "journal: the second file of a record cannot be written: " + FileErrors.said(e));
            delete();
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            FileErrors.once(RecordDuplicate.class, file + ": cannot be deleted: " + FileErrors.said(e));
        }
    }

    /** @param why what happened to the first file, one line */
    static CutoverRecord noted(CutoverRecord record, String why) {
        String text = why + "; the record is as of its last decision, from its second file";
        FileErrors.once(RecordDuplicate.class, "record " + record.service() + ": " + text);
        return record.with(d -> d.event(Event.of(record.updatedAt(), "journal", text)));
    }
}
