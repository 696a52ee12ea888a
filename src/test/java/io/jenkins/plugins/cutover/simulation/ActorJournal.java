package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.journal.StaleRecordException;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The journal of one process: it may die before or after a write, find the disk full, or lose to another writer. */
final class ActorJournal implements Journal {
    private final Actor actor;
    private final SimulatedCutover cutover;

    ActorJournal(Actor actor, SimulatedCutover cutover) {
        this.actor = actor;
        this.cutover = cutover;
    }

    @Override
    public Optional<CutoverRecord> find(String service) {
        return cutover.journal().find(service);
    }

    @Override
    public CutoverRecord save(CutoverRecord record) {
        return write(record, cutover.journal()::save);
    }

    @Override
    public CutoverRecord observe(CutoverRecord record) {
        return write(record, cutover.journal()::observe);
    }

    private CutoverRecord write(CutoverRecord record, UnaryOperator<CutoverRecord> store) {
        FaultInjector faults = cutover.faults();
        if (faults.dies(Fault.CRASH_AT_WRITE)) {
            throw actor.crash("before a write");
        }
        if (faults.strikes(Fault.WRITE_FAILS, 0.001)) {
            cutover.unwritten(actor);
            throw new CutoverException("journal /j: cannot be written: No space left on device");
        }
        if (faults.strikes(Fault.STALE_WRITE, 0.002)) {
            cutover.unwritten(actor);
            throw new StaleRecordException(record.service(), record.revision(), record.revision() + 1);
        }
        CutoverRecord saved = store.apply(record);
        if (faults.dies(Fault.CRASH_AT_WRITE)) {
            throw actor.crash("after a write");
        }
        return saved;
    }

    @Override
    public Contents contents() {
        return cutover.journal().contents();
    }
}
