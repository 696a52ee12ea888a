package io.jenkins.plugins.cutover.journal;

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

    /**
     * @param stored the record in the journal
     * @param latest the same decisions with newer observations
     * @param storedAt by the process's own clock, in nanoseconds
     */
    private record Buffered(CutoverRecord stored, CutoverRecord latest, long storedAt) {
        boolean isOf(CutoverRecord record) {
            return stored.revision() == record.revision()
                    && stored.openedAt().equals(record.openedAt())
                    && stored.updatedAt().equals(record.updatedAt());
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
    }

    @Override
    public String place() {
        return journal.place();
    }

    @Override
    public Optional<CutoverRecord> find(String service) {
        Optional<CutoverRecord> found = journal.find(service);
        if (found.isEmpty()) {
            buffer.remove(service);
        }
        return found.map(this::latest);
    }

    /** Another writer's record replaces what is in memory: its judge state and read position belong together too. */
    private CutoverRecord latest(CutoverRecord stored) {
        Buffered known = buffer.get(stored.service());
        return known != null && known.isOf(stored) ? known.latest() : stored;
    }

    @Override
    public CutoverRecord save(CutoverRecord record) {
        Buffered known = buffer.get(record.service());
        boolean observed = known != null
                && known.stored().revision() == record.revision()
                && Observations.only(known.stored(), record);
        if (!observed) {
            return stored(journal.save(record));
        }
        if (nanos.getAsLong() - known.storedAt() >= interval.toNanos()) {
            return stored(journal.observe(record));
        }
        CutoverRecord latest = record.observedAt(clock.instant());
        buffer.put(record.service(), new Buffered(known.stored(), latest, known.storedAt()));
        return latest;
    }

    private CutoverRecord stored(CutoverRecord record) {
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
