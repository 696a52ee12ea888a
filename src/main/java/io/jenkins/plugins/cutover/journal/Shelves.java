package io.jenkins.plugins.cutover.journal;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The documents next to the records. Each is written once, and survives a crash when the write has returned. */
interface Shelves {
    /** @param where for messages */
    record Document(String where, byte[] bytes) {}

    /** The kinds of documents. */
    enum Shelf {
        /** Content that may contain secrets; readable by the owner only. */
        SEALED,
        /** Events that a full history has moved out. */
        EARLIER,
        /** Records of finished cutovers whose service has a newer one. */
        FINISHED
    }

    /** Stores a document; one of the same name has the same content. */
    void put(Shelf shelf, String name, byte[] bytes) throws IOException;

    Optional<byte[]> get(Shelf shelf, String name) throws IOException;

    /**
     * What was put on a shelf under names that end in the milliseconds of their cutover: the newest of them, the very
     * newest first.
     */
    List<Document> newest(Shelf shelf, int most) throws IOException;

    void drop(Shelf shelf, String name) throws IOException;

    /** What a document is called, for messages. */
    String where(Shelf shelf, String name);

    /** Sorts names by the number that they end in, the highest first. */
    static Comparator<String> newestFirst() {
        return Comparator.comparingLong(Shelves::number).reversed();
    }

    private static long number(String name) {
        String digits = name.substring(name.lastIndexOf('-') + 1);
        return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : 0;
    }
}
