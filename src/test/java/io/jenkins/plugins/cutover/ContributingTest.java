package io.jenkins.plugins.cutover;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** CONTRIBUTING.md describes the code as it is: layers, classes and paths. */
class ContributingTest {
    private static final Path BASE = Path.of(System.getProperty("cutover.basedir", "."));
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    /** A class name has two capitals and at least one small letter; the first part of {@code CheckSpec.Source}. */
    private static final Pattern CLASS = Pattern.compile("([A-Z][a-z0-9]+[A-Z]\\w*)(\\.\\w+)?");

    private static final Pattern PATH = Pattern.compile("((?:dev|docs|src|vars|examples)/[\\w./-]*)( .*)?");

    @Test
    void theTableOfPackagesIsTheListThatTheArchitectureTestUses() throws IOException {
        List<String> rows = text().lines()
                .dropWhile(line -> !line.startsWith("| layer |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(row -> row.substring(0, row.lastIndexOf('|', row.length() - 2) + 1))
                .toList();
        assertThat(rows)
                .containsExactlyElementsOf(
                        Stream.of(Layer.values()).map(ContributingTest::row).toList());
    }

    @Test
    void everyPackageOfALayerThatIsNotPlannedExists() {
        Path root = BASE.resolve("src/main/java").resolve(Layer.ROOT.replace('.', '/'));
        Set<String> planned = Set.of("notify");
        assertThat(Stream.of(Layer.values()).flatMap(layer -> layer.packages.stream()))
                .filteredOn(name -> !planned.contains(name))
                .allMatch(name -> Files.isDirectory(root.resolve(name)), "is a package of the main code");
    }

    @Test
    void everyClassThatItNamesExists() throws IOException {
        Set<String> classes = classes();
        assertThat(code().map(CLASS::matcher).filter(m -> m.matches()).map(m -> m.group(1)))
                .isNotEmpty()
                .allMatch(classes::contains, "is a class in src/main or src/test");
    }

    @Test
    void everyPathThatItNamesExists() throws IOException {
        assertThat(code().map(PATH::matcher).filter(m -> m.matches()).map(m -> m.group(1)))
                .isNotEmpty()
                .allMatch(path -> Files.exists(BASE.resolve(path)), "exists");
    }

    private static String row(Layer layer) {
        String packages = layer.packages.stream().map(name -> "`" + name + "`").collect(joining(", "));
        String users = layer.users().stream().map(ContributingTest::name).collect(joining(", "));
        return "| " + name(layer) + " | " + packages + " | " + (users.isEmpty() ? "-" : users) + " |";
    }

    private static String name(Layer layer) {
        return layer.name().toLowerCase(Locale.ROOT);
    }

    private static Stream<String> code() throws IOException {
        return CODE.matcher(text()).results().map((MatchResult m) -> m.group(1));
    }

    private static String text() throws IOException {
        return Files.readString(BASE.resolve("CONTRIBUTING.md"));
    }

    private static Set<String> classes() throws IOException {
        try (Stream<Path> main = Files.walk(BASE.resolve("src/main"));
                Stream<Path> test = Files.walk(BASE.resolve("src/test"))) {
            return Stream.concat(main, test)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }
}
