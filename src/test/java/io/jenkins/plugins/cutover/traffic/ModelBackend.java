package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.Side;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A backend "orders" in memory that executes commands as HAProxy does, as strictly. It also fails where HAProxy would
 * not: when a server that may get traffic is given another address.
 */
final class ModelBackend {
    private static final Pattern WEIGHT = Pattern.compile("set weight orders/(\\S+) (\\d+)");
    private static final Pattern STATE = Pattern.compile("set server orders/(\\S+) state (ready|maint|drain)");
    private static final Pattern ADD =
            Pattern.compile("add server orders/(eks\\S+) ([0-9.]+:\\d+) weight 0 check inter \\S+ fall 2 rise 2.*");
    private static final Pattern ADDRESS = Pattern.compile("set server orders/(\\S+) addr ([0-9.]+) port (\\d+)");

    private final Dialect dialect;
    private final Map<String, Server> servers = new LinkedHashMap<>();
    long pid = 4711;

    ModelBackend(Dialect dialect) {
        this.dialect = dialect;
    }

    static final class Server {
        final String name;
        final Side side;
        String address = "127.0.0.1:1";
        int weight;
        boolean maintenance;
        int requests;
        /** The result of the next check. */
        boolean healthy;

        boolean up;
        boolean checkPassed;

        Server(String name, Side side) {
            this.name = name;
            this.side = side;
        }

        boolean serves() {
            return up && !maintenance && weight > 0;
        }
    }

    Server add(String name, Side side) {
        servers.put(name, new Server(name, side));
        return servers.get(name);
    }

    List<Server> servers(Side side) {
        return servers.values().stream().filter(s -> s.side == side).toList();
    }

    boolean serves() {
        return servers.values().stream().anyMatch(Server::serves);
    }

    /** Runs every check once. */
    void check() {
        for (Server s : servers.values()) {
            s.up = s.healthy && !s.maintenance;
            s.checkPassed = s.up;
        }
    }

    String execute(String command) {
        return switch (command) {
            case "show info" -> dialect.info(pid);
            case "show stat orders 6 -1" -> stat();
            case "show servers state orders" -> state();
            case "show backend" -> "# name\norders\n";
            case "show stat -1 1 -1" -> "# pxname,svname,slim,type,\n";
            case "show events" -> "Supported events sinks are listed below. Add -w(wait), -n(new). Any key to stop\n";
            case "show events requests" -> "No such event sink\n";
            default -> change(command);
        };
    }

    private String change(String command) {
        Matcher m = WEIGHT.matcher(command);
        if (m.matches()) {
            return weight(servers.get(m.group(1)), Integer.parseInt(m.group(2)));
        }
        m = STATE.matcher(command);
        if (m.matches()) {
            return state(servers.get(m.group(1)), !m.group(2).equals("ready"));
        }
        m = ADDRESS.matcher(command);
        if (m.matches()) {
            Server s = servers.get(m.group(1));
            if (!s.maintenance || s.weight > 0) {
                throw new AssertionError("must not be sent to a server that may get traffic: " + command);
            }
            s.address = m.group(2) + ":" + m.group(3);
            return "IP changed from '127.0.0.1' to '" + m.group(2) + "' by 'stats socket command'\n";
        }
        m = ADD.matcher(command);
        if (m.matches() && dialect == Dialect.V2_6) {
            if (servers.containsKey(m.group(1))) {
                return "Already exists a server with the same name in backend.\n";
            }
            add(m.group(1), Side.EKS).maintenance = true;
            servers.get(m.group(1)).address = m.group(2);
            return "New server registered.\n";
        }
        if (command.startsWith("enable health orders/")) {
            return "";
        }
        return "Unknown command. Please enter one of the following commands only :\n";
    }

    private static String weight(Server server, int weight) {
        if (server == null) {
            return "No such server.\n";
        }
        if (weight > 256) {
            return "Absolute weight can only be between 0 and 256 inclusive.\n";
        }
        server.weight = weight;
        return "";
    }

    private static String state(Server server, boolean maintenance) {
        if (server == null) {
            return "No such server.\n";
        }
        if (server.maintenance != maintenance) {
            // After maintenance it is reported as up until a check fails.
            server.up = !maintenance;
            server.checkPassed = false;
        }
        server.maintenance = maintenance;
        return "";
    }

    private String stat() {
        StringBuilder out = new StringBuilder("# " + dialect.statHeader() + "\n");
        servers.values().forEach(s -> out.append(row(statValues(s))).append('\n'));
        return out.append(row(
                        Map.of("svname", "BACKEND", "type", "1", "algo", "roundrobin", "mode", "http", "status", "UP")))
                .append('\n')
                .toString();
    }

    private String row(Map<String, String> values) {
        return dialect.statColumns().stream()
                .map(c -> c.equals("pxname") ? "orders" : values.getOrDefault(c, ""))
                .collect(Collectors.joining(",", "", ","));
    }

    private static Map<String, String> statValues(Server s) {
        String up = s.up ? s.checkPassed ? "UP" : "UP 1/3" : "DOWN";
        return Map.ofEntries(
                Map.entry("hrsp_2xx", "" + s.requests),
                Map.entry("svname", s.name),
                Map.entry("type", "2"),
                Map.entry("status", s.maintenance ? "MAINT" : up),
                Map.entry("weight", "" + s.weight),
                Map.entry("check_status", s.maintenance ? "" : s.up ? "L7OK" : "L4CON"),
                Map.entry("check_fall", "3"),
                Map.entry("bck", "0"),
                Map.entry("scur", "0"),
                Map.entry("mode", "http"));
    }

    private String state() {
        StringBuilder out = new StringBuilder("1\n# " + dialect.stateHeader() + "\n");
        for (Server s : servers.values()) {
            int colon = s.address.indexOf(':');
            Map<String, String> values = Map.of(
                    "be_name",
                    "orders",
                    "srv_name",
                    s.name,
                    "srv_addr",
                    s.address.substring(0, colon),
                    "srv_port",
                    s.address.substring(colon + 1),
                    "srv_uweight",
                    "" + s.weight,
                    "srv_check_state",
                    "6",
                    "srv_fqdn",
                    "-");
            out.append(dialect.stateColumns().stream()
                    .map(c -> values.getOrDefault(c, "0"))
                    .collect(Collectors.joining(" ", "", "\n")));
        }
        return out.toString();
    }
}
