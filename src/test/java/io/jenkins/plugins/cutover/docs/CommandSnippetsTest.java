package io.jenkins.plugins.cutover.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.bench.Bench;
import io.jenkins.plugins.cutover.cli.Main;
import io.jenkins.plugins.cutover.sandbox.demo.Demo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** Every {@code ./cutover ...} in the documents is one that the script understands. Nothing is run. */
class CommandSnippetsTest {
    private static final Pattern IN_BLOCK = Pattern.compile("(?m)^(?:\\$ )?(?:[A-Z_]+=\\S+ )*(\\./cutover\\b.*)$");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    private record Command(String where, String text, boolean whole) {
        /** The words after {@code ./cutover}, without a comment. */
        List<String> words() {
            List<String> words = new ArrayList<>();
            Matcher word = WORD.matcher(text.substring("./cutover".length()));
            while (word.find()) {
                String plain = word.group(3);
                if (plain != null && plain.startsWith("#")) {
                    break;
                }
                words.add(plain != null ? plain : word.group(1) != null ? word.group(1) : word.group(2));
            }
            return words;
        }
    }

    @TestFactory
    Stream<DynamicTest> everyCommandIsUnderstood() {
        return commands().map(c -> DynamicTest.dynamicTest(c.where() + ": " + c.text(), () -> check(c)));
    }

    @Test
    void theDocumentsShowEveryCommand() {
        Set<String> shown = commands().flatMap(c -> c.words().stream().limit(1)).collect(Collectors.toSet());
        assertThat(shown)
                .containsAll(Main.commandLine().getSubcommands().keySet())
                .contains("demo", "test", "bench");
    }

    private static Stream<Command> commands() {
        return Markdown.all().stream().flatMap(page -> Stream.concat(inBlocks(page), inline(page)));
    }

    private static Stream<Command> inBlocks(Markdown page) {
        return page.snippets().stream().flatMap(snippet -> IN_BLOCK.matcher(snippet.text())
                .results()
                .map(m -> new Command(snippet.where(), m.group(1), true)));
    }

    /** A sentence may name a command without its arguments; what has arguments must be whole. */
    private static Stream<Command> inline(Markdown page) {
        return page.inlineCode().stream()
                .filter(code -> code.startsWith("./cutover"))
                .map(code -> new Command(page.name(), code, code.split("\\s+").length > 2));
    }

    private static void check(Command command) throws IOException {
        List<String> words = command.words();
        String first = words.isEmpty() ? "--help" : words.get(0);
        List<String> rest = words.isEmpty() ? List.of() : words.subList(1, words.size());
        switch (first) {
            case "--help" -> assertThat(rest).isEmpty();
            case "test" -> assertThat(rest).allMatch(word -> word.startsWith("-D") || word.equals("--long"));
            case "bench" -> bench(rest);
            case "demo" -> Demo.commandLine().parseArgs(rest.toArray(String[]::new));
            default -> cli(words, command.whole());
        }
    }

    private static void cli(List<String> words, boolean whole) {
        CommandLine main = Main.commandLine();
        assertThat(main.getSubcommands()).containsKey(words.get(0));
        if (whole) {
            main.parseArgs(words.toArray(String[]::new));
        }
    }

    /** The benches read their arguments themselves, so an option must be a literal of one of them. */
    private static void bench(List<String> words) throws IOException {
        if (words.isEmpty()) {
            return;
        }
        assertThat(words.get(0)).isIn(Bench.words());
        String sources;
        Path folder = Markdown.ROOT.resolve("src/test/java/io/jenkins/plugins/cutover/bench");
        try (Stream<Path> files = Files.list(folder)) {
            sources = files.filter(Files::isRegularFile)
                    .map(CommandSnippetsTest::read)
                    .collect(Collectors.joining());
        }
        assertThat(words.stream().filter(word -> word.startsWith("--")))
                .allSatisfy(option -> assertThat(sources).contains("\"" + option + "\""));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
