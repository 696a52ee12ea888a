package io.jenkins.plugins.cutover.translation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Regular expressions that match a short list of strings only: {@code a|b}, {@code rack-[1-3]}, {@code (node1|node2)\.lan}. */
final class FiniteRegex {
    private static final int MOST = 64;
    private static final String SPECIAL = "*+?{}^$.()[]|\\";

    private final String regex;
    private int at;

    private FiniteRegex(String regex) {
        this.regex = regex;
    }

    /** @return all matching strings, sorted; empty when there are more than 64, or the syntax is not supported */
    static Optional<List<String>> expand(String regex) {
        try {
            FiniteRegex parser = new FiniteRegex(regex);
            List<String> matches = parser.alternatives();
            if (parser.at < regex.length()) {
                return Optional.empty();
            }
            return Optional.of(List.copyOf(new TreeSet<>(matches)));
        } catch (NotFinite e) {
            return Optional.empty();
        }
    }

    private static final class NotFinite extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private List<String> alternatives() throws NotFinite {
        List<String> matches = new ArrayList<>(sequence());
        while (at < regex.length() && regex.charAt(at) == '|') {
            at++;
            matches.addAll(sequence());
        }
        return limited(matches);
    }

    private List<String> sequence() throws NotFinite {
        List<String> matches = List.of("");
        while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
            List<String> longer = new ArrayList<>();
            List<String> next = piece();
            for (String head : matches) {
                next.forEach(tail -> longer.add(head + tail));
            }
            matches = limited(longer);
        }
        return matches;
    }

    private List<String> piece() throws NotFinite {
        List<String> matches = atom();
        if (at < regex.length() && regex.charAt(at) == '?') {
            at++;
            matches = new ArrayList<>(matches);
            matches.add("");
        }
        return matches;
    }

    private List<String> atom() throws NotFinite {
        char c = regex.charAt(at++);
        if (c == '(') {
            if (regex.startsWith("?:", at)) {
                at += 2;
            }
            List<String> matches = alternatives();
            expect(')');
            return matches;
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

    /** A backslash before a letter or digit starts a character class or a back-reference. */
    private char escaped() throws NotFinite {
        if (at >= regex.length() || Character.isLetterOrDigit(regex.charAt(at))) {
            throw new NotFinite();
        }
        return regex.charAt(at++);
    }

    private List<String> characters() throws NotFinite {
        List<String> matches = new ArrayList<>();
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
                matches.add(String.valueOf((char) c));
            }
            limited(matches);
        }
        expect(']');
        return matches;
    }

    private void expect(char c) throws NotFinite {
        if (at >= regex.length() || regex.charAt(at) != c) {
            throw new NotFinite();
        }
        at++;
    }

    private static List<String> limited(List<String> matches) throws NotFinite {
        if (matches.size() > MOST) {
            throw new NotFinite();
        }
        return matches;
    }
}
