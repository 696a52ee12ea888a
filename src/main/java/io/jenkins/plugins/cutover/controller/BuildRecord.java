package io.jenkins.plugins.cutover.controller;

import hudson.model.Run;
import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.journal.RecordFormat;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A build's own copy of the record, in the build's folder. The journal drops a finished cutover when the service's next one
 * starts; the copy lasts as long as the build.
 */
public final class BuildRecord {
    private BuildRecord() {}

    /** Copies the current record, if this build owns it. */
    public static void keep(Run<?, ?> build, Journal journal, String service) throws IOException {
        Optional<CutoverRecord> record = ours(build, journal, service);
        if (record.isPresent()) {
            Path file = file(build, service);
            Files.createDirectories(file.getParent());
            Files.write(file, RecordFormat.write(journal.whole(record.get())));
        }
    }

    /** The record from the journal if it is still there, else the copy. */
    static Optional<CutoverRecord> find(Run<?, ?> build, String service) {
        try {
            Journal journal = CutoverServices.get().context(build).journal();
            Optional<CutoverRecord> live = ours(build, journal, service).map(journal::whole);
            return live.isPresent() ? live : copy(file(build, service));
        } catch (CutoverException away) {
            return copy(file(build, service));
        }
    }

    private static Optional<CutoverRecord> ours(Run<?, ?> build, Journal journal, String service) {
        return journal.find(service).filter(r -> r.owner().equals(CutoverServices.owner(build)));
    }

    private static Optional<CutoverRecord> copy(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(RecordFormat.read(file.toString(), Files.readAllBytes(file)))
                    : Optional.empty();
        } catch (IOException | CutoverException e) {
            System.getLogger(BuildRecord.class.getName()).log(System.Logger.Level.WARNING, "{0}: {1}", file, e);
            return Optional.empty();
        }
    }

    private static Path file(Run<?, ?> build, String service) {
        return build.getRootDir().toPath().resolve("cutover").resolve(service + ".json");
    }
}
