package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.journal.Shelves.Document;
import io.jenkins.plugins.cutover.journal.Shelves.Shelf;
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
 * The files of a cluster's journal on this machine: copies of its records, and the unsent records, which were written
 * while the cluster was away.
 */
final class LocalCopies {
    /** The cluster has answered already when a copy is written; the caller must not wait for the copy. */
    private static final Duration LOCK_TIMEOUT = Duration.ofMillis(500);

    private final FileStore copies;
    private final FileStore unsent;
    /** Versions that were sent though their unsent file could not be deleted. */
    private final Set<String> sent = ConcurrentHashMap.newKeySet();

    LocalCopies(Path folder) {
        this.copies = new FileStore(folder, new FileMutex(folder, LOCK_TIMEOUT));
        this.unsent = new FileStore(folder.resolve("untold"));
    }

    Optional<CutoverRecord> copy(String service) {
        return reading(() -> read(copies.read(service)));
    }

    Optional<CutoverRecord> unsent(String service) {
        return reading(() -> read(unsent.read(service))).filter(r -> !sent.contains(version(r)));
    }

    /** The services with a copy or an unsent record. */
    List<String> services() {
        Set<String> services = new TreeSet<>();
        reading(() -> services.addAll(copies.services()));
        reading(() -> services.addAll(unsent.services()));
        return List.copyOf(services);
    }

    /** Secret content is stored next to the copies only. */
    private Optional<CutoverRecord> read(Optional<Document> item) throws IOException {
        if (item.isEmpty()) {
            return Optional.empty();
        }
        CutoverRecord record = RecordFormat.read(item.get().where(), item.get().bytes());
        return Optional.of(SidecarStore.withSecretContent(copies.shelves(), record));
    }

    /** Stores what the cluster has stored. A slow reader does not replace a newer copy. */
    boolean follow(CutoverRecord record) {
        if (!follows(unreadableIsNone(record.service()), record)) {
            return true;
        }
        return copies.alone(record.service(), () -> {
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

    /** Follows the end of a cutover that was ended elsewhere, if this machine has its secret content. */
    boolean end(CutoverRecord record) {
        String sealed = record.sealed().map(SecretContent::id).orElse("");
        return !sealed.isEmpty()
                && copies.shelves().has(Shelf.SEALED, sealed)
                && follow(record)
                && reading(() -> {
                    copies.shelves().drop(Shelf.SEALED, sealed);
                    return true;
                });
    }

    private Optional<CutoverRecord> unreadableIsNone(String service) {
        try {
            return copy(service);
        } catch (CutoverException damaged) {
            return Optional.empty(); // the cluster's record replaces it
        }
    }

    /** Deletes an unsent record that the cluster has now, unless a newer one replaced it. */
    boolean removeUnsent(CutoverRecord known) {
        sent.add(version(known));
        return unsent.removeIf(known.service(), item -> version(RecordFormat.read(item.where(), item.bytes()))
                .equals(version(known)));
    }

    private void keep(CutoverRecord record, Optional<SecretContent> before) throws IOException {
        Optional<SecretContent> sealed = record.sealed().filter(s -> !ended(record));
        if (before.isPresent()
                && sealed.map(SecretContent::id)
                        .filter(before.get().id()::equals)
                        .isEmpty()) {
            copies.shelves().drop(Shelf.SEALED, before.get().id());
        }
        if (sealed.isPresent() && sealed.get().atHand()) {
            byte[] content = Json.mapper().writeValueAsBytes(sealed.get().content());
            if (!Arrays.equals(
                    content,
                    copies.shelves().get(Shelf.SEALED, sealed.get().id()).orElse(null))) {
                copies.shelves().put(Shelf.SEALED, sealed.get().id(), content);
            }
        }
        copies.write(record);
    }

    /** Writes an unsent record. It keeps every event that the cluster may not have, beyond the usual limit. */
    CutoverRecord write(CutoverRecord next, CutoverRecord before) {
        int moved = (int) Math.max(0, next.eventsBefore() - before.eventsBefore());
        List<Event> events = new ArrayList<>(
                before.history().subList(0, Math.min(moved, before.history().size())));
        events.addAll(next.history());
        CutoverRecord whole = moved == 0 ? next : next.withHistory(before.eventsBefore(), events);
        return unsent.alone(next.service(), () -> {
            if (damaged(next.service())) {
                unsent.putAside(next.service(), "damaged-" + next.updatedAt().toEpochMilli());
            }
            unsent.write(whole);
            return whole;
        });
    }

    private boolean damaged(String service) {
        try {
            unsent(service);
            return false;
        } catch (CutoverException e) {
            return true;
        }
    }

    /** Keeps for people an unsent record of a cutover that others have finished, and followed by a new one. */
    boolean archive(CutoverRecord followed) {
        return reading(() -> {
            unsent.shelves()
                    .put(
                            Shelf.FINISHED,
                            followed.service() + "-" + followed.openedAt().toEpochMilli(),
                            RecordFormat.write(followed));
            return true;
        });
    }

    /** Whether it can no longer be rolled back, or was rolled back. */
    static boolean ended(CutoverRecord record) {
        return switch (record.state()) {
            case ROLLED_BACK, RETIRED, CLOSED -> true;
            case DEPLOYING, RUNNING, ROLLING_BACK, PARTIAL, COMPLETED -> false;
        };
    }

    /** Does work on local files that must not disturb the work on the cluster. A failure is logged once. */
    static <T> T bestEffort(Supplier<T> local, T otherwise) {
        try {
            return local.get();
        } catch (RuntimeException e) {
            FileErrors.once(LocalCopies.class, "the copies on this machine cannot be used: " + e.getMessage());
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
