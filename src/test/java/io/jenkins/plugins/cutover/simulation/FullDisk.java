package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.journal.BufferedJournal;
import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.journal.JournalFailureException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.operation.engine.Context;
import java.time.Duration;
import java.util.Optional;

/** A journal whose disk is full from time to time. */
public final class FullDisk implements Journal {
    private final Journal journal;
    private boolean full;

    public FullDisk(Journal journal) {
        this.journal = journal;
    }

    /** A process with a memory of its own on this disk. */
    public Context context(CalmWorld world, String build) {
        Context calm = world.context(build);
        return calm.with(new BufferedJournal(this, Duration.ofSeconds(10), calm.clock(), () -> world.time()
                .elapsed()
                .toNanos()));
    }

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
