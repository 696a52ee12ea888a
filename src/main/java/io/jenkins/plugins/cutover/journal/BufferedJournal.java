package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Observations;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Stores a decision at once, and the {@link Observations} of polls from time to time: in between they are in memory only.
 * Readers of this process see the newest, others the last stored ones.
 *
 * <p>A rollback waits for no disk: a step of it that cannot be stored is in memory, as {@link UnsavedRecords} says, and is
 * stored with the next one that can be.
 *
 * <p>A crash loses the observations of at most the interval. That is safe because all of them are of one poll: the next
 * process continues from the judge's state and from the read position that were stored together. It reads again, from
 * counters that HAProxy has not reset, what was lost, so every request is counted once. See the package text for why the
 * judge's guarantee holds.
 */
public final class BufferedJournal implements Journal {
    private final Journal journal;
    private final Duration interval;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Map<String, Buffered> buffer = new ConcurrentHashMap<>();
    private final UnsavedRecords unsaved;
    private volatile boolean restores = true;

    /**
     * @param stored the record in the journal
     * @param latest the same decisions with newer observations, or, of a rollback that could not be stored, newer ones
     * @param storedAt by the process's own clock, in nanoseconds
     */
    private record Buffered(CutoverRecord stored, CutoverRecord latest, long storedAt) {
        boolean isOf(CutoverRecord record) {
            return stored.revision() == record.revision()
                    && stored.openedAt().equals(record.openedAt())
                    && stored.updatedAt().equals(record.updatedAt());
        }

        /** The same as of the stored revision: the journal does not have what was kept in memory since. */
        CutoverRecord onStored(CutoverRecord record) {
            return record.revision() == latest.revision() ? record.asOf(stored.revision()) : record;
        }

        boolean isObserved(CutoverRecord record) {
            return latest.revision() == stored.revision()
                    && stored.revision() == record.revision()
                    && Observations.only(stored, record);
        }
    }

    /** @param interval how long observations of a service may be in memory only, not negative */
    public BufferedJournal(Journal journal, Duration interval, Clock clock) {
        this(journal, interval, clock, System::nanoTime);
    }

    /** @param nanos a clock that only advances, in nanoseconds */
    public BufferedJournal(Journal journal, Duration interval, Clock clock, LongSupplier nanos) {
        this.journal = journal;
        this.interval = interval;
        this.clock = clock;
        this.nanos = nanos;
        this.unsaved = new UnsavedRecords(clock);
    }

    /**
     * For a process that only guards: the process that moves a service knows a newer record than this one, so a damaged or
     * lost one is left for that process, or for a person.
     *
     * @return this journal
     */
    public BufferedJournal withoutRestoring() {
        restores = false;
        return this;
    }

    @Override
    public String place() {
        return journal.place();
    }

    /** The memory of a process outlives its disk: a record that is lost or damaged is the one that it knows. */
    @Override
    public Optional<CutoverRecord> find(String service) {
        Optional<CutoverRecord> found;
        try {
            found = journal.find(service);
        } catch (JournalUnavailableException away) {
            throw away;
        } catch (CutoverException damaged) {
            return Optional.of(known(service)
                    .map(Buffered::latest)
                    .map(r -> fromMemory(r, damaged.getMessage()))
                    .orElseThrow(() -> damaged));
        }
        found.ifPresent(this::remember);
        return found.map(this::latest)
                .or(() -> known(service).map(Buffered::latest).map(r -> fromMemory(r, place() + ": it is lost")));
    }

    private void remember(CutoverRecord found) {
        if (known(found.service()).filter(k -> k.isOf(found)).isEmpty()) {
            buffer.put(found.service(), new Buffered(found, found, nanos.getAsLong()));
        }
    }

    private Optional<Buffered> known(String service) {
        return Optional.ofNullable(buffer.get(service));
    }

    private static CutoverRecord fromMemory(CutoverRecord record, String why) {
        FileErrors.once(
                BufferedJournal.class, "record of " + record.service() + ": continued from memory, because " + why);
        return record;
    }

    /** Another writer's record replaces what is in memory: its judge state and read position belong together too. */
    private CutoverRecord latest(CutoverRecord stored) {
        return known(stored.service())
                .filter(k -> k.isOf(stored))
                .map(Buffered::latest)
                .orElse(stored);
    }

    @Override
    public CutoverRecord save(CutoverRecord record) {
        Optional<Buffered> known = known(record.service());
        boolean observed = known.filter(k -> k.isObserved(record)).isPresent();
        if (observed && nanos.getAsLong() - known.get().storedAt() < interval.toNanos()) {
            return inMemory(
                    record.observedAt(clock.instant()), known.get(), known.get().storedAt());
        }
        try {
            return stored(write(record, known, observed));
        } catch (StaleRecordException | JournalUnavailableException other) {
            throw other;
        } catch (CutoverException failed) {
            // The journal cannot compare the revisions: another step of this process may be ahead.
            known.filter(k -> k.latest().revision() != record.revision()).ifPresent(k -> {
                throw new StaleRecordException(
                        record.service(), record.revision(), k.latest().revision());
            });
            return unsaved.keep(record, observed, known.isPresent(), failed)
                    .map(kept -> inMemory(kept, known.orElseThrow(), nanos.getAsLong()))
                    .orElseThrow(() -> failed);
        }
    }

    private CutoverRecord write(CutoverRecord record, Optional<Buffered> known, boolean observed) {
        CutoverRecord next = known.map(k -> k.onStored(record)).orElse(record);
        try {
            return observed ? journal.observe(next) : journal.save(next);
        } catch (StaleRecordException stale) {
            if (!restores || known.isEmpty() || !stale.nothingIsStored()) {
                throw stale;
            }
            return journal.restore(next);
        } catch (DamagedRecordException damaged) {
            if (!restores || known.isEmpty()) {
                throw damaged;
            }
            return journal.restore(next);
        }
    }

    private CutoverRecord inMemory(CutoverRecord latest, Buffered known, long storedAt) {
        buffer.put(latest.service(), new Buffered(known.stored(), latest, storedAt));
        return latest;
    }

    private CutoverRecord stored(CutoverRecord record) {
        unsaved.stored(record);
        buffer.put(record.service(), new Buffered(record, record, nanos.getAsLong()));
        return record;
    }

    @Override
    public Contents contents() {
        Contents there = journal.contents();
        return new Contents(there.records().stream().map(this::latest).toList(), there.unreadable(), there.away());
    }

    @Override
    public List<CutoverRecord> finished(int most) {
        return journal.finished(most);
    }

    @Override
    public List<Event> history(CutoverRecord record) {
        return journal.history(record);
    }
}
