package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import java.util.Optional;

/** A journal whose disk is full from time to time. */
public final class FullDisk implements Journal {
    private final Journal journal;
    private boolean full;

    public FullDisk(Journal journal) {
        this.journal = journal;
    }

    /** @param now whether writes fail from now on */
    public void full(boolean now) {
        full = now;
    }

    @Override
    public Optional<CutoverRecord> find(String service) {
        return journal.find(service);
    }

    @Override
    public CutoverRecord save(CutoverRecord record) {
        if (full) {
            throw new JournalFailureException("journal /j: cannot be written: No space left on device", null);
        }
        return journal.save(record);
    }

    @Override
    public Contents contents() {
        return journal.contents();
    }
}
