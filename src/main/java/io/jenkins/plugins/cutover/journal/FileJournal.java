package io.jenkins.plugins.cutover.journal;

import java.nio.file.Path;
import java.time.Clock;

/**
 * One JSON file a service in a folder. Beside them stand {@code sealed/} (Marathon definitions, which may hold
 * passwords), {@code earlier/} (events that no longer fit into their record) and {@code finished/} (records that were
 * followed by a next cutover).
 */
public final class FileJournal extends StoredJournal {
    public FileJournal(Path folder, Clock clock) {
        super(folder.toString(), new FileStore(folder), clock);
    }
}
