package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Repeats the entries of {@link CommitLog}s whose process has ended, as far as the files do not have them. After a crash
 * of the process they have them all; after one of the machine the last seconds may be missing, of each file on its own.
 */
final class CommitLogRecovery {
    /** A limit only: each pass but the last repeats something. */
    private static final int PASSES = 100;

    private final Path folder;
    private final FileMutex guard;
    private final Map<String, RepeatedEntries> services = new HashMap<>();
    private final Set<String> failed = new HashSet<>();

    CommitLogRecovery(Path folder, FileMutex guard) {
        this.folder = folder;
        this.guard = guard;
    }

    /**
     * A failure is logged once: who may only read the folder reads what the files have.
     *
     * @return the services whose files could not be written; the segments stay for another try
     */
    Set<String> run() {
        synchronized (CommitLogRecovery.class) { // another journal object must not read before this is done
            return runAlone();
        }
    }

    private Set<String> runAlone() {
        try (EndedSegments ended = EndedSegments.open(folder)) {
            repeatAll(ended.files());
            if (failed.isEmpty()) {
                ended.delete();
            }
        } catch (IOException e) {
            logged("its log cannot be read: " + FileErrors.said(e));
        }
        return failed;
    }

    /** An entry that continues what another process wrote waits until that is repeated, while anything is. */
    private void repeatAll(List<Path> segments) throws IOException {
        for (Path segment : segments) {
            find(segment);
        }
        boolean waits = !segments.isEmpty();
        boolean changed = true;
        for (int pass = 0; waits && pass < PASSES; pass++) {
            boolean last = !changed || pass == PASSES - 1;
            waits = false;
            changed = false;
            for (Path segment : segments) {
                Set<RepeatedEntries.Outcome> outcomes = repeat(segment, last);
                waits |= outcomes.contains(RepeatedEntries.Outcome.WAITS);
                changed |= outcomes.contains(RepeatedEntries.Outcome.CHANGED);
            }
        }
    }

    private void find(Path segment) throws IOException {
        List<CommitLogEntry> entries = CommitLogEntry.inEffect(Files.readAllBytes(segment));
        for (int i = 0; i < entries.size(); i++) {
            CommitLogEntry entry = entries.get(i);
            RepeatedEntries service = services.get(entry.service());
            if (service == null) {
                service = new RepeatedEntries(folder, entry.service());
                services.put(entry.service(), service);
            }
            service.find(segment, i, entry);
        }
    }

    private Set<RepeatedEntries.Outcome> repeat(Path segment, boolean last) throws IOException {
        Set<RepeatedEntries.Outcome> outcomes = new HashSet<>();
        Set<Path> written = new LinkedHashSet<>();
        List<CommitLogEntry> entries = CommitLogEntry.inEffect(Files.readAllBytes(segment));
        for (int i = 0; i < entries.size(); i++) {
            CommitLogEntry entry = entries.get(i);
            if (!failed.contains(entry.service())) {
                outcomes.add(repeat(segment, i, entry, last));
                written.add(RecordFiles.head(folder, entry.service()));
                written.add(HistoryFile.path(folder, entry.history()));
            }
        }
        sync(written);
        return outcomes;
    }

    /** The failure of one service delays no other. */
    private RepeatedEntries.Outcome repeat(Path segment, int number, CommitLogEntry entry, boolean last) {
        RepeatedEntries service = services.get(entry.service());
        try {
            return guard.alone(entry.service(), () -> service.repeat(segment, number, entry, last));
        } catch (CutoverException e) {
            failed.add(entry.service());
            logged("the writes of " + entry.service() + " cannot be repeated: " + e.getMessage());
            return RepeatedEntries.Outcome.UNCHANGED;
        }
    }

    private void logged(String what) {
        FileErrors.once(CommitLogRecovery.class, "journal " + folder + ": " + what);
    }

    private static void sync(Set<Path> written) throws IOException {
        Set<Path> all = new LinkedHashSet<>(written);
        written.forEach(f -> all.add(f.getParent()));
        for (Path file : all) {
            if (Files.exists(file)) {
                DurableFile.sync(file);
            }
        }
    }
}
