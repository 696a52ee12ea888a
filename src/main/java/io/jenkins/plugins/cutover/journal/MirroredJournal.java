package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Reported;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A journal in a cluster, with a copy of every record that passes through it on this machine. The cluster may be the one
 * that the service must leave, and a rollback must not depend on it. While the cluster does not answer, records are read
 * from the copy, which names its age, and only steps of a rollback are written, to the copy. Once the cluster answers,
 * they are sent to it. While it answers, no problem of this machine gets in the way.
 */
public final class MirroredJournal implements Journal {
    private final Journal cluster;
    private final LocalCopies copies;
    private final OfflineJournal offlineJournal;

    public MirroredJournal(Journal cluster, Path folder, Clock clock) {
        this.cluster = cluster;
        this.copies = new LocalCopies(folder);
        this.offlineJournal = new OfflineJournal(copies, clock);
    }

    /** For a record just found: which copy it is, while the cluster is away; empty when it is the cluster's. */
    public static Optional<String> note(CutoverRecord record) {
        return record.reported().notice(Reported.COPY);
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
        return write(record, cluster::save);
    }

    @Override
    public CutoverRecord observe(CutoverRecord record) {
        return write(record, cluster::observe);
    }

    private CutoverRecord write(CutoverRecord record, UnaryOperator<CutoverRecord> there) {
        try {
            return hasUnsent(record.service()) ? refuse(record) : mirrored(there.apply(record));
        } catch (JournalUnavailableException away) {
            return offlineJournal.write(record, away);
        }
    }

    private boolean hasUnsent(String service) {
        return LocalCopies.bestEffort(() -> copies.unsent(service), Optional.<CutoverRecord>empty())
                .isPresent();
    }

    /** The given record does not include what was written while the cluster was away: the caller must read again. */
    private CutoverRecord refuse(CutoverRecord record) {
        Optional<CutoverRecord> now = cluster.find(record.service()).map(this::reconciled);
        if (now.isEmpty()) {
            return cluster.save(record); // the cluster was cleared: it alone decides what is stored
        }
        throw new StaleRecordException(
                record.service(), record.revision(), now.get().revision());
    }

    private CutoverRecord reconciled(CutoverRecord there) {
        Optional<CutoverRecord> ours = LocalCopies.bestEffort(() -> copies.unsent(there.service()), Optional.empty());
        return ours.isEmpty() ? mirrored(there) : reconciled(there, ours.get());
    }

    private CutoverRecord reconciled(CutoverRecord there, CutoverRecord ours) {
        boolean same = ours.openedAt().equals(there.openedAt());
        Optional<CutoverRecord> merged = same ? Reconciliation.of(there, everyEvent(there), ours) : Optional.empty();
        CutoverRecord stored = merged.map(cluster::save).orElse(there);
        if (!same) {
            LocalCopies.bestEffort(() -> copies.archive(ours), false);
        }
        LocalCopies.bestEffort(() -> copies.removeUnsent(ours), false);
        return mirrored(stored);
    }

    private List<Event> everyEvent(CutoverRecord there) {
        try {
            return cluster.history(there);
        } catch (JournalUnavailableException away) {
            throw away;
        } catch (CutoverException lost) {
            return there.history();
        }
    }

    private CutoverRecord mirrored(CutoverRecord record) {
        LocalCopies.bestEffort(() -> copies.follow(record), false);
        return record;
    }

    @Override
    public Contents contents() {
        try {
            Contents there = cluster.contents();
            return new Contents(there.records().stream().map(this::listed).toList(), there.unreadable());
        } catch (JournalUnavailableException away) {
            return offlineJournal.contents(away);
        }
    }

    private CutoverRecord listed(CutoverRecord there) {
        if (hasUnsent(there.service())) {
            try {
                return reconciled(there);
            } catch (StaleRecordException moving) {
                return there;
            }
        }
        if (LocalCopies.ended(there)) {
            LocalCopies.bestEffort(() -> copies.end(there), false);
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
