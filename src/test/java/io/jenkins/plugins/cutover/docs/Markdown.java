package io.jenkins.plugins.cutover.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Markdown file of this repository, in the parts that the tests check. */
final class Markdown {
    static final Path ROOT =
            Path.of(System.getProperty("cutover.basedir", ".")).toAbsolutePath().normalize();

    private static final Pattern FENCE =
            Pattern.compile("(?ms)^```([a-z]*)[ \\t]*\\R(.*?)^```[ \\t]*$", Pattern.UNIX_LINES);
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");

    private final Path file;
    private final String text;

    private Markdown(Path file) throws IOException {
        this.file = file;
        this.text = Files.readString(file);
    }

    /** @param language what follows the backticks; empty for none */
    record Snippet(String file, int line, String language, String text) {
        String where() {
            return file + ":" + line;
        }
    }

    static Markdown of(String path) {
        try {
            return new Markdown(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every Markdown file that belongs to the documentation. */
    static List<Markdown> all() {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> examples = Files.walk(ROOT.resolve("examples"));
                Stream<Path> forge = tree(ROOT.resolve(".github"))) {
            return Stream.of(top, docs, examples, forge)
                    .flatMap(paths -> paths)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .map(path -> of(ROOT.relativize(path).toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> tree(Path folder) throws IOException {
        return Files.isDirectory(folder) ? Files.walk(folder) : Stream.of();
    }

    String name() {
        return ROOT.relativize(file).toString();
    }

    Path file() {
        return file;
    }

    String text() {
        return text;
    }

    /** The text without its code blocks. */
    String prose() {
        return FENCE.matcher(text).replaceAll("");
    }

    /** The targets of all links and pictures. */
    List<String> links() {
        String withoutCode = CODE.matcher(prose()).replaceAll("code");
        return LINK.matcher(withoutCode).results().map(m -> m.group(1)).toList();
    }

    List<Snippet> snippets() {
        List<Snippet> found = new ArrayList<>();
        Matcher fence = FENCE.matcher(text);
        while (fence.find()) {
            int line = (int) text.substring(0, fence.start()).lines().count() + 1;
            found.add(new Snippet(name(), line, fence.group(1), fence.group(2)));
        }
        return found;
    }

    List<Snippet> snippets(String language) {
        return snippets().stream().filter(s -> s.language().equals(language)).toList();
    }

    /** What is between single backticks outside code blocks; a bar that a table needs escaped is a bar. */
    List<String> inlineCode() {
        return CODE.matcher(prose())
                .results()
                .map(m -> m.group(1).replace("\\|", "|"))
                .toList();
    }

    /** The anchors of the headings, as GitHub makes them. */
    List<String> anchors() {
        Map<String, Integer> seen = new HashMap<>();
        return HEADING.matcher(prose())
                .results()
                .map(m -> anchor(m.group(1), seen))
                .toList();
    }

    private static String anchor(String heading, Map<String, Integer> seen) {
        String plain = heading.replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                .replace(' ', '-');
        int before = seen.merge(plain, 1, Integer::sum) - 1;
        return before == 0 ? plain : plain + "-" + before;
    }
}
