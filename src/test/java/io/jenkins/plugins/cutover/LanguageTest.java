package io.jenkins.plugins.cutover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Texts and names are plain technical English. Reports every place at once: file, line, word, and what to write instead. */
class LanguageTest {
    private static final Path BASE =
            Path.of(System.getProperty("cutover.basedir", ".")).toAbsolutePath().normalize();

    private static final List<String> PLACES = List.of(
            "src", "docs", "examples", "vars", "dev", ".ci", ".github", "cutover", "pom.xml", "pom-jenkins.xml");
    private static final Pattern TEXT_FILE =
            Pattern.compile(".*\\.(java|groovy|jelly|html|properties|md|txt|ya?ml|cfg|xml|csv)|.*/[^./]+");
    /** Records of earlier versions, Marathon apps of others, and this list of words. */
    private static final Pattern NOT_OURS = Pattern.compile(".*/src/test/resources/.*|.*/LanguageTest\\.java");

    /** Former class names that mean nothing to a new reader. After a dot they are part of a stored class name. */
    private static final Pattern FORMER_NAMES = Pattern.compile(
            "(?<![.\\w$])(Obituary|OrphanWatch|Orphans|Upkeep|Lookout"
                    + "|WayBack|BackOut|Onward|Standin|Satellites|Apportion|Drainage|Tally|Unrenewed|Distant[A-Z]\\w*)\\b");

    /** Former class names that are ordinary words: only the declaration of a top-level class is refused. */
    private static final Pattern FORMER_CLASSES =
            Pattern.compile("(?m)^(?:[a-z]+ )*(?:class|record|interface|enum) (Fate|Succession"
                    + "|Conclusion|Patience|Leaving|Opening|Admission|Doors|Ledger|Errand|Place|Copies|Packed|Sealed|Platforms"
                    + "|Talk|Link|Conversation|Ending|Applying|Draining|Trouble|Need|Room|Api|Page)\\b");

    private record Rule(Pattern pattern, String better) {}

    /** What to find, and what to write instead. */
    private static final Map<Pattern, String> WORDS = new LinkedHashMap<>();
    /** Phrases also match in camel case and across a line break in a comment. */
    private static final Map<String, Rule> PHRASES = new LinkedHashMap<>();

    static {
        phrase("told", "reported, logged, known");
        phrase("nobody", "no one who..., none, unknown");
        phrase("whoever", "the user, the caller, the owner");
        phrase("gone by", "used");
        phrase("of before", "of earlier versions, previous");
        phrase("looks on", "continues to check");
        phrase("lies here", "is stored locally");
        phrase("whatever becomes of", "the result of");
        phrase("what became of", "the result of");
        phrase("wherever it lies", "in any location");
        phrase("as it was asked to", "with its original options");
        phrase("errand", "remote task");
        phrase("way back", "rollback");
        phrase("geheim", "secret");
        WORDS.put(Pattern.compile(", for one(?=[,.;:)])"), "for example");
        WORDS.put(FORMER_NAMES, "the present name of the class");
        WORDS.put(FORMER_CLASSES, "a name that a newcomer understands");
    }

    @Test
    void textsAndNamesAreInPlainEnglish() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files()) {
            String text = Files.readString(file);
            find(text)
                    .forEach((at, message) ->
                            found.add(BASE.relativize(file) + ":" + lineOf(text, at) + ": " + message));
        }
        if (!found.isEmpty()) {
            fail("%d old-fashioned or unclear words:%n%s", found.size(), String.join("\n", found));
        }
    }

    @TestFactory
    Stream<DynamicTest> findsTheWordInEverySpelling() {
        return Stream.of(
                        "nobody answers",
                        "Nobody answers",
                        "itIsToldOnce()",
                        "toldOnce()",
                        "what became\n     * of it",
                        "wayBackAfterCrash",
                        "a cluster, for one, may",
                        "record Need(int cpus)",
                        "the Ledger's Orphans")
                .map(text -> DynamicTest.dynamicTest(
                        text, () -> assertThat(find(text)).hasSize(1)));
    }

    @TestFactory
    Stream<DynamicTest> leavesOrdinaryWordsAlone() {
        return Stream.of(
                        "for one instance",
                        "retold, stoldX",
                        "Opening a connection",
                        "\"io.jenkins.plugins.cutover.controller.Orphans\"",
                        "Need a JDK",
                        "    private record Place(int number)",
                        "the way, back to Mesos")
                .map(text -> DynamicTest.dynamicTest(
                        text, () -> assertThat(find(text)).isEmpty()));
    }

    /** By position in the text. */
    private static Map<Integer, String> find(String text) {
        Map<Integer, String> found = new TreeMap<>();
        String lower = text.toLowerCase(Locale.ROOT);
        WORDS.forEach((words, better) -> add(found, text, words, better));
        PHRASES.forEach((phrase, rule) -> {
            if (lower.contains(phrase.split(" ")[0])) {
                add(found, text, rule.pattern(), rule.better());
            }
        });
        return found;
    }

    private static void add(Map<Integer, String> found, String text, Pattern words, String better) {
        for (Matcher m = words.matcher(text); m.find(); ) {
            found.put(
                    m.start(),
                    "\"" + m.group().replaceAll("\\s+[*/#>]*\\s*", " ").trim() + "\": write " + better);
        }
    }

    /** Each word in lower case after a space, a line break or a comment sign, or with a capital in camel case. */
    private static void phrase(String phrase, String better) {
        StringBuilder regex = new StringBuilder();
        for (String word : phrase.split(" ")) {
            String first = word.substring(0, 1);
            String before = regex.isEmpty() ? "(?<![A-Za-z])" : "\\s+(?:(?:\\*|//|#|>)\\s*)?";
            regex.append("(?:").append(before).append(first).append('|').append(first.toUpperCase(Locale.ROOT));
            regex.append(')').append(word.substring(1));
        }
        PHRASES.put(phrase, new Rule(Pattern.compile(regex.append("(?![a-z])").toString()), better));
    }

    private static long lineOf(String text, int at) {
        return text.substring(0, at).lines().count() + (at == 0 || text.charAt(at - 1) == '\n' ? 1 : 0);
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String place : PLACES) {
            add(files, BASE.resolve(place));
        }
        try (Stream<Path> root = Files.list(BASE)) {
            root.filter(file -> file.toString().endsWith(".md")).sorted().forEach(files::add);
        }
        return files;
    }

    private static void add(List<Path> files, Path place) {
        try (Stream<Path> walk = Files.walk(place)) {
            walk.filter(Files::isRegularFile)
                    .filter(file -> TEXT_FILE.matcher(file.toString()).matches())
                    .filter(file -> !NOT_OURS.matcher(file.toString()).matches())
                    .sorted()
                    .forEach(files::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
