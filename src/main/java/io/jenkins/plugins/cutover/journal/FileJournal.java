package io.jenkins.plugins.cutover.journal;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One JSON file a service in a folder; the files of finished cutovers move to {@code finished/}. */
public final class FileJournal implements Journal {
    private final Path folder;
    private final Clock clock;
    private final FileGuard guard;

    public FileJournal(Path folder, Clock clock) {
        this.folder = folder.toAbsolutePath().normalize();
        this.clock = clock;
        this.guard = new FileGuard(folder);
    }

    @Override
    public Optional<CutoverRecord> find(String service) {
        Path file = file(service);
        // A name comes from a command line: it must not lead to another folder's files.
        if (!folder.equals(file.normalize().getParent()) || !Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(file));
        } catch (IOException e) {
            throw new CutoverException(
                    "record " + file + ": damaged, it was left as it is: "
                            + e.getMessage().lines().findFirst().orElse(""),
                    e);
        }
    }

    private static CutoverRecord read(Path file) throws IOException {
        JsonNode tree = Json.mapper().readTree(Files.readAllBytes(file));
        int format = tree.path("format").asInt(0);
        if (format > CutoverRecord.FORMAT) {
            throw new CutoverException("record " + file + ": format " + format + " is newer than "
                    + CutoverRecord.FORMAT + ", which this version knows; use the version that wrote it");
        }
        if (format < 1) {
            throw new IOException("it has no format number");
        }
        return Json.mapper().treeToValue(tree, CutoverRecord.class);
    }

    @Override
    public CutoverRecord save(CutoverRecord record) {
        return guard.alone(() -> {
            Optional<CutoverRecord> stored = find(record.service());
            long revision = stored.map(CutoverRecord::revision).orElse(0L);
            if (record.revision() == 0
                    && stored.isPresent()
                    && !stored.get().state().open()) {
                archive(stored.get());
            } else if (record.revision() != revision) {
                throw new StaleRecordException(record.service(), record.revision(), revision);
            }
            CutoverRecord next = record.stored(clock.instant());
            DurableFile.replace(
                    file(record.service()),
                    Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(next));
            return next;
        });
    }

    private void archive(CutoverRecord finished) throws IOException {
        Path kept = folder.resolve("finished");
        Files.createDirectories(kept);
        String name = finished.service() + "-" + finished.openedAt().toEpochMilli() + ".json";
        Files.copy(file(finished.service()), kept.resolve(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public List<CutoverRecord> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<CutoverRecord> records = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                String name = file.getFileName().toString();
                try {
                    find(name.substring(0, name.length() - ".json".length())).ifPresent(records::add);
                } catch (CutoverException damaged) {
                    System.getLogger(FileJournal.class.getName())
                            .log(System.Logger.Level.WARNING, damaged.getMessage());
                }
            }
        } catch (IOException e) {
            throw new CutoverException("journal " + folder + ": cannot be read: " + e.getMessage(), e);
        }
        return records;
    }

    private Path file(String service) {
        return folder.resolve(service + ".json");
    }
}
