package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.runtime.ProtocolException;
import io.jenkins.plugins.cutover.traffic.runtime.Table;
import io.jenkins.plugins.cutover.traffic.runtime.Table.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The questions whose answers make an {@link InstanceReading}, and the making. Only columns found by name are used. */
record InstanceReader(HaproxySpec spec) {
    private static final String TYPE_BACKEND = "1";
    private static final String TYPE_SERVER = "2";
    /** No new check has passed before a server has been up this long, where {@code fall 1} hides the difference. */
    private static final int SECONDS_OF_DOUBT = 3;

    /** Of {@code srv_check_state}. */
    private static final int CHECK_CONFIGURED = 2;

    List<String> questions() {
        return List.of("show info", statQuestion(), stateQuestion());
    }

    private String statQuestion() {
        return "show stat " + spec.backend() + " 6 -1";
    }

    private String stateQuestion() {
        return "show servers state " + spec.backend();
    }

    Reachable reading(InstanceAddress instance, List<String> answers) {
        Map<String, String> info = info(answers.get(0));
        if (answers.get(1).startsWith("No such proxy") || answers.get(2).startsWith("Can't find backend")) {
            throw new ProtocolException("has no backend " + spec.backend());
        }
        Map<String, Row> states = new HashMap<>();
        Table.spaced(stateQuestion(), answers.get(2)).rows().forEach(r -> states.put(r.text("srv_name"), r));
        String algorithm = "";
        String mode = "";
        List<ServerReading> servers = new ArrayList<>();
        for (Row row : Table.csv(statQuestion(), answers.get(1)).rows()) {
            if (row.text("type").equals(TYPE_BACKEND)) {
                algorithm = row.optional("algo", "");
                mode = row.optional("mode", "");
            } else if (row.text("type").equals(TYPE_SERVER)) {
                servers.add(server(row, states.get(row.text("svname"))));
            }
        }
        if (servers.size() != states.size()) {
            throw new ProtocolException("tells of " + servers.size() + " servers and of " + states.size());
        }
        Duration uptime = Duration.ofSeconds(number(info, "Uptime_sec"));
        return new Reachable(
                instance, identity(answers.get(0)), info.getOrDefault("Version", ""), uptime, algorithm, mode, servers);
    }

    static Identity identity(String showInfo) {
        Map<String, String> info = info(showInfo);
        return new Identity(number(info, "Pid"), number(info, "Start_time_sec"));
    }

    private ServerReading server(Row stat, Row state) {
        String name = stat.text("svname");
        if (state == null) {
            throw new ProtocolException("tells of the server " + name + " in one table and not in the other");
        }
        String status = stat.text("status");
        boolean up = status.startsWith("UP") || status.equals("no check");
        String throttle = stat.text("throttle");
        return new ServerReading(
                name,
                stat.number("bck") > 0 ? null : spec.sideOf(name),
                state.text("srv_addr") + ":" + state.text("srv_port"),
                named(state),
                status,
                up,
                up && proven(status, stat),
                status.startsWith("MAINT") || status.startsWith("DRAIN"),
                weight(state, "srv_uweight"),
                weight(state, "srv_iweight"),
                throttle.isEmpty() ? 100 : (int) stat.number("throttle"),
                (state.number("srv_check_state") & CHECK_CONFIGURED) != 0,
                stat.optional("cookie", ""),
                check(stat),
                counters(stat),
                stat.number("scur"),
                number(stat, "rtime"),
                number(stat, "ttime"));
    }

    /**
     * After maintenance HAProxy calls a server up at once ("UP 1/3") and keeps the result of the check before; the
     * first check that passes makes it plain "UP". With {@code fall 1} both look the same, so time decides there.
     */
    private static boolean proven(String status, Row stat) {
        if (status.equals("no check") || stat.text("check_status").isEmpty()) {
            return true;
        }
        boolean doubtful = stat.optional("check_fall", "2").equals("1") && stat.number("lastchg") < SECONDS_OF_DOUBT;
        return status.equals("UP") && !stat.text("check_status").endsWith("INI") && !doubtful;
    }

    private static String check(Row stat) {
        String result = stat.text("check_status").replace("* ", "");
        String code = stat.text("check_code");
        return code.isEmpty() ? result : result + "/" + code;
    }

    private static Counters counters(Row stat) {
        long requests = 0;
        for (String c : List.of("hrsp_1xx", "hrsp_2xx", "hrsp_3xx", "hrsp_4xx", "hrsp_5xx", "hrsp_other")) {
            requests += stat.number(c);
        }
        if (stat.optional("mode", "http").equals("tcp")) {
            requests = stat.number("stot");
        }
        long errors = stat.number("hrsp_5xx") + stat.number("eresp") + stat.number("econ");
        return new Counters(requests, errors, stat.number("wretr") + stat.number("wredis"));
    }

    private static int weight(Row state, String column) {
        long weight = state.number(column);
        if (weight < 0 || weight > 256) {
            throw new ProtocolException("tells the weight " + weight + ", which is not between 0 and 256");
        }
        return (int) weight;
    }

    private static String named(Row state) {
        String fqdn = state.optional("srv_fqdn", "-");
        return fqdn.equals("-") ? "" : fqdn + ":" + state.text("srv_port");
    }

    private static long number(Row stat, String column) {
        return stat.optional(column, "").isEmpty() ? 0 : stat.number(column);
    }

    private static Map<String, String> info(String answer) {
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
            throw new ProtocolException("the answer to \"show info\" has a " + key + " that is no number");
        }
    }
}
