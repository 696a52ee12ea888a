package io.jenkins.plugins.cutover.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A subfolder for each shelf, with one JSON file a document. Only its owner may read it. */
final class FileShelves implements Shelves {
    static final String SUFFIX = ".json";

    private final Path folder;

    FileShelves(Path folder) {
        this.folder = folder;
    }

    boolean has(Shelf shelf, String name) {
        return Files.exists(file(shelf, name));
    }

    @Override
    public void put(Shelf shelf, String name, byte[] bytes) throws IOException {
        Path file = file(shelf, name);
        DurableFile.folder(file.getParent());
        DurableFile.replace(file, bytes);
    }

    @Override
    public Optional<byte[]> get(Shelf shelf, String name) throws IOException {
        Path file = file(shelf, name);
        return folder(shelf).equals(file.getParent()) && Files.exists(file)
                ? Optional.of(Files.readAllBytes(file))
                : Optional.empty();
    }

    @Override
    public List<Document> newest(Shelf shelf, int most) throws IOException {
        List<Document> documents = new ArrayList<>();
        List<String> names = names(folder(shelf)).stream()
                .sorted(Shelves.newestFirst())
                .limit(most)
                .toList();
        for (String name : names) {
            get(shelf, name).ifPresent(bytes -> documents.add(new Document(name, bytes)));
        }
        return documents;
    }

    /** The names of the JSON files in a folder, without their suffix, sorted; none when there is no such folder. */
    static List<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(n -> n.endsWith(SUFFIX))
                    .map(n -> n.substring(0, n.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void drop(Shelf shelf, String name) throws IOException {
        Path file = file(shelf, name);
        if (folder(shelf).equals(file.getParent())) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public String where(Shelf shelf, String name) {
        return file(shelf, name).toString();
    }

    private Path file(Shelf shelf, String name) {
        return folder(shelf).resolve(name + SUFFIX).normalize();
    }

    private Path folder(Shelf shelf) {
        return folder.resolve(shelf.name().toLowerCase(Locale.ROOT));
    }
}
