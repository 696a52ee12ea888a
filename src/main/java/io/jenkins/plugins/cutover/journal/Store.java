package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where a {@link StoredJournal} keeps its records. A write that returned survives a crash, and is complete or not done. */
interface Store extends Shelves {
    /**
     * A stored record.
     *
     * @param where for messages
     * @param version identifies this content in the store, by its own type
     */
    record Item(String where, Object version, CutoverRecord record) {
        Item with(CutoverRecord other) {
            return new Item(where, version, other);
        }
    }

    /** Runs a read of one service and the write that depends on it without another writer in between, where possible. */
    <T> T alone(String service, Work<T> work);

    /**
     * @param known what was read or written last: returned as it is when the store has nothing newer
     * @throws CutoverException naming the record, when it is damaged or of a newer layout
     */
    Optional<Item> read(String service, Optional<Item> known) throws IOException;

    /**
     * What a write is compared with, before it is made alone: a store that refuses a write on an older version itself
     * need not read for that.
     */
    default Optional<Item> compared(String service, Optional<Item> known) throws IOException {
        return read(service, known);
    }

    /**
     * Every record, by service; each is read when it is asked for.
     *
     * @param known gives what was read or written last
     */
    List<Work<Optional<Item>>> list(Function<String, Optional<Item>> known) throws IOException;

    /**
     * Stores a record with new decisions. It is durable when this returns.
     *
     * @param before what was read; empty when there was nothing
     * @return empty when another writer was first, and nothing was written
     */
    Optional<Item> write(CutoverRecord record, Optional<Item> before) throws IOException;

    /**
     * Stores a record that differs from the one before in its observations only. A store may make it durable a moment
     * later, where a crash of this process loses nothing.
     *
     * @return empty when another writer was first, and nothing was written
     */
    default Optional<Item> observe(CutoverRecord record, Item before) throws IOException {
        return write(record, Optional.of(before));
    }

    /**
     * Gives a damaged record another name, so that it is not read as a record any more. One of a newer version is kept.
     *
     * @return whether it was done
     */
    default boolean putAside(String service) throws IOException {
        return false;
    }

    /** Work on a store. */
    interface Work<T> {
        T run() throws IOException;
    }
}
