package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A folder with one JSON file a service, and a subfolder for each shelf. Only its owner may read it. */
final class FileStore implements Store {
    private static final String SUFFIX = ".json";

    private final Path folder;
    private final FileMutex guard;

    FileStore(Path folder) {
        this(folder, new FileMutex(folder));
    }

    FileStore(Path folder, FileMutex guard) {
        this.folder = folder.toAbsolutePath().normalize();
        this.guard = guard;
    }

    @Override
    public <T> T alone(Work<T> work) {
        return guard.alone(work::run);
    }

    @Override
    public Optional<Item> read(String service) throws IOException {
        Path file = file(folder, service);
        // The name may come from a command line: it must not lead to another folder.
        return folder.equals(file.getParent()) && Files.exists(file)
                ? Optional.of(new Item(file.toString(), Files.readAllBytes(file), ""))
                : Optional.empty();
    }

    @Override
    public List<Item> list() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Item> items = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList()) {
                items.add(new Item(file.toString(), Files.readAllBytes(file), ""));
            }
        }
        return items;
    }

    /** No other writer can have written since: the mutex was held. */
    @Override
    public boolean write(CutoverRecord record, byte[] bytes, Optional<Item> before) throws IOException {
        DurableFile.replace(file(folder, record.service()), bytes);
        return true;
    }

    boolean has(Shelf shelf, String name) {
        return Files.exists(file(folder(shelf), name));
    }

    /** The services that have a record here. */
    List<String> services() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(n -> n.endsWith(SUFFIX))
                    .map(n -> n.substring(0, n.length() - SUFFIX.length()))
                    .toList();
        }
    }

    /** Renames the file of a record, for people. It is not a record any more. */
    void putAside(String service, String suffix) throws IOException {
        Path file = file(folder, service);
        Files.move(file, file.resolveSibling(file.getFileName() + "." + suffix));
    }

    /** @return whether there was such a record */
    boolean removeIf(String service, Predicate<Item> which) {
        return alone(() -> {
            Optional<Item> item = read(service);
            return item.filter(which).isPresent() && Files.deleteIfExists(file(folder, service));
        });
    }

    @Override
    public void put(Shelf shelf, String name, byte[] bytes) throws IOException {
        Path file = file(folder(shelf), name);
        DurableFile.folder(file.getParent());
        DurableFile.replace(file, bytes);
    }

    @Override
    public Optional<byte[]> get(Shelf shelf, String name) throws IOException {
        Path file = file(folder(shelf), name);
        return folder(shelf).equals(file.getParent()) && Files.exists(file)
                ? Optional.of(Files.readAllBytes(file))
                : Optional.empty();
    }

    @Override
    public List<Item> newest(Shelf shelf, int most) throws IOException {
        if (!Files.isDirectory(folder(shelf))) {
            return List.of();
        }
        List<String> names;
        try (Stream<Path> files = Files.list(folder(shelf))) {
            names = files.map(f -> f.getFileName().toString())
                    .filter(n -> n.endsWith(SUFFIX))
                    .map(n -> n.substring(0, n.length() - SUFFIX.length()))
                    .sorted(Store.newestFirst())
                    .limit(most)
                    .toList();
        }
        List<Item> items = new ArrayList<>();
        for (String name : names) {
            get(shelf, name).ifPresent(bytes -> items.add(new Item(name, bytes, "")));
        }
        return items;
    }

    @Override
    public void drop(Shelf shelf, String name) throws IOException {
        Path file = file(folder(shelf), name);
        if (folder(shelf).equals(file.getParent())) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public String where(Shelf shelf, String name) {
        return file(folder(shelf), name).toString();
    }

    private Path folder(Shelf shelf) {
        return folder.resolve(shelf.name().toLowerCase(Locale.ROOT));
    }

    private static Path file(Path in, String name) {
        return in.resolve(name + SUFFIX).normalize();
    }
}
