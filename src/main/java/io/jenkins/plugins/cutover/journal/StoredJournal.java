package io.jenkins.plugins.cutover.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.jenkins.plugins.cutover.journal.Shelves.Document;
import io.jenkins.plugins.cutover.journal.Shelves.Shelf;
import io.jenkins.plugins.cutover.journal.Store.Item;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.SecretContent;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rules of a journal, for every kind of store. A record is replaced only by a writer that has read its last revision.
 * Secret content, and the events that a full history moves out, are stored before the record that refers to them.
 */
abstract class StoredJournal implements Journal {
    private final String name;
    private final Store store;
    private final Clock clock;
    /** What was read or written last, by service. The store says whether it is still what it has. */
    private final Map<String, Item> known = new ConcurrentHashMap<>();

    /** @param name for messages */
    StoredJournal(String name, Store store, Clock clock) {
        this.name = name;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public String place() {
        return "journal " + name;
    }

    @Override
    public Optional<CutoverRecord> find(String service) {
        return reading(() -> current(service).map(Item::record));
    }

    private Optional<Item> current(String service) throws IOException {
        return remember(service, store.read(service, known(service)));
    }

    private Optional<Item> known(String service) {
        return Optional.ofNullable(known.get(service));
    }

    /** A definition that could not be read is looked for again the next time. */
    private Optional<Item> remember(String service, Optional<Item> read) {
        Optional<Item> whole = read.map(item -> item.with(SidecarStore.withSecretContent(store, item.record())));
        if (whole.filter(item ->
                        item.record().sealed().map(SecretContent::atHand).orElse(true))
                .isPresent()) {
            known.put(service, whole.get());
        } else {
            known.remove(service);
        }
        return whole;
    }

    @Override
    public CutoverRecord save(CutoverRecord record) {
        String service = record.service();
        return store.alone(service, () -> {
            Optional<Item> item = remember(service, store.compared(service, known(service)));
            Optional<CutoverRecord> stored = item.map(Item::record);
            long revision = stored.map(CutoverRecord::revision).orElse(0L);
            boolean anew = record.revision() == 0
                    && stored.isPresent()
                    && !stored.get().state().open();
            if (!anew && record.revision() != revision) {
                throw stale(record, revision);
            }
            CutoverRecord next = record.stored(clock.instant());
            storeAside(next, anew ? Optional.empty() : stored);
            if (anew) {
                store.put(Shelf.FINISHED, page(stored.get()), RecordFormat.write(stored.get()));
            }
            CutoverRecord written = written(next, store.write(next, item));
            deleteUnneeded(next, anew ? stored : Optional.empty());
            return written;
        });
    }

    @Override
    public CutoverRecord observe(CutoverRecord record) {
        String service = record.service();
        return store.alone(service, () -> {
            Optional<Item> item = remember(service, store.compared(service, known(service)));
            long revision = item.map(i -> i.record().revision()).orElse(0L);
            if (item.isEmpty() || record.revision() != revision) {
                throw stale(record, revision);
            }
            CutoverRecord next = record.observedAt(clock.instant());
            return written(next, store.observe(next, item.get()));
        });
    }

    @Override
    public CutoverRecord restore(CutoverRecord record) {
        String service = record.service();
        return store.alone(service, () -> {
            if (readable(service)) {
                return save(record);
            }
            CutoverRecord next = record.stored(clock.instant());
            storeAside(next, Optional.empty());
            return written(next, store.write(next, Optional.empty()));
        });
    }

    /** @return whether there is a record; a damaged one is not there any more afterwards */
    private boolean readable(String service) throws IOException {
        try {
            return store.read(service, Optional.empty()).isPresent();
        } catch (CutoverException damaged) {
            if (store.putAside(service)) {
                return false;
            }
            throw damaged;
        }
    }

    private CutoverRecord written(CutoverRecord next, Optional<Item> written) {
        String service = next.service();
        if (written.isEmpty()) {
            known.remove(service);
            throw stale(next.asOf(next.revision() - 1), next.revision());
        }
        known.put(service, written.get().with(next));
        return next;
    }

    private StaleRecordException stale(CutoverRecord record, long stored) {
        known.remove(record.service());
        return new StaleRecordException(record.service(), record.revision(), stored);
    }

    private void storeAside(CutoverRecord next, Optional<CutoverRecord> stored) throws IOException {
        Optional<SecretContent> sealed = next.sealed().filter(SecretContent::atHand);
        if (sealed.isPresent() && store.get(Shelf.SEALED, sealed.get().id()).isEmpty()) {
            store.put(Shelf.SEALED, sealed.get().id(), json(sealed.get().content()));
        }
        if (stored.isPresent()) {
            storeEarlierEvents(next, stored.get());
        }
    }

    private void storeEarlierEvents(CutoverRecord next, CutoverRecord stored) throws IOException {
        long from = stored.eventsBefore();
        if (next.eventsBefore() > from) {
            List<Event> history = stored.history();
            int count = (int) Math.min(history.size(), next.eventsBefore() - from);
            store.put(Shelf.EARLIER, page(next) + "-" + from, json(history.subList(0, count)));
        }
    }

    /** Deletes what a rollback no longer needs. A leftover after a crash does no harm. */
    private void deleteUnneeded(CutoverRecord next, Optional<CutoverRecord> followed) throws IOException {
        Optional<SecretContent> done =
                next.state() == CutoverState.ROLLED_BACK ? next.sealed() : followed.flatMap(CutoverRecord::sealed);
        if (done.isPresent()) {
            store.drop(Shelf.SEALED, done.get().id());
        }
    }

    @Override
    public Contents contents() {
        List<CutoverRecord> records = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (Store.Work<Optional<Item>> item : reading(() -> store.list(this::known))) {
            try {
                reading(item)
                        .flatMap(i -> remember(i.record().service(), Optional.of(i)))
                        .ifPresent(i -> records.add(i.record()));
            } catch (CutoverException e) {
                unreadable.add(e.getMessage());
            }
        }
        return new Contents(records, unreadable);
    }

    /** Records that cannot be read are left out: nothing depends on them any more. */
    @Override
    public List<CutoverRecord> finished(int most) {
        List<CutoverRecord> records = new ArrayList<>();
        for (Document item : reading(() -> store.newest(Shelf.FINISHED, most))) {
            try {
                records.add(reading(() -> RecordFormat.read(item.where(), item.bytes())));
            } catch (CutoverException e) {
                System.getLogger(StoredJournal.class.getName())
                        .log(System.Logger.Level.DEBUG, "{0}: {1}", item.where(), e);
            }
        }
        return records;
    }

    @Override
    public List<Event> history(CutoverRecord record) {
        return reading(() -> {
            List<Event> all = new ArrayList<>();
            while (all.size() < record.eventsBefore()) {
                Optional<byte[]> page = store.get(Shelf.EARLIER, page(record) + "-" + all.size());
                if (page.isEmpty()) {
                    throw new CutoverException("journal " + name + ": event " + all.size() + " of " + record.service()
                            + " and what followed it are lost");
                }
                all.addAll(events(record, page(record) + "-" + all.size(), page.get()));
            }
            all.addAll(record.history());
            return all;
        });
    }

    private List<Event> events(CutoverRecord record, String page, byte[] bytes) throws IOException {
        try {
            List<Event> events = Json.mapper().readValue(bytes, new TypeReference<List<Event>>() {});
            if (!events.isEmpty()) {
                return events;
            }
        } catch (JsonProcessingException damaged) {
            // reported below
        }
        throw new CutoverException("journal " + name + ": " + store.where(Shelf.EARLIER, page)
                + " with earlier events of " + record.service() + " is damaged, it was left as it is");
    }

    /** The prefix of the names of one cutover's documents. */
    private static String page(CutoverRecord record) {
        return record.service() + "-" + record.openedAt().toEpochMilli();
    }

    private <T> T reading(Store.Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new CutoverException("journal " + name + ": cannot be read: " + FileErrors.said(e), e);
        }
    }

    private static byte[] json(Object value) throws IOException {
        return Json.mapper().writeValueAsBytes(value);
    }
}
