package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.journal.JournalFailureException;
import io.jenkins.plugins.cutover.journal.RecordFormat;
import io.jenkins.plugins.cutover.journal.StaleRecordException;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

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
        requireReadable(service);
        return cutover.journal().find(service);
    }

    @Override
    public CutoverRecord save(CutoverRecord record) {
        requireWritable(record);
        return write(record, cutover.journal()::save);
    }

    @Override
    public CutoverRecord observe(CutoverRecord record) {
        requireWritable(record);
        return write(record, cutover.journal()::observe);
    }

    @Override
    public CutoverRecord restore(CutoverRecord record) {
        if (!cutover.isDamaged(record.service())) {
            return save(record);
        }
        CutoverRecord written = write(record, cutover.journal()::restore);
        cutover.restored(record.service());
        return written;
    }

    /** @throws CutoverException as of a file that is damaged */
    private void requireReadable(String service) {
        if (cutover.isDamaged(service)) {
            RecordFormat.read("record /j/" + service + ".json", "{".getBytes(StandardCharsets.UTF_8));
        }
    }

    private void requireWritable(CutoverRecord record) {
        if (cutover.isDamaged(record.service())) {
            cutover.unwritten(actor, record);
        }
        requireReadable(record.service());
    }

    private CutoverRecord write(CutoverRecord record, UnaryOperator<CutoverRecord> store) {
        FaultInjector faults = cutover.faults();
        if (faults.dies(Fault.CRASH_AT_WRITE)) {
            throw actor.crash("before a write");
        }
        if (cutover.isDiskFull() || faults.strikes(Fault.WRITE_FAILS, 0.001)) {
            cutover.unwritten(actor, record);
            throw new JournalFailureException("journal /j: cannot be written: No space left on device", null);
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
        Map<Boolean, List<CutoverRecord>> all = cutover.journal().contents().records().stream()
                .collect(Collectors.partitioningBy(r -> cutover.isDamaged(r.service())));
        return new Contents(
                all.get(false),
                all.get(true).stream()
                        .map(r -> "record /j/" + r.service() + ".json: damaged, it was left as it is: no JSON")
                        .toList());
    }
}
