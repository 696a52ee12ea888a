package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Event;
import java.util.List;
import java.util.Optional;

/** The cluster's journal, as far as it can be reached. */
public final class UnreachableCluster implements Journal {
    private final Journal there;
    private JournalUnavailableException why;

    public UnreachableCluster(Journal there) {
        this.there = there;
    }

    public void goesAway() {
        why = new JournalUnavailableException("Kubernetes API https://eks: no answer in time", null);
    }

    public void refuses(JournalUnavailableException refusal) {
        why = refusal;
    }

    public void answersAgain() {
        why = null;
    }

    private Journal asked() {
        if (why != null) {
            throw why;
        }
        return there;
    }

    @Override
    public Optional<CutoverRecord> find(String service) {
        return asked().find(service);
    }

    @Override
    public CutoverRecord save(CutoverRecord record) {
        return asked().save(record);
    }

    @Override
    public Contents contents() {
        return asked().contents();
    }

    @Override
    public List<Event> history(CutoverRecord record) {
        return asked().history(record);
    }
}
