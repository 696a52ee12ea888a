package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The bytes of a {@link StoredJournal}. A write that returned survives a crash, and is complete or not done at all. */
interface Store {
    /**
     * A stored record.
     *
     * @param where for messages
     * @param version identifies this content in the store
     */
    record Item(String where, byte[] bytes, String version) {}

    /** The documents next to the records. */
    enum Shelf {
        /** Content that may contain secrets; readable by the owner only. */
        SEALED,
        /** Events that a full history has moved out. */
        EARLIER,
        /** Records of finished cutovers whose service has a newer one. */
        FINISHED
    }

    /** Runs a read and the write that depends on it without another writer in between, as far as the store can. */
    <T> T alone(Work<T> work);

    Optional<Item> read(String service) throws IOException;

    /** Every record, by service. */
    List<Item> list() throws IOException;

    /**
     * @param before what was read; empty when there was nothing
     * @return false when it is not that any more, and nothing was written
     */
    boolean write(CutoverRecord record, byte[] bytes, Optional<Item> before) throws IOException;

    /** Stores a document; one of the same name has the same content. */
    void put(Shelf shelf, String name, byte[] bytes) throws IOException;

    Optional<byte[]> get(Shelf shelf, String name) throws IOException;

    /**
     * What was put on a shelf under names that end in the milliseconds of their cutover: the newest of them, the very
     * newest first.
     */
    List<Item> newest(Shelf shelf, int most) throws IOException;

    void drop(Shelf shelf, String name) throws IOException;

    /** What a document is called, for messages. */
    String where(Shelf shelf, String name);

    /** Sorts names by the number that they end in, the highest first. */
    static Comparator<String> newestFirst() {
        return Comparator.comparingLong(Store::number).reversed();
    }

    private static long number(String name) {
        String digits = name.substring(name.lastIndexOf('-') + 1);
        return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : 0;
    }

    /** Work on a store. */
    interface Work<T> {
        T run() throws IOException;
    }
}
