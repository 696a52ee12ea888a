package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.journal.Store.Item;
import io.jenkins.plugins.cutover.journal.Store.Shelf;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.SecretContent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What of a cluster's journal lies on this machine: copies of its records, and what was written here while it was away
 * and it does not know yet.
 */
final class LocalCopies {
    /** The cluster has answered already when a copy is written; that must not hold anybody up. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final FileStore copies;
    private final FileStore untold;
    /** What the cluster knows though it could not be taken away here. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    LocalCopies(Path folder) {
        this.copies = new FileStore(folder, new FileMutex(folder, PATIENCE));
        this.untold = new FileStore(folder.resolve("untold"));
    }

    Optional<CutoverRecord> copy(String service) {
        return reading(() -> read(copies.read(service)));
    }

    Optional<CutoverRecord> untold(String service) {
        return reading(() -> read(untold.read(service))).filter(r -> !told.contains(version(r)));
    }

    /** Those that anything is known of here. */
    List<String> services() {
        Set<String> services = new TreeSet<>();
        reading(() -> services.addAll(copies.services()));
        reading(() -> services.addAll(untold.services()));
        return List.copyOf(services);
    }

    /** The contents of what is sealed stand beside the copies alone. */
    private Optional<CutoverRecord> read(Optional<Item> item) throws IOException {
        if (item.isEmpty()) {
            return Optional.empty();
        }
        CutoverRecord record = RecordFormat.read(item.get().where(), item.get().bytes());
        return Optional.of(SidecarStore.withSecretContent(copies, record));
    }

    /** Follows what the cluster has stored; what a slow reader saw does not replace what was stored since. */
    boolean follow(CutoverRecord record) {
        if (!follows(unreadableIsNone(record.service()), record)) {
            return true;
        }
        return copies.alone(() -> {
            Optional<CutoverRecord> before = unreadableIsNone(record.service());
            if (follows(before, record)) {
                keep(record, before.flatMap(CutoverRecord::sealed));
            }
            return true;
        });
    }

    private static boolean follows(Optional<CutoverRecord> copy, CutoverRecord record) {
        boolean newer = copy.filter(c -> c.openedAt().equals(record.openedAt())
                        && c.revision() > record.revision()
                        && !c.updatedAt().isBefore(record.updatedAt()))
                .isPresent();
        return !newer
                && copy.map(LocalCopies::version)
                        .filter(version(record)::equals)
                        .isEmpty();
    }

    /** Follows an end that was reached elsewhere, if there is anything here that it ends. */
    boolean end(CutoverRecord record) {
        String sealed = record.sealed().map(SecretContent::id).orElse("");
        return !sealed.isEmpty()
                && copies.has(Shelf.SEALED, sealed)
                && follow(record)
                && reading(() -> {
                    copies.drop(Shelf.SEALED, sealed);
                    return true;
                });
    }

    private Optional<CutoverRecord> unreadableIsNone(String service) {
        try {
            return copy(service);
        } catch (CutoverException damaged) {
            return Optional.empty(); // it is about to be replaced by what the cluster has
        }
    }

    /** The cluster knows this now; what somebody else may have written since it does not. */
    boolean forget(CutoverRecord known) {
        told.add(version(known));
        return untold.removeIf(known.service(), item -> version(RecordFormat.read(item.where(), item.bytes()))
                .equals(version(known)));
    }

    private void keep(CutoverRecord record, Optional<SecretContent> before) throws IOException {
        Optional<SecretContent> sealed = record.sealed().filter(s -> !ended(record));
        if (before.isPresent()
                && sealed.map(SecretContent::id)
                        .filter(before.get().id()::equals)
                        .isEmpty()) {
            copies.drop(Shelf.SEALED, before.get().id());
        }
        if (sealed.isPresent() && sealed.get().atHand()) {
            byte[] content = Json.mapper().writeValueAsBytes(sealed.get().content());
            if (!Arrays.equals(
                    content, copies.get(Shelf.SEALED, sealed.get().id()).orElse(null))) {
                copies.put(Shelf.SEALED, sealed.get().id(), content);
            }
        }
        copies.write(record, RecordFormat.write(record), Optional.empty());
    }

    /** Writes what the cluster is to be told; all events that it may not know stay in the record, however many. */
    CutoverRecord write(CutoverRecord next, CutoverRecord before) {
        int moved = (int) Math.max(0, next.eventsBefore() - before.eventsBefore());
        List<Event> events = new ArrayList<>(
                before.history().subList(0, Math.min(moved, before.history().size())));
        events.addAll(next.history());
        CutoverRecord whole = moved == 0 ? next : next.withHistory(before.eventsBefore(), events);
        return untold.alone(() -> {
            if (damaged(next.service())) {
                untold.putAside(next.service(), "damaged-" + next.updatedAt().toEpochMilli());
            }
            untold.write(whole, RecordFormat.write(whole), Optional.empty());
            return whole;
        });
    }

    private boolean damaged(String service) {
        try {
            untold(service);
            return false;
        } catch (CutoverException e) {
            return true;
        }
    }

    /** Keeps for people what was done here in a cutover that others have ended and followed by a next one. */
    boolean putAside(CutoverRecord followed) {
        return reading(() -> {
            untold.put(
                    Shelf.FINISHED,
                    followed.service() + "-" + followed.openedAt().toEpochMilli(),
                    RecordFormat.write(followed));
            return true;
        });
    }

    /** Whether there is no way back from it, or nothing to come back from. */
    static boolean ended(CutoverRecord record) {
        return switch (record.state()) {
            case ROLLED_BACK, RETIRED -> true;
            case DEPLOYING, RUNNING, ROLLING_BACK, PARTIAL, COMPLETED -> false;
        };
    }

    /** Does what must not be in the way of what the cluster knows; its trouble is logged once. */
    static <T> T harmless(Supplier<T> local, T otherwise) {
        try {
            return local.get();
        } catch (RuntimeException e) {
            FileErrors.once(LocalCopies.class, "the copies on this machine are of no use now: " + e.getMessage());
            return otherwise;
        }
    }

    private static String version(CutoverRecord record) {
        return record.service() + " " + record.openedAt() + " " + record.revision() + " " + record.updatedAt();
    }

    private static <T> T reading(Store.Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new CutoverException("the copies on this machine cannot be read: " + FileErrors.said(e), e);
        }
    }
}
