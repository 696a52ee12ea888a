package io.jenkins.plugins.cutover.traffic.config;

import io.jenkins.plugins.cutover.model.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The lines of the EKS servers in the form that lasts. */
final class EksLines {
    /** The address of a state file first, then what the machine resolves; without one the server waits for HAProxy's resolver. */
    private static final String NAMED = "init-addr last,libc,none";

    /** A cluster's own names are rarely known to the machine, which would ask for each server, and only then start. */
    private static final String OF_THE_CLUSTER = "init-addr last,none";

    private final EndState state;
    private final List<ServerLine> before;
    private final String options;

    private EksLines(EndState state, List<ServerLine> before, String options) {
        this.state = state;
        this.before = before;
        this.options = options;
    }

    /**
     * @param before the EKS lines of the file; empty when it is not known
     * @param servers how many EKS servers there are, at least 1
     * @param options of a server, when there is no line to take them from
     */
    static List<String> of(EndState state, List<ServerLine> before, int servers, String options) {
        return new EksLines(
                        state,
                        before,
                        before.isEmpty() ? options : before.get(0).options())
                .lines(servers);
    }

    private List<String> lines(int servers) {
        if (state.eks() instanceof EksForm.Addresses addresses) {
            List<String> lines = new ArrayList<>();
            for (Endpoint endpoint : addresses.endpoints()) {
                lines.addAll(lines(endpoint, addresses, lines.size() + 1));
            }
            return lines;
        }
        return state.eks() instanceof EksForm.Resolved resolved ? resolved(resolved, servers) : empty(servers);
    }

    /** A line that has the address already stays, with its weight. */
    private List<String> lines(Endpoint endpoint, EksForm.Addresses form, int number) {
        List<String> same = before.stream()
                .filter(l -> l.address().equals(endpoint.toString()))
                .map(l -> l.with(state.weight()))
                .toList();
        if (!same.isEmpty()) {
            return same;
        }
        boolean named = !endpoint.host().matches("[0-9.]+|.*:.*");
        String resolvers = form.resolvers().isEmpty() ? "" : "resolvers " + form.resolvers();
        return List.of(line("server", name(number), endpoint.toString(), named ? resolvers : "", named ? NAMED : ""));
    }

    private List<String> resolved(EksForm.Resolved form, int servers) {
        String how = "resolvers " + form.resolvers()
                + (form.srv() ? " resolve-opts ignore-weight" : "")
                + (form.ipv4() ? " resolve-prefer ipv4" : "");
        return all(servers, form.address(), how, OF_THE_CLUSTER);
    }

    private List<String> all(int servers, String address, String how, String init) {
        String pattern = state.spec().eksServers();
        if (pattern.endsWith("*")) {
            String prefix = pattern.substring(0, pattern.length() - 1);
            return List.of(line("server-template", prefix + " 1-" + servers, address, how, init));
        }
        List<String> each = new ArrayList<>();
        for (int i = 1; i <= servers; i++) {
            each.add(line("server", name(i), address, how, init));
        }
        return each;
    }

    private List<String> empty(int servers) {
        if (!before.isEmpty()) {
            return before.stream().map(l -> l.with(0)).toList();
        }
        return all(servers, "eks.invalid:1", "init-addr last,127.0.0.1", "disabled").stream()
                .map(l -> l.replaceFirst(" weight \\d+", " weight 0"))
                .toList();
    }

    private String name(int number) {
        return state.spec()
                .eksServers()
                .replaceFirst("\\*", Integer.toString(number))
                .replace("*", "");
    }

    private String line(String keyword, String name, String address, String how, String init) {
        String words = Stream.of(keyword, name, address, how, init, options, "weight " + state.weight())
                .filter(w -> !w.isEmpty())
                .reduce((a, b) -> a + " " + b)
                .orElseThrow();
        return "    " + words;
    }
}
