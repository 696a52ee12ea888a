package io.jenkins.plugins.cutover.journal;

import java.nio.file.Path;
import java.time.Clock;

/**
 * Files in a folder: one small file a service with its record, {@code history/} with events and traffic, and
 * {@code log/}, which makes the writes of many cutovers durable with one fsync. {@code duplicates/} has each record's file
 * once more, as of its last decision. Further subfolders are {@code sealed/}
 * (Marathon definitions, which may contain passwords), {@code earlier/} (events that no longer fit into their record) and
 * {@code finished/} (records of finished cutovers whose service has a newer one).
 */
public final class FileJournal extends StoredJournal {
    public FileJournal(Path folder, Clock clock) {
        super(folder.toString(), new RecordFiles(folder), clock);
    }
}
