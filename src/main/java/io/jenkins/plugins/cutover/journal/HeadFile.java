package io.jenkins.plugins.cutover.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Observations;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The content of a record's file in a {@link FileJournal}: the record without its history and its traffic, which the
 * named {@link HistoryFile} has. It is layout 5; a file of an older layout has the whole record.
 *
 * @param record the tree of the record; still without its history
 * @param history the name of the history file; empty for an older layout
 * @param bytes how many bytes of the history file belong to the record
 */
record HeadFile(ObjectNode record, String history, long bytes) {
    static final int LAYOUT = CutoverRecord.FORMAT + 1;
    static final String FILE = "historyFile";
    private static final String BYTES = "historyBytes";

    boolean whole() {
        return history.isEmpty();
    }

    /** @return empty when the bytes are no JSON object: {@link RecordFormat} names what is wrong with them */
    static Optional<HeadFile> read(byte[] bytes) {
        try {
            return Json.mapper().readTree(bytes) instanceof ObjectNode tree ? Optional.of(of(tree)) : Optional.empty();
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }

    /** Whether a newer version wrote it: nothing older may replace it. */
    static boolean isNewer(byte[] bytes) {
        return read(bytes)
                .filter(head -> head.record().path("format").asInt() > LAYOUT)
                .isPresent();
    }

    private static HeadFile of(ObjectNode tree) {
        if (tree.path("format").asInt() != LAYOUT || !tree.has(FILE)) {
            return new HeadFile(tree, "", 0);
        }
        String file = tree.remove(FILE).asText();
        long bytes = tree.remove(BYTES).asLong();
        tree.put("format", CutoverRecord.FORMAT);
        return new HeadFile(tree, file, bytes);
    }

    static byte[] write(CutoverRecord record, String history, long bytes) throws IOException {
        CutoverRecord head =
                Observations.of(record).with(List.of()).on(record).withHistory(record.eventsBefore(), List.of());
        ObjectNode tree = Json.mapper().valueToTree(head);
        tree.remove(List.of("history", "samples"));
        tree.put("format", LAYOUT).put(FILE, history).put(BYTES, bytes);
        return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(tree);
    }
}
