package io.jenkins.plugins.cutover.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.journal.StaleRecordException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Json;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * A journal with the rules of a file journal, in memory. Records are converted to JSON and back, as on a disk: each
 * record, or a fraction of them where thousands of cutovers run, because it takes most of their time.
 */
public final class MemoryJournal implements Journal {
    private final Map<String, CutoverRecord> stored = new TreeMap<>();
    private final Clock clock;
    private final int every;
    private BiConsumer<CutoverRecord, CutoverRecord> listener = (before, after) -> {};

    public MemoryJournal(Clock clock) {
        this(clock, 1);
    }

    /** @param every converts each n-th revision */
    public MemoryJournal(Clock clock, int every) {
        this.clock = clock;
        this.every = every;
    }

    /** @param target called after each write with the record before (null for the first) and after */
    public void listen(BiConsumer<CutoverRecord, CutoverRecord> target) {
        listener = target;
    }

    @Override
    public Optional<CutoverRecord> find(String service) {
        return Optional.ofNullable(stored.get(service));
    }

    @Override
    public CutoverRecord save(CutoverRecord record) {
        CutoverRecord before = stored.get(record.service());
        long revision = before == null ? 0 : before.revision();
        boolean anew =
                record.revision() == 0 && before != null && !before.state().open();
        if (!anew && record.revision() != revision) {
            throw new StaleRecordException(record.service(), record.revision(), revision);
        }
        CutoverRecord after = record.stored(clock.instant());
        return put(before, after.revision() % every == 0 ? throughJson(after) : after);
    }

    @Override
    public CutoverRecord observe(CutoverRecord record) {
        CutoverRecord before = stored.get(record.service());
        if (before == null || record.revision() != before.revision()) {
            throw new StaleRecordException(record.service(), record.revision(), before == null ? 0 : before.revision());
        }
        CutoverRecord after = record.observedAt(clock.instant());
        return put(before, every == 1 ? throughJson(after) : after);
    }

    /** Whatever was stored could not be read. */
    @Override
    public CutoverRecord restore(CutoverRecord record) {
        return put(stored.get(record.service()), throughJson(record.stored(clock.instant())));
    }

    private CutoverRecord put(CutoverRecord before, CutoverRecord after) {
        stored.put(after.service(), after);
        listener.accept(before, after);
        return after;
    }

    private static CutoverRecord throughJson(CutoverRecord record) {
        try {
            byte[] bytes = Json.mapper().writeValueAsBytes(record);
            CutoverRecord read = Json.mapper().readValue(bytes, CutoverRecord.class);
            return record.sealed().map(s -> read.withSecretContent(s.content())).orElse(read);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a record that cannot be stored: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Contents contents() {
        return new Contents(List.copyOf(stored.values()), List.of());
    }
}
