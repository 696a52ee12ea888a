package io.jenkins.plugins.cutover.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.CutoverState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentationTest {
    private static final int README_WORDS = 1_000;

    @Test
    void theReadmeIsAnOverview() {
        assertThat(Markdown.of("README.md").text().trim().split("\\s+")).hasSizeLessThan(README_WORDS);
    }

    @Test
    void everyLinkWithinTheRepositoryLeadsSomewhere() {
        List<String> broken = new ArrayList<>();
        int checked = 0;
        for (Markdown page : Markdown.all()) {
            for (String link : page.links()) {
                if (!link.matches("(https?|mailto):.*")) {
                    checked++;
                    problem(page, link).forEach(broken::add);
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(checked).isGreaterThan(80);
    }

    /** Empty when the link leads to a file or heading. */
    private static Stream<String> problem(Markdown page, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty()
                ? page.file()
                : page.file().resolveSibling(parts[0]).normalize();
        if (!target.startsWith(Markdown.ROOT) || !Files.exists(target)) {
            return Stream.of(page.name() + ": " + link + ": no such file");
        }
        boolean known = parts.length == 1
                || Markdown.of(Markdown.ROOT.relativize(target).toString())
                        .anchors()
                        .contains(parts[1]);
        return known ? Stream.of() : Stream.of(page.name() + ": " + link + ": no such heading");
    }

    @Test
    void everyPageIsReachedFromTheReadme() {
        List<String> linked = Markdown.of("README.md").links();
        assertThat(Markdown.all())
                .filteredOn(page -> page.name().startsWith("docs/"))
                .extracting(Markdown::name)
                .allSatisfy(name -> assertThat(linked).contains(name));
    }

    @Test
    void everyPictureOfTheDocumentsIsUsed() throws IOException {
        List<String> linked = Markdown.all().stream()
                .flatMap(page -> page.links().stream())
                .map(link -> link.replaceFirst("^.*/", ""))
                .toList();
        try (Stream<Path> files = Files.list(Markdown.ROOT.resolve("docs"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.matches(".*\\.(svg|png)")))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(linked).contains(name));
        }
    }

    @Test
    void thePictureOfThePackagesShowsEachOfThem() throws IOException {
        String picture = Files.readString(Markdown.ROOT.resolve("docs/packages.svg"));
        try (Stream<Path> packages = Files.list(Markdown.ROOT.resolve("src/main/java/io/jenkins/plugins/cutover"))) {
            assertThat(packages.filter(Files::isDirectory)
                            .map(folder -> folder.getFileName().toString()))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(picture).contains(">" + name + "</text>"));
        }
    }

    @Test
    void theClassesThatTheArchitectureNamesExist() {
        Pattern name = Pattern.compile("[a-z]+(\\.[a-z]+)*\\.[A-Z]\\w+");
        List<String> classes = Markdown.of("docs/architecture.md").inlineCode().stream()
                .filter(code -> name.matcher(code).matches())
                .toList();
        assertThat(classes).hasSizeGreaterThan(8).allSatisfy(named -> assertThat(Markdown.ROOT.resolve(
                        "src/main/java/io/jenkins/plugins/cutover/" + named.replace('.', '/') + ".java"))
                .exists());
    }

    @Test
    void theOnCallPageExplainsEveryState() {
        String page = Markdown.of("docs/on-call.md").text();
        assertThat(Arrays.stream(CutoverState.values()))
                .allSatisfy(state -> assertThat(page).contains("| " + state + " |"));
    }

    @Test
    void theAdministratorsPageNamesEveryMetric() throws IOException {
        String source = Files.readString(
                Markdown.ROOT.resolve("src/main/java/io/jenkins/plugins/cutover/controller/CutoverMetrics.java"));
        List<String> metrics = Pattern.compile("NAME \\+ \"([a-z.]+[a-z])\"")
                .matcher(source)
                .results()
                .map(m -> "`phased-cutover." + m.group(1) + "`")
                .toList();
        assertThat(metrics).hasSizeGreaterThan(3);
        assertThat(Markdown.of("docs/administrator.md").text()).contains(metrics);
    }
}
