package io.jenkins.plugins.cutover.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The arguments of {@code ./cutover bench harm}.
 *
 * @param verify more of the section {@code verify}, with a comma in front; empty for the defaults
 */
record HarmOptions(List<HarmKindRow> kinds, List<Haproxy> haproxies, List<Boolean> rings, String verify, boolean json) {
    private static final Pattern VERSION = Pattern.compile("version (\\d+\\.\\d+)\\S*");

    /**
     * A program to test.
     *
     * @param version as {@code 2.6}
     */
    record Haproxy(String binary, String version) {
        static Haproxy of(String binary) {
            try {
                Process process = new ProcessBuilder(binary, "-v")
                        .redirectErrorStream(true)
                        .start();
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                Matcher version = VERSION.matcher(said);
                if (!version.find()) {
                    throw new IllegalArgumentException(binary + " -v names no version");
                }
                return new Haproxy(binary, version.group(1));
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        binary + " cannot be run: install HAProxy, or correct" + " CUTOVER_HAPROXY_BINARIES");
            }
        }

        private boolean matches(String wanted) {
            return wanted.endsWith(".x")
                    ? version.startsWith(wanted.substring(0, wanted.length() - 1))
                    : version.equals(wanted);
        }
    }

    /** @throws IllegalArgumentException naming the argument and what is valid */
    static HarmOptions parse(String[] args) {
        List<HarmKindRow> kinds = HarmKindRow.ALL;
        List<Haproxy> haproxies = List.of();
        List<Boolean> rings = List.of(true, false);
        String verify = "";
        boolean json = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--json" -> json = true;
                case "--kinds" -> kinds = HarmKindRow.named(value(args, ++i));
                case "--haproxy" -> haproxies = matching(value(args, ++i));
                case "--ring" -> rings = List.of(ring(value(args, ++i)));
                case "--verify" -> verify = ", " + value(args, ++i);
                default ->
                    throw new IllegalArgumentException(
                            "\"" + args[i]
                                    + "\" is not one of --kinds LIST, --haproxy VERSION, --ring yes|no, --verify SETTINGS, --json, --help");
            }
        }
        return new HarmOptions(kinds, haproxies.isEmpty() ? matching("2.6", "3.x") : haproxies, rings, verify, json);
    }

    private static String value(String[] args, int at) {
        if (at >= args.length) {
            throw new IllegalArgumentException(args[at - 1] + ": its value is missing");
        }
        return args[at];
    }

    private static boolean ring(String given) {
        if (!given.equals("yes") && !given.equals("no")) {
            throw new IllegalArgumentException("--ring: \"" + given + "\" is not yes or no");
        }
        return given.equals("yes");
    }

    /** The newest program for each of these versions. */
    private static List<Haproxy> matching(String... wanted) {
        String others = System.getenv().getOrDefault("CUTOVER_HAPROXY_BINARIES", "");
        List<Haproxy> all = Stream.concat(
                        Stream.of("haproxy"), Stream.of(others.split(":")).filter(b -> !b.isBlank()))
                .map(Haproxy::of)
                .toList();
        List<Haproxy> found = new ArrayList<>();
        for (String version : wanted) {
            all.stream()
                    .filter(h -> h.matches(version))
                    .reduce((one, other) -> newer(one, other) ? one : other)
                    .ifPresent(found::add);
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("--haproxy: " + String.join(", ", wanted) + " is not there; there is "
                    + all.stream().map(Haproxy::version).distinct().collect(Collectors.joining(", "))
                    + "; dev/haproxies get fetches others for CUTOVER_HAPROXY_BINARIES");
        }
        return found;
    }

    private static boolean newer(Haproxy one, Haproxy other) {
        return Double.parseDouble(one.version) >= Double.parseDouble(other.version);
    }
}
