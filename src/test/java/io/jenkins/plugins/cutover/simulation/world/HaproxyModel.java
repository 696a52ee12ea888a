package io.jenkins.plugins.cutover.simulation.world;

import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.Side;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One HAProxy: a backend in roundrobin with Mesos servers and empty EKS slots, controlled by the Runtime
 * API. A reload drops runtime changes and resets the counters.
 */
public final class HaproxyModel {
    /** Lines in the ring: enough for a few seconds. */
    private static final int RING = 1500;
    /** Requests at once that are dealt one by one. */
    private static final long MOST_TURNS = 2000;

    private final InstanceAddress address;
    private final Map<String, Integer> configured;
    private final int slots;
    private final List<ServerModel> servers = new ArrayList<>();
    private String backend;
    private long pid;
    private boolean frozen;
    private boolean cutOff;
    private boolean unread;
    private long unserved;
    private RoundRobin turns = new RoundRobin();
    private double owed;
    private final Deque<String> ring = new ArrayDeque<>();
    private long logged;

    HaproxyModel(InstanceAddress address, String backend, Map<String, Integer> mesosWeights, int slots, long pid) {
        this.address = address;
        this.backend = backend;
        this.configured = new LinkedHashMap<>(mesosWeights);
        this.slots = slots;
        this.pid = pid;
        load();
    }

    private void load() {
        servers.clear();
        ring.clear();
        unserved = 0;
        configured.forEach((name, weight) -> servers.add(new ServerModel(name, Side.MESOS, weight)));
        for (int i = 1; i <= slots; i++) {
            servers.add(new ServerModel("eks" + i, Side.EKS, 0));
        }
        turns = new RoundRobin();
        servers.forEach(this::queue);
    }

    private void queue(ServerModel server) {
        turns.weight(server.name(), server.up() ? server.weight() : 0);
    }

    /**
     * How many of the next requests each server gets, in the order of round robin. Many requests at once are divided by
     * the weights, which gives the same.
     *
     * @param requests 0 or more; a fraction is carried over to the next call
     */
    Map<ServerModel, Long> dealt(double requests) {
        servers.forEach(this::queue); // checks may have changed who is up
        owed += requests;
        long whole = (long) Math.floor(owed);
        owed -= whole;
        int all = serving().mesos() + serving().eks();
        boolean many = whole > MOST_TURNS;
        Map<ServerModel, Long> counts = new LinkedHashMap<>();
        Map<String, ServerModel> byName = new HashMap<>();
        for (ServerModel server : servers) {
            if (server.up() && server.weight() > 0) {
                byName.put(server.name(), server);
                counts.put(server, many ? server.dealt((double) whole * server.weight() / all) : 0);
            }
        }
        for (long i = 0; !many && i < whole; i++) {
            counts.merge(byName.get(turns.next()), 1L, Long::sum);
        }
        return counts;
    }

    public InstanceAddress address() {
        return address;
    }

    long pid() {
        return pid;
    }

    /** Requests that found no server. */
    void unserved(long requests) {
        unserved += requests;
    }

    /** One request ended. @param route the label of its line, and how large such answers are */
    void log(ServerModel server, RequestOutcome how, Route route) {
        logged++;
        ring.add("cutover/" + logged + "/" + backend + "/" + server.name() + "/" + how.line(route.bytes()) + "/"
                + route.label() + "/-");
        if (ring.size() > RING) {
            ring.remove();
        }
    }

    /** Whether the server is of the process that runs now. */
    boolean has(ServerModel server) {
        return servers.contains(server);
    }

    public List<ServerModel> servers() {
        return servers;
    }

    /** A new process whose file gives the backend another name. */
    void rename(String other) {
        backend = other;
        reload();
    }

    /** A new process with the weights of the file; what was set at run time is gone. */
    public void reload() {
        reload(configured);
    }

    /** The same with other Mesos servers in the file. */
    void reload(Map<String, Integer> mesosWeights) {
        Map<String, Integer> now = Map.copyOf(mesosWeights);
        configured.clear();
        new TreeMap<>(now).forEach(configured::put);
        pid++;
        load();
    }

    /** The same with a state file: weights, maintenance and addresses come back, the counters do not. */
    public void reloadWithState() {
        List<ServerModel> before = List.copyOf(servers);
        reload();
        for (int i = 0; i < before.size(); i++) {
            servers.get(i).restore(before.get(i));
        }
        servers.forEach(this::queue);
    }

    /** A stopped process: it serves no requests and answers no commands; its socket queues them. */
    public void freeze(boolean now) {
        frozen = now;
    }

    public boolean frozen() {
        return frozen;
    }

    /** It serves its clients, but no cutover process can reach it. */
    public void cutOff(boolean now) {
        cutOff = now;
    }

    public boolean answers() {
        return !frozen && !cutOff;
    }

    /** How much weight each side has on servers that are up. */
    public Serving serving() {
        int mesos = 0;
        int eks = 0;
        for (ServerModel s : servers) {
            if (s.up()) {
                mesos += s.side() == Side.MESOS ? s.weight() : 0;
                eks += s.side() == Side.EKS ? s.weight() : 0;
            }
        }
        return new Serving(mesos, eks);
    }

    /** @param mesos weight of Mesos servers that are up */
    public record Serving(int mesos, int eks) {
        public boolean none() {
            return mesos + eks == 0;
        }

        public double eksFraction() {
            return none() ? 0 : (double) eks / (mesos + eks);
        }
    }

    /** Whether it has EKS servers in use and none of them is up, or has lost them while Mesos gets nothing. */
    public boolean eksIsDead() {
        List<ServerModel> inUse = servers.stream()
                .filter(s -> s.side() == Side.EKS && !s.maintenance())
                .toList();
        boolean mesosUnused = weights(Side.MESOS).values().stream().allMatch(w -> w == 0);
        return inUse.isEmpty() ? mesosUnused : inUse.stream().noneMatch(ServerModel::up);
    }

    /** The weights as the commands left them, up or not. */
    public Map<String, Integer> weights(Side side) {
        Map<String, Integer> weights = new LinkedHashMap<>();
        servers.stream().filter(s -> s.side() == side).forEach(s -> weights.put(s.name(), s.weight()));
        return weights;
    }

    /** Whether a command was executed and not read back since. */
    public boolean unread() {
        return unread;
    }

    static boolean changes(String command) {
        return (command.startsWith("set ") || command.startsWith("shutdown "))
                && !command.contains("cutover-no-such-server");
    }

    /** What the Runtime API answers, without the newlines at the end. */
    String answer(String command) {
        String[] words = command.split(" ");
        unread = changes(command) || unread && !command.startsWith("show stat");
        return switch (words[0] + " " + words[1]) {
            case "show info" -> "Name: HAProxy\nVersion: 2.6.12\nPid: " + pid + "\nUptime_sec: 999\nStart_time_sec: 1";
            case "show backend" -> "# name\n" + backend;
            case "show events" -> words.length == 2 ? "" : String.join("\n", ring);
            case "show stat" -> words[2].equals(backend) ? Tables.stat(backend, servers, unserved) : "No such proxy.";
            case "show servers" -> words[3].equals(backend) ? Tables.state(servers) : "Can't find backend.";
            case "set weight", "set server" -> set(words);
            case "shutdown sessions" -> cut(words[3]);
            default -> throw new AssertionError("a command that the model does not know: " + command);
        };
    }

    private String cut(String path) {
        servers.stream().filter(s -> path.endsWith("/" + s.name())).forEach(ServerModel::cut);
        return "";
    }

    /** How many servers of a side are in maintenance. */
    public long maintained(Side side) {
        return servers.stream().filter(s -> s.side() == side && s.maintenance()).count();
    }

    private String set(String[] words) {
        String name = words[2].substring(words[2].indexOf('/') + 1);
        if (!words[2].startsWith(backend + "/")) {
            return "No such backend.";
        }
        ServerModel server =
                servers.stream().filter(s -> s.name().equals(name)).findFirst().orElse(null);
        if (server == null) {
            return "No such server.";
        }
        if (words[1].equals("weight")) {
            server.weight(Integer.parseInt(words[3]));
            queue(server);
            return "";
        }
        return switch (words[3]) {
            case "state" -> state(server, words[4]);
            case "addr" -> server.address(words[4] + ":" + words[6]);
            default -> throw new AssertionError("a command that the model does not know: " + String.join(" ", words));
        };
    }

    private String state(ServerModel server, String state) {
        String answer = server.state(state);
        queue(server);
        return answer;
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
