package io.jenkins.plugins.cutover.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each message that docs/troubleshooting.md quotes occurs in the program. A message is in the first column of a table. Each
 * part between its ellipses must be in one text of the sources.
 */
class MessagesTest {
    private static final Pattern FIRST_COLUMN = Pattern.compile("(?m)^\\| (`.*?`) \\|(?! *-)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final int SHORTEST = 6;

    @Test
    void everyMessageThatIsExplainedExists() {
        String texts = texts();
        List<String> unknown = new ArrayList<>();
        for (String message : messages()) {
            parts(message).filter(part -> !texts.contains(part)).forEach(part -> unknown.add(message + ": " + part));
        }
        assertThat(unknown)
                .as("parts of messages in docs/troubleshooting.md that no source has")
                .isEmpty();
    }

    @Test
    void aMessageIsLongEnoughToBeFound() {
        assertThat(messages()).hasSizeGreaterThan(200).allSatisfy(message -> assertThat(parts(message))
                .anyMatch(part -> part.length() >= SHORTEST));
    }

    private static List<String> messages() {
        return FIRST_COLUMN
                .matcher(Markdown.of("docs/troubleshooting.md").text())
                .results()
                .flatMap(row -> CODE.matcher(row.group(1)).results())
                .map(code -> code.group(1).replace("\\|", "|"))
                .toList();
    }

    private static Stream<String> parts(String message) {
        return Arrays.stream(message.split("…")).map(String::trim).filter(part -> !part.isEmpty());
    }

    /** The literals of the main sources, joined where the source joins them, and the other files that hold messages. */
    private static String texts() {
        try (Stream<Path> main = Files.walk(Markdown.ROOT.resolve("src/main"));
                Stream<Path> vars = Files.walk(Markdown.ROOT.resolve("vars"));
                Stream<Path> script = Stream.of(Markdown.ROOT.resolve("cutover"))) {
            return Stream.of(main, vars, script)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().matches(".*(\\.java|\\.properties|\\.groovy|/cutover)"))
                    .filter(Files::isRegularFile)
                    .map(MessagesTest::read)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file)
                    .replaceAll("(?<!\\\\)\"\\s*\\+\\s*\"", "")
                    .replaceAll("\\\\\\R\\s*", "")
                    .replace("\\\"", "\"")
                    .replace("''", "'");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
