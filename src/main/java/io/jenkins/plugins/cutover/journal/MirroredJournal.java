package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.journal.Store.Item;
import io.jenkins.plugins.cutover.journal.Store.Shelf;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Sealed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * A journal in a cluster, with a copy of what passes through it on this machine: the cluster may be the one that the
 * service must leave, and a way back must not hang on it. While the cluster does not answer, records are read from the
 * copy, and only steps back are written, there. Once it answers they are brought to it: a way back outranks whatever
 * others moved forward meanwhile, and what others brought back stands.
 */
public final class MirroredJournal implements Journal {
    private final Journal cluster;
    private final FileStore copies;
    /** What was written here and the cluster does not know yet. */
    private final FileStore untold;

    private final Clock clock;

    public MirroredJournal(Journal cluster, Path folder, Clock clock) {
        this.cluster = cluster;
        this.copies = new FileStore(folder);
        this.untold = new FileStore(folder.resolve("untold"));
        this.clock = clock;
    }

    @Override
    public Optional<CutoverRecord> find(String service) {
        Optional<CutoverRecord> there;
        try {
            there = cluster.find(service);
        } catch (JournalAwayException away) {
            Optional<CutoverRecord> here = here(service);
            if (here.isEmpty()) {
                throw away;
            }
            return here;
        }
        return there.map(this::reconciled);
    }

    @Override
    public CutoverRecord save(CutoverRecord record) {
        try {
            return told(cluster.save(record));
        } catch (JournalAwayException away) {
            if (!record.state().returning() && record.state() != CutoverState.ROLLED_BACK) {
                throw away;
            }
            return here(record, away);
        }
    }

    private CutoverRecord here(CutoverRecord record, JournalAwayException away) {
        long revision = here(record.service()).orElseThrow(() -> away).revision();
        if (record.revision() != revision) {
            throw new StaleRecordException(record.service(), record.revision(), revision);
        }
        CutoverRecord next = record.stored(clock.instant());
        return untold.alone(() -> {
            untold.write(next, RecordFormat.write(next), Optional.empty());
            return next;
        });
    }

    private CutoverRecord reconciled(CutoverRecord there) {
        Optional<CutoverRecord> here =
                read(untold, there.service()).filter(r -> r.openedAt().equals(there.openedAt()));
        boolean ours = here.isPresent()
                && there.state().open()
                && (!there.state().returning() || here.get().state() == CutoverState.ROLLED_BACK);
        return told(ours ? cluster.save(here.get().asOf(there.revision())) : there);
    }

    private CutoverRecord told(CutoverRecord record) {
        Optional<CutoverRecord> copy = read(copies, record.service());
        if (copy.isEmpty()
                || copy.get().revision() != record.revision()
                || !copy.get().openedAt().equals(record.openedAt())) {
            kept(record);
        }
        untold.remove(record.service());
        return record;
    }

    private Optional<CutoverRecord> here(String service) {
        Optional<CutoverRecord> newer = read(untold, service);
        return newer.isPresent() ? newer : read(copies, service);
    }

    /** The contents of what is sealed stand beside the copies alone. */
    private Optional<CutoverRecord> read(FileStore from, String service) {
        return from.alone(() -> {
            Optional<Item> item = from.read(service);
            if (item.isEmpty()) {
                return Optional.empty();
            }
            CutoverRecord record =
                    RecordFormat.read(item.get().where(), item.get().bytes());
            Optional<Sealed> sealed = record.sealed();
            Optional<byte[]> content = sealed.isEmpty()
                    ? Optional.empty()
                    : copies.get(Shelf.SEALED, sealed.get().id());
            return Optional.of(
                    content.isEmpty() ? record : record.unsealed(Json.mapper().readTree(content.get())));
        });
    }

    /** A copy that cannot be written must not stop what the cluster has stored. */
    private void kept(CutoverRecord record) {
        try {
            copies.alone(() -> {
                keep(record);
                return null;
            });
        } catch (CutoverException e) {
            System.getLogger(MirroredJournal.class.getName())
                    .log(System.Logger.Level.WARNING, "no copy of the record of {0}: {1}", record.service(), e);
        }
    }

    private void keep(CutoverRecord record) throws IOException {
        Optional<Sealed> sealed = record.sealed();
        if (sealed.isPresent() && record.state() == CutoverState.ROLLED_BACK) {
            copies.drop(Shelf.SEALED, sealed.get().id());
        } else if (sealed.isPresent()
                && sealed.get().atHand()
                && copies.get(Shelf.SEALED, sealed.get().id()).isEmpty()) {
            copies.put(
                    Shelf.SEALED,
                    sealed.get().id(),
                    Json.mapper().writeValueAsBytes(sealed.get().content()));
        }
        copies.write(record, RecordFormat.write(record), Optional.empty());
    }

    @Override
    public Contents contents() {
        return cluster.contents();
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
