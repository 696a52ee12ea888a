package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Event;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * A journal in a cluster, with a copy of what passes through it on this machine: the cluster may be the one that the
 * service must leave, and a way back must not hang on it. While the cluster does not answer, records are read from the
 * copy, which says of when it is, and only steps back are written, there. Once it answers they are brought to it. While
 * it answers, nothing that is wrong on this machine is in the way.
 */
public final class MirroredJournal implements Journal {
    /** The kinds of the events that say that nobody moves a cutover: no step, so they are written without the cluster. */
    public static final String ABANDONED = "abandoned";

    public static final String LEFT_OPEN = "left-open";

    private final Journal cluster;
    private final LocalCopies copies;
    private final OfflineJournal offlineJournal;

    public MirroredJournal(Journal cluster, Path folder, Clock clock) {
        this.cluster = cluster;
        this.copies = new LocalCopies(folder);
        this.offlineJournal = new OfflineJournal(copies, clock);
    }

    /** Of a record just found: by what it is known while the cluster is away; empty when it is the cluster's. */
    public static Optional<String> note(CutoverRecord record) {
        List<Event> history = record.history();
        return history.isEmpty()
                ? Optional.empty()
                : Optional.of(history.get(history.size() - 1))
                        .filter(e -> e.kind().equals(OfflineJournal.LOCAL))
                        .map(Event::text);
    }

    @Override
    public Optional<CutoverRecord> find(String service) {
        try {
            return cluster.find(service).map(this::reconciled);
        } catch (JournalUnavailableException away) {
            return Optional.of(offlineJournal.record(service, away));
        }
    }

    @Override
    public CutoverRecord save(CutoverRecord record) {
        try {
            return untold(record.service()) ? refused(record) : followed(cluster.save(record));
        } catch (JournalUnavailableException away) {
            return offlineJournal.write(record, away);
        }
    }

    private boolean untold(String service) {
        return LocalCopies.harmless(() -> copies.untold(service), Optional.<CutoverRecord>empty())
                .isPresent();
    }

    /** What was read without the cluster, or beside what was done without it, is read again before it is written on. */
    private CutoverRecord refused(CutoverRecord record) {
        Optional<CutoverRecord> now = cluster.find(record.service()).map(this::reconciled);
        if (now.isEmpty()) {
            return cluster.save(record); // somebody has cleared the cluster: it alone says what is stored
        }
        throw new StaleRecordException(
                record.service(), record.revision(), now.get().revision());
    }

    private CutoverRecord reconciled(CutoverRecord there) {
        Optional<CutoverRecord> ours = LocalCopies.harmless(() -> copies.untold(there.service()), Optional.empty());
        return ours.isEmpty() ? followed(there) : reconciled(there, ours.get());
    }

    private CutoverRecord reconciled(CutoverRecord there, CutoverRecord ours) {
        boolean same = ours.openedAt().equals(there.openedAt());
        Optional<CutoverRecord> one = same ? Reconciliation.of(there, said(there), ours) : Optional.empty();
        CutoverRecord stored = one.map(cluster::save).orElse(there);
        if (!same) {
            LocalCopies.harmless(() -> copies.putAside(ours), false);
        }
        LocalCopies.harmless(() -> copies.forget(ours), false);
        return followed(stored);
    }

    private List<Event> said(CutoverRecord there) {
        try {
            return cluster.history(there);
        } catch (JournalUnavailableException away) {
            throw away;
        } catch (CutoverException lost) {
            return there.history();
        }
    }

    private CutoverRecord followed(CutoverRecord record) {
        LocalCopies.harmless(() -> copies.follow(record), false);
        return record;
    }

    @Override
    public Contents contents() {
        try {
            Contents there = cluster.contents();
            return new Contents(there.records().stream().map(this::seen).toList(), there.unreadable());
        } catch (JournalUnavailableException away) {
            return offlineJournal.contents(away);
        }
    }

    private CutoverRecord seen(CutoverRecord there) {
        if (untold(there.service())) {
            try {
                return reconciled(there);
            } catch (StaleRecordException moving) {
                return there;
            }
        }
        if (LocalCopies.ended(there)) {
            LocalCopies.harmless(() -> copies.end(there), false);
        }
        return there;
    }

    @Override
    public String place() {
        return cluster.place();
    }

    @Override
    public List<CutoverRecord> finished(int most) {
        return cluster.finished(most);
    }

    @Override
    public List<Event> history(CutoverRecord record) {
        return cluster.history(record);
    }
}
