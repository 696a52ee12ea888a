package io.jenkins.plugins.cutover.journal;

import java.nio.file.Path;
import java.time.Clock;

/**
 * One JSON file a service in a folder. Subfolders are {@code sealed/} (Marathon definitions, which may contain
 * passwords), {@code earlier/} (events that no longer fit into their record) and {@code finished/} (records of finished
 * cutovers whose service has a newer one).
 */
public final class FileJournal extends StoredJournal {
    public FileJournal(Path folder, Clock clock) {
        super(folder.toString(), new FileStore(folder), clock);
    }
}
