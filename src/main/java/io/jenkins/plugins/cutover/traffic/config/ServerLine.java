package io.jenkins.plugins.cutover.traffic.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A line {@code server} or {@code server-template} of haproxy.cfg. Changes keep the rest of the line as it is. */
final class ServerLine {
    /** A word of the configuration language: quotes and backslashes protect blanks, {@code #} begins a comment. */
    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"'\\\\#]|\\\\.|\"[^\"]*\"|'[^']*')+");

    /** Settings of a form, with the number of their values: another form replaces them. */
    private static final Map<String, Integer> OF_THE_FORM = Map.of(
            "weight",
            1,
            "init-addr",
            1,
            "disabled",
            0,
            "enabled",
            0,
            "resolvers",
            1,
            "resolve-prefer",
            1,
            "resolve-opts",
            1);

    private record Word(String text, int from, int to) {}

    private final String line;
    private final List<Word> words;

    private ServerLine(String line, List<Word> words) {
        this.line = line;
        this.words = words;
    }

    static Optional<ServerLine> parse(String line) {
        List<Word> words = words(line);
        boolean server = words.size() >= 3 && words.get(0).text.equals("server");
        boolean template = words.size() >= 4
                && words.get(0).text.equals("server-template")
                && words.get(2).text.matches("\\d+(-\\d+)?");
        return server || template ? Optional.of(new ServerLine(line, words)) : Optional.empty();
    }

    /** The words of any line, without its comment. */
    static List<String> split(String line) {
        return words(line).stream().map(Word::text).toList();
    }

    private static List<Word> words(String line) {
        List<Word> found = new ArrayList<>();
        Matcher m = WORD.matcher(line);
        int end = 0;
        while (m.find() && line.substring(end, m.start()).isBlank()) {
            found.add(new Word(m.group(), m.start(), m.end()));
            end = m.end();
        }
        return found;
    }

    private boolean template() {
        return words.get(0).text.equals("server-template");
    }

    /** The name of the server, or of the first one of a template. */
    String name() {
        return template() ? words.get(1).text + words.get(2).text.replaceFirst("-.*", "") : words.get(1).text;
    }

    String address() {
        return words.get(template() ? 3 : 2).text;
    }

    /** What a line of another form keeps: checks, TLS, limits. */
    String options() {
        List<Word> kept = words.subList(template() ? 4 : 3, words.size());
        List<String> options = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            Integer values = OF_THE_FORM.get(kept.get(i).text);
            if (values == null) {
                options.add(kept.get(i).text);
            } else {
                i += values;
            }
        }
        return options.stream().collect(Collectors.joining(" "));
    }

    /** The line with another weight, in use from the start. */
    String with(int weight) {
        StringBuilder changed = new StringBuilder(line);
        boolean written = false;
        for (int i = words.size() - 1; i >= (template() ? 4 : 3); i--) {
            Word word = words.get(i);
            if (word.text.equals("weight") && i + 1 < words.size()) {
                Word value = words.get(i + 1);
                changed.replace(value.from, value.to, Integer.toString(weight));
                written = true;
            } else if (word.text.equals("disabled") && weight > 0) {
                changed.delete(word.from - 1, word.to);
            }
        }
        int end = words.get(words.size() - 1).to;
        return written ? changed.toString() : line.substring(0, end) + " weight " + weight + line.substring(end);
    }
}
