package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.journal.Shelves.Document;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A folder with one JSON file a service that has the whole record, and {@link FileShelves}. For {@link LocalCopies}. */
final class FileStore {
    private final Path folder;
    private final FileMutex guard;
    private final FileShelves shelves;

    FileStore(Path folder) {
        this(folder, new FileMutex(folder));
    }

    FileStore(Path folder, FileMutex guard) {
        this.folder = folder.toAbsolutePath().normalize();
        this.guard = guard;
        this.shelves = new FileShelves(this.folder);
    }

    FileShelves shelves() {
        return shelves;
    }

    <T> T alone(String service, Store.Work<T> work) {
        return guard.alone(service, work);
    }

    Optional<Document> read(String service) throws IOException {
        Path file = file(service);
        // The name may come from a command line: it must not lead to another folder.
        return folder.equals(file.getParent()) && Files.exists(file)
                ? Optional.of(new Document(file.toString(), Files.readAllBytes(file)))
                : Optional.empty();
    }

    void write(CutoverRecord record) throws IOException {
        DurableFile.replace(file(record.service()), RecordFormat.write(record));
    }

    /** The services that have a record here. */
    List<String> services() throws IOException {
        return FileShelves.names(folder);
    }

    /** Renames the file of a record, for people. It is not a record any more. */
    void putAside(String service, String suffix) throws IOException {
        Path file = file(service);
        Files.move(file, file.resolveSibling(file.getFileName() + "." + suffix));
    }

    /** @return whether there was such a record */
    boolean removeIf(String service, Predicate<Document> which) {
        return alone(service, () -> {
            Optional<Document> item = read(service);
            return item.filter(which).isPresent() && Files.deleteIfExists(file(service));
        });
    }

    private Path file(String service) {
        return folder.resolve(service + FileShelves.SUFFIX).normalize();
    }
}
