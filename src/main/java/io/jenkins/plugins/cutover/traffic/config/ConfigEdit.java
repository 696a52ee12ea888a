package io.jenkins.plugins.cutover.traffic.config;

import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** A haproxy.cfg with the server lines of one service in their final form. All other lines stay as they are. */
public final class ConfigEdit {
    private static final Set<String> SECTIONS = Set.of(
            "global",
            "defaults",
            "frontend",
            "backend",
            "listen",
            "peers",
            "resolvers",
            "mailers",
            "userlist",
            "ring",
            "cache",
            "program",
            "http-errors",
            "log-forward",
            "fcgi-app",
            "crt-store",
            "traces",
            "log-profile",
            "acme");

    private final List<String> lines;
    private final EndState state;
    /** By line number from 0, the lines that take the place of a line. */
    private final TreeMap<Integer, List<String>> changes = new TreeMap<>();

    private ConfigEdit(List<String> lines, EndState state) {
        this.lines = lines;
        this.state = state;
    }

    /**
     * @param text the whole file
     * @param servers how many EKS servers the backend has, at least 1
     * @throws InvalidInputException when the file has not the backend
     */
    public static ConfigEdit of(String text, EndState state, int servers) {
        ConfigEdit edit = new ConfigEdit(text.lines().toList(), state);
        HaproxySpec spec = state.spec();
        edit.mesos(edit.section(spec.backend()));
        edit.eks(edit.section(state.eksBackend()), servers);
        return edit;
    }

    static boolean sectionStarts(String line) {
        List<String> words = ServerLine.split(line);
        return !words.isEmpty() && SECTIONS.contains(words.get(0));
    }

    /** @param to the line after its last */
    private record Section(int from, int to) {}

    private Section section(String name) {
        List<String> others = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            List<String> words = ServerLine.split(lines.get(i));
            boolean backend = words.size() > 1 && Set.of("backend", "listen").contains(words.get(0));
            if (backend && words.get(1).equals(name)) {
                int end = i + 1;
                while (end < lines.size() && !sectionStarts(lines.get(end))) {
                    end++;
                }
                return new Section(i, end);
            }
            if (backend) {
                others.add(words.get(1));
            }
        }
        throw new InvalidInputException(
                "--haproxy-cfg: the file has no backend " + name + "; its backends are " + String.join(", ", others));
    }

    private void mesos(Section section) {
        boolean commented = false;
        for (int i = section.from; i < section.to; i++) {
            if (side(i) == Side.MESOS) {
                List<String> now = new ArrayList<>();
                if (!commented) {
                    now.add(state.mesosComment());
                    commented = true;
                }
                if (!state.withoutMesos()) {
                    now.add(server(i).with(0));
                }
                changes.put(i, now);
            } else if (lines.get(i).strip().startsWith(EndState.MARK)) {
                changes.put(i, List.of());
            }
        }
    }

    private void eks(Section section, int servers) {
        List<Integer> at = new ArrayList<>();
        for (int i = section.from; i < section.to; i++) {
            if (lines.get(i).strip().startsWith(EndState.MARK)) {
                changes.put(i, List.of());
            } else if (side(i) == Side.EKS) {
                at.add(i);
                changes.put(i, List.of());
            }
        }
        List<ServerLine> before = at.stream().map(this::server).toList();
        List<String> now = new ArrayList<>(List.of(state.eksComment()));
        now.addAll(EksLines.of(state, before, servers, "check"));
        int place = at.isEmpty() ? last(section) : at.get(0);
        if (at.isEmpty()) {
            now.addAll(0, changes.getOrDefault(place, List.of(lines.get(place))));
        }
        changes.put(place, now);
    }

    private int last(Section section) {
        int last = section.to - 1;
        while (last > section.from
                && (lines.get(last).isBlank() || lines.get(last).strip().startsWith("#"))) {
            last--;
        }
        return last;
    }

    private Side side(int line) {
        return ServerLine.parse(lines.get(line))
                .map(l -> state.spec().sideOf(l.name()))
                .orElse(null);
    }

    private ServerLine server(int line) {
        return ServerLine.parse(lines.get(line)).orElseThrow();
    }

    /** The whole file. */
    public String text() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            all.addAll(changes.getOrDefault(i, List.of(lines.get(i))));
        }
        return String.join("\n", all) + "\n";
    }

    /** The change as a unified diff, for {@code patch}; empty when nothing changes. */
    public String diff(String file) {
        return text().equals(String.join("\n", lines) + "\n") ? "" : UnifiedDiff.of(file, lines, changes);
    }
}
