package io.jenkins.plugins.cutover.translation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Regular expressions that stand for a short list of words: {@code a|b}, {@code rack-[1-3]}, {@code (node1|node2)\.lan}. */
final class FiniteRegex {
    private static final int MOST = 64;
    private static final String SPECIAL = "*+?{}^$.()[]|\\";

    private final String regex;
    private int at;

    private FiniteRegex(String regex) {
        this.regex = regex;
    }

    /** @return all words, sorted; empty when there are more than 64, endlessly many, or the syntax is not known */
    static Optional<List<String>> expand(String regex) {
        try {
            FiniteRegex parser = new FiniteRegex(regex);
            List<String> words = parser.alternatives();
            if (parser.at < regex.length()) {
                return Optional.empty();
            }
            return Optional.of(List.copyOf(new TreeSet<>(words)));
        } catch (NotFinite e) {
            return Optional.empty();
        }
    }

    private static final class NotFinite extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private List<String> alternatives() throws NotFinite {
        List<String> words = new ArrayList<>(sequence());
        while (at < regex.length() && regex.charAt(at) == '|') {
            at++;
            words.addAll(sequence());
        }
        return limited(words);
    }

    private List<String> sequence() throws NotFinite {
        List<String> words = List.of("");
        while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
            List<String> longer = new ArrayList<>();
            List<String> next = piece();
            for (String head : words) {
                next.forEach(tail -> longer.add(head + tail));
            }
            words = limited(longer);
        }
        return words;
    }

    private List<String> piece() throws NotFinite {
        List<String> words = atom();
        if (at < regex.length() && regex.charAt(at) == '?') {
            at++;
            words = new ArrayList<>(words);
            words.add("");
        }
        return words;
    }

    private List<String> atom() throws NotFinite {
        char c = regex.charAt(at++);
        if (c == '(') {
            if (regex.startsWith("?:", at)) {
                at += 2;
            }
            List<String> words = alternatives();
            expect(')');
            return words;
        }
        if (c == '[') {
            return characters();
        }
        if (c == '\\') {
            return List.of(String.valueOf(escaped()));
        }
        if (SPECIAL.indexOf(c) >= 0) {
            throw new NotFinite();
        }
        return List.of(String.valueOf(c));
    }

    /** After a backslash, a letter or digit is a class of characters or worse. */
    private char escaped() throws NotFinite {
        if (at >= regex.length() || Character.isLetterOrDigit(regex.charAt(at))) {
            throw new NotFinite();
        }
        return regex.charAt(at++);
    }

    private List<String> characters() throws NotFinite {
        List<String> words = new ArrayList<>();
        while (at < regex.length() && regex.charAt(at) != ']') {
            char from = regex.charAt(at++);
            if (from == '^' || from == '\\' || from == '[' || from == '&') {
                throw new NotFinite();
            }
            char to = from;
            if (at + 1 < regex.length() && regex.charAt(at) == '-' && regex.charAt(at + 1) != ']') {
                to = regex.charAt(at + 1);
                at += 2;
            }
            for (int c = from; c <= to; c++) {
                words.add(String.valueOf((char) c));
            }
            limited(words);
        }
        expect(']');
        return words;
    }

    private void expect(char c) throws NotFinite {
        if (at >= regex.length() || regex.charAt(at) != c) {
            throw new NotFinite();
        }
        at++;
    }

    private static List<String> limited(List<String> words) throws NotFinite {
        if (words.size() > MOST) {
            throw new NotFinite();
        }
        return words;
    }
}
