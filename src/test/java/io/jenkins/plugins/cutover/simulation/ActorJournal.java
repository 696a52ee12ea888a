package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.journal.StaleRecordException;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import java.util.Optional;

/** One process's way to the journal: it may die before a write or after it, find the disk full, or come second. */
final class ActorJournal implements Journal {
    private final Actor actor;
    private final SimulatedCutover scene;

    ActorJournal(Actor actor, SimulatedCutover scene) {
        this.actor = actor;
        this.scene = scene;
    }

    @Override
    public Optional<CutoverRecord> find(String service) {
        return scene.journal().find(service);
    }

    @Override
    public CutoverRecord save(CutoverRecord record) {
        FaultInjector chaos = scene.chaos();
        if (chaos.dies(Fault.CRASH_AT_WRITE)) {
            throw actor.crash("before a write");
        }
        if (chaos.strikes(Fault.WRITE_FAILS, 0.001)) {
            scene.unwritten(actor);
            throw new CutoverException("journal /j: cannot be written: No space left on device");
        }
        if (chaos.strikes(Fault.STALE_WRITE, 0.002)) {
            scene.unwritten(actor);
            throw new StaleRecordException(record.service(), record.revision(), record.revision() + 1);
        }
        CutoverRecord saved = scene.journal().save(record);
        if (chaos.dies(Fault.CRASH_AT_WRITE)) {
            throw actor.crash("after a write");
        }
        return saved;
    }

    @Override
    public Contents contents() {
        return scene.journal().contents();
    }
}
