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
 * A journal with a file journal's rules and no files. What is stored went through JSON, as it would on a disk: each
 * record where that is the point, a fraction of them where thousands of cutovers are, for it takes most of their time.
 */
public final class MemoryJournal implements Journal {
    private final Map<String, CutoverRecord> stored = new TreeMap<>();
    private final Clock clock;
    private final int every;
    private BiConsumer<CutoverRecord, CutoverRecord> watcher = (before, after) -> {};

    public MemoryJournal(Clock clock) {
        this(clock, 1);
    }

    /** @param every so many revisions one goes through JSON */
    MemoryJournal(Clock clock, int every) {
        this.clock = clock;
        this.every = every;
    }

    /** @param who told of each write: the record before (null for the first) and after */
    public void watch(BiConsumer<CutoverRecord, CutoverRecord> who) {
        watcher = who;
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
        after = after.revision() % every == 0 ? throughJson(after) : after;
        stored.put(record.service(), after);
        watcher.accept(before, after);
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
