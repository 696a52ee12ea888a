package io.jenkins.plugins.cutover.sandbox.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The cluster's store, as etcd: every object as JSON, with one resource version for all. Its lock is the cluster's: a
 * reader that then writes holds it (all methods are synchronized, so {@code synchronized (store)} joins several). A
 * listener is called while the lock is held and must only wake another thread.
 */
final class Store {
    static final ObjectMapper JSON = Serialization.jsonMapper();

    private static final int KEPT_CHANGES = 1000;

    private final TreeMap<String, ObjectNode> objects = new TreeMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Clock clock;
    private final ArrayDeque<Change> changes = new ArrayDeque<>();
    private long version;

    /**
     * For watches. Both objects are the store's own: read them only.
     *
     * @param before null for a new object
     * @param after null for one that was removed
     */
    record Change(long version, Kind kind, ObjectNode before, ObjectNode after) {}

    Store(Clock clock) {
        this.clock = clock;
    }

    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    synchronized Optional<ObjectNode> get(Kind kind, String namespace, String name) {
        return Optional.ofNullable(objects.get(key(kind, namespace, name))).map(ObjectNode::deepCopy);
    }

    /** @param namespace empty for all */
    synchronized List<ObjectNode> list(Kind kind, String namespace) {
        String prefix = kind.group() + "/" + kind.plural() + "/" + (namespace.isEmpty() ? "" : namespace + "/");
        return objects.subMap(prefix, prefix + Character.MAX_VALUE).values().stream()
                .map(ObjectNode::deepCopy)
                .toList();
    }

    /** Puts an object as it is; a new one gets its uid, creation time and generation. */
    synchronized ObjectNode put(Kind kind, ObjectNode object) {
        ObjectNode stored = object.deepCopy();
        ObjectNode metadata = stored.withObject("/metadata");
        String key = key(
                kind,
                metadata.path("namespace").asText(""),
                metadata.path("name").asText());
        ObjectNode before = objects.get(key);
        if (before == null) {
            metadata.put("uid", UUID.randomUUID().toString()).put("creationTimestamp", now());
            if (!metadata.has("generation")) {
                metadata.put("generation", 1);
            }
        } else if (same(before, stored)) {
            return before.deepCopy();
        }
        metadata.put("resourceVersion", String.valueOf(++version));
        objects.put(key, stored);
        changed(new Change(version, kind, before, stored));
        return stored.deepCopy();
    }

    synchronized void remove(Kind kind, String namespace, String name) {
        ObjectNode before = objects.remove(key(kind, namespace, name));
        if (before != null) {
            changed(new Change(++version, kind, before, null));
        }
    }

    private void changed(Change change) {
        changes.add(change);
        if (changes.size() > KEPT_CHANGES) {
            changes.remove();
        }
        notifyAll();
        listeners.forEach(Runnable::run);
    }

    /** @return what changed after a version; null when that is not known any more */
    synchronized List<Change> since(long earlier) {
        long kept = version - changes.size();
        return earlier < kept ? null : changes.stream().skip(earlier - kept).toList();
    }

    /** As etcd's compaction: no watch can continue from before. */
    synchronized void compact() {
        changes.clear();
    }

    synchronized String version() {
        return String.valueOf(version);
    }

    String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The objects of a kind as fabric8's classes. */
    <T extends HasMetadata> List<T> all(Class<T> model, String namespace) {
        return list(Kind.of(model), namespace).stream()
                .map(object -> JSON.convertValue(object, model))
                .toList();
    }

    <T extends HasMetadata> T save(T object) {
        @SuppressWarnings("unchecked")
        Class<T> model = (Class<T>) object.getClass();
        return JSON.convertValue(put(Kind.of(model), JSON.valueToTree(object)), model);
    }

    private static boolean same(ObjectNode before, ObjectNode after) {
        ObjectNode without = after.deepCopy();
        without.withObject("/metadata")
                .set("resourceVersion", before.path("metadata").get("resourceVersion"));
        return before.equals(without);
    }

    /** Versions of one kind are views of the same object. */
    private static String key(Kind kind, String namespace, String name) {
        return kind.group() + "/" + kind.plural() + "/" + namespace + "/" + name;
    }
}
