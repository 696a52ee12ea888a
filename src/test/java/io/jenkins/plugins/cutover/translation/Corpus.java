package io.jenkins.plugins.cutover.translation;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Published apps of other projects. Some hold values that look like passwords: tests must never print a whole file. */
final class Corpus {
    static final TranslationSettings SETTINGS = TranslationSettings.in("shop");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Corpus() {}

    static Path folder(String name) {
        Path folder = Path.of(System.getProperty("cutover.basedir", "."))
                .resolve("../shared/marathon-corpus")
                .resolve(name);
        assumeTrue(Files.isDirectory(folder), "skipped: there is no Marathon corpus beside this repository");
        return folder;
    }

    static Map<String, Path> files(String name) {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> paths = Files.list(folder(name))) {
            paths.forEach(p -> files.put(p.getFileName().toString(), p));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
