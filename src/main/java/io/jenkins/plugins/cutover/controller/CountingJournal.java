package io.jenkins.plugins.cutover.controller;

import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Event;
import java.util.List;
import java.util.Optional;

/** A journal that updates {@link CutoverCounters} with each record that is read or written. */
final class CountingJournal implements Journal {
    private final Journal journal;
    private final CutoverCounters counters;

    CountingJournal(Journal journal, CutoverCounters counters) {
        this.journal = journal;
        this.counters = counters;
    }

    @Override
    public String place() {
        return journal.place();
    }

    @Override
    public Optional<CutoverRecord> find(String service) {
        Optional<CutoverRecord> found = journal.find(service);
        found.ifPresent(counters::read);
        return found;
    }

    @Override
    public CutoverRecord save(CutoverRecord record) {
        CutoverRecord stored = journal.save(record);
        counters.wrote(stored);
        return stored;
    }

    @Override
    public Contents contents() {
        Contents contents = journal.contents();
        contents.records().forEach(counters::read);
        counters.looked(contents.records());
        return contents;
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
