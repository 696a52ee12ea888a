package io.jenkins.plugins.cutover.traffic.dialogue;

import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.traffic.Identity;
import io.jenkins.plugins.cutover.traffic.InstanceReading;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import io.jenkins.plugins.cutover.traffic.runtime.ProtocolException;
import io.jenkins.plugins.cutover.traffic.runtime.Table;
import io.jenkins.plugins.cutover.traffic.runtime.Table.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads an instance: the commands to send, and their answers parsed into an {@link InstanceReading}. One for each
 * dialogue. Columns are found by name.
 */
public final class InstanceReader {
    private static final String TYPE_BACKEND = "1";
    private static final String TYPE_SERVER = "2";

    private final HaproxySpec spec;
    private final InstanceAddress instance;
    /** Ids of backends whose name a frontend has too: by name, {@code show stat} prints the frontend. */
    private final Map<String, String> backendIds = new HashMap<>();

    public InstanceReader(HaproxySpec spec, InstanceAddress instance) {
        this.spec = spec;
        this.instance = instance;
    }

    HaproxySpec spec() {
        return spec;
    }

    InstanceAddress instance() {
        return instance;
    }

    /** The commands to send next. */
    public List<String> commands() {
        List<String> commands = new ArrayList<>(List.of("show info"));
        for (String backend : backends()) {
            commands.add("show stat " + backendIds.getOrDefault(backend, backend) + " 6 -1");
            commands.add("show servers state " + backend);
        }
        if (spec.split() != null) {
            commands.add("show map " + spec.split().map());
        }
        return commands;
    }

    private List<String> backends() {
        return spec.split() == null
                ? List.of(spec.backend())
                : List.of(spec.backend(), spec.split().eksBackend());
    }

    /**
     * @param answers one for each of {@link #commands}
     * @return empty when the commands have changed and must be sent once more
     * @throws ProtocolException naming what is missing or malformed
     */
    public Optional<Reachable> parse(List<String> answers) {
        Map<String, String> info = info(answers.get(0));
        List<Backend> found = new ArrayList<>();
        for (String backend : backends()) {
            int at = 1 + 2 * found.size();
            found.add(backend(backend, answers.get(at), answers.get(at + 1)));
        }
        if (found.contains(null)) {
            return Optional.empty();
        }
        return Optional.of(new Reachable(
                instance,
                identity(answers.get(0)),
                info.getOrDefault("Version", ""),
                Duration.ofSeconds(number(info, "Uptime_sec")),
                found.get(0).algorithm,
                found.get(0).mode,
                found.stream().flatMap(b -> b.servers.stream()).toList(),
                newServerPath(info.getOrDefault("Version", "")),
                found.stream().mapToLong(Backend::unserved).sum(),
                spec.split() == null ? -1 : mapShare(answers.get(answers.size() - 1))));
    }

    private record Backend(String algorithm, String mode, List<ServerReading> servers, long unserved) {}

    /** @return null when it must be read by its id */
    private Backend backend(String name, String stat, String state) {
        if (stat.startsWith("No such proxy") || state.startsWith("Can't find backend")) {
            throw new ProtocolException("has no backend " + name);
        }
        Map<String, Row> states = new HashMap<>();
        Table.spaced("show servers state " + name, state).rows().forEach(r -> states.put(r.text("srv_name"), r));
        ServerRows rows = new ServerRows(spec, name);
        String algorithm = null;
        String mode = "";
        List<ServerReading> servers = new ArrayList<>();
        // HAProxy counts a request without a server in econ of the backend, and of no server (measured on 2.6.12).
        long unserved = 0;
        for (Row row : Table.csv("show stat " + name + " 6 -1", stat).rows()) {
            if (row.text("type").equals(TYPE_BACKEND)) {
                algorithm = row.optional("algo", "");
                mode = row.optional("mode", "");
                unserved += econ(row);
            } else if (row.text("type").equals(TYPE_SERVER)) {
                servers.add(rows.server(row, states.get(row.text("svname"))));
                unserved -= econ(row);
            }
        }
        if (algorithm == null && !states.isEmpty() && !backendIds.containsKey(name)) {
            backendIds.put(name, states.values().iterator().next().text("be_id"));
            return null;
        }
        if (servers.size() != states.size()) {
            throw new ProtocolException(
                    "lists " + servers.size() + " servers in one table and " + states.size() + " in the other");
        }
        return new Backend(algorithm == null ? "" : algorithm, mode, servers, Math.max(0, unserved));
    }

    private static long econ(Row row) {
        return row.optional("econ", "").isEmpty() ? 0 : row.number("econ");
    }

    /** {@code add server} exists from 2.4 on, and is no longer experimental from 2.6 on. */
    private String newServerPath(String version) {
        String[] parts = version.split("[.-]");
        boolean supported = parts.length > 1
                && parts[0].matches("\\d{1,3}")
                && parts[1].matches("\\d{1,3}")
                && Integer.parseInt(parts[0]) * 1000 + Integer.parseInt(parts[1]) >= 2006;
        String backend = spec.split() == null ? spec.backend() : spec.split().eksBackend();
        return supported && spec.eksServers().contains("*")
                ? backend + "/"
                        + spec.eksServers().replaceFirst("\\*", "-added%d").replace("*", "")
                : "";
    }

    /** A line is an address, a key and a value. Of two lines with the same key HAProxy uses the first. */
    private int mapShare(String map) {
        String key = spec.split().key();
        if (map.startsWith("Unknown map")) {
            throw new ProtocolException("has no map " + spec.split().map());
        }
        return map.lines()
                .map(line -> line.split(" ", 3))
                .filter(f -> f.length == 3 && f[1].equals(key))
                .flatMap(f -> basisPoints(f[2]))
                .findFirst()
                .orElseThrow(() -> new ProtocolException("the map "
                        + spec.split().map() + " has no line \"" + key + " 0\" with a number from 0 to 10000"));
    }

    private static Stream<Integer> basisPoints(String text) {
        boolean number = text.matches("\\d{1,5}") && Integer.parseInt(text) <= Share.ALL.basisPoints();
        return number ? Stream.of(Integer.parseInt(text)) : Stream.empty();
    }

    static Identity identity(String showInfo) {
        Map<String, String> info = info(showInfo);
        return new Identity(number(info, "Pid"), number(info, "Start_time_sec"));
    }

    /** The values of {@code show info} by key. */
    static Map<String, String> info(String answer) {
        Map<String, String> info = new HashMap<>();
        for (String line : answer.lines().toList()) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                info.put(line.substring(0, colon), line.substring(colon + 2).strip());
            }
        }
        if (!info.containsKey("Pid")) {
            throw new ProtocolException("the answer to \"show info\" has no Pid");
        }
        return info;
    }

    private static long number(Map<String, String> info, String key) {
        try {
            return Long.parseLong(info.getOrDefault(key, "0"));
        } catch (NumberFormatException e) {
            throw new ProtocolException("the answer to \"show info\" has a " + key + " that is not a number");
        }
    }
}
