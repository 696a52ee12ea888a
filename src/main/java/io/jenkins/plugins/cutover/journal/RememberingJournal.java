package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Observations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A journal that answers with the last known record while the stored one cannot be read: an upgrade of the cluster that
 * keeps the records must not leave EKS unjudged. Others cannot write then either.
 */
public final class RememberingJournal implements Journal {
    private final Journal journal;
    private final Map<String, CutoverRecord> last = new ConcurrentHashMap<>();

    public RememberingJournal(Journal journal) {
        this.journal = journal;
    }

    @Override
    public Optional<CutoverRecord> find(String service) {
        try {
            Optional<CutoverRecord> found = journal.find(service);
            found.ifPresentOrElse(this::remember, () -> last.remove(service));
            return found;
        } catch (JournalUnavailableException away) {
            return Optional.of(Optional.ofNullable(last.get(service)).orElseThrow(() -> away));
        }
    }

    private CutoverRecord remember(CutoverRecord record) {
        last.put(record.service(), record);
        return record;
    }

    @Override
    public CutoverRecord save(CutoverRecord record) {
        try {
            return remember(journal.save(record));
        } catch (JournalUnavailableException away) {
            CutoverRecord known = last.get(record.service());
            if (known == null || !Observations.only(known, record)) {
                throw away;
            }
            return remember(record); // what a poll observed costs no decision
        }
    }

    @Override
    public Contents contents() {
        return journal.contents();
    }

    @Override
    public List<CutoverRecord> finished(int most) {
        return journal.finished(most);
    }

    @Override
    public List<Event> history(CutoverRecord record) {
        return journal.history(record);
    }

    @Override
    public String place() {
        return journal.place();
    }
}
