package io.jenkins.plugins.cutover.traffic.dialogue;

import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.Columns;
import io.jenkins.plugins.cutover.traffic.Counters;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import io.jenkins.plugins.cutover.traffic.Statuses;
import io.jenkins.plugins.cutover.traffic.runtime.ProtocolException;
import io.jenkins.plugins.cutover.traffic.runtime.Table.Row;
import java.util.List;

/** Joins a server's row in {@code show stat} and its row in {@code show servers state} into a {@link ServerReading}. */
record ServerRows(HaproxySpec spec, String backend) {
    /** With {@code fall 1}, a server that has been up for less may not have passed a check yet. */
    private static final int SECONDS_UNTIL_FIRST_CHECK = 3;

    /** Flag in {@code srv_check_state}. */
    private static final int CHECK_CONFIGURED = 2;

    ServerReading server(Row stat, Row state) {
        String name = stat.text("svname");
        if (state == null) {
            throw new ProtocolException("lists the server " + name + " in one table and not in the other");
        }
        String status = stat.text("status");
        boolean up = status.startsWith("UP") || status.equals("no check");
        String throttle = stat.text("throttle");
        return new ServerReading(
                backend,
                name,
                stat.number("bck") > 0 ? null : side(name),
                state.text("srv_addr") + ":" + state.text("srv_port"),
                namedAddress(state),
                status,
                up,
                up && checkPassed(status, stat),
                status.equals("MAINT") || status.startsWith("MAINT (via") || status.startsWith("DRAIN"),
                weight(state, "srv_uweight"),
                weight(state, "srv_iweight"),
                throttle.isEmpty() ? 100 : (int) stat.number("throttle"),
                (state.number("srv_check_state") & CHECK_CONFIGURED) != 0,
                !stat.optional("agent_status", "").isEmpty(),
                stat.optional("cookie", ""),
                check(stat),
                counters(stat),
                stat.number("scur"),
                number(stat, "qcur"),
                number(stat, "rtime"),
                number(stat, "ttime"));
    }

    /**
     * After maintenance HAProxy reports a server as up at once ("UP 1/3") and keeps the result of the last check; the
     * first check that passes makes it plain "UP". With {@code fall 1} both look the same, so time decides.
     */
    private static boolean checkPassed(String status, Row stat) {
        if (status.equals("no check") || stat.text("check_status").isEmpty()) {
            return true;
        }
        boolean doubtful =
                stat.optional("check_fall", "2").equals("1") && stat.number("lastchg") < SECONDS_UNTIL_FIRST_CHECK;
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
        Columns columns = new Columns(
                stat.number("hrsp_1xx"), stat.number("econ"), stat.number("eresp"), number(stat, "srv_abrt"));
        long failed = columns.invalid() + columns.refused();
        long errors = stat.number("hrsp_5xx") + failed;
        long retries = stat.number("wretr") + stat.number("wredis");
        long attempts = number(stat, "stot");
        if (stat.optional("mode", "http").equals("tcp")) {
            return new Counters(attempts, errors, retries, attempts, 0, 0, null, columns);
        }
        long unanswered = attempts - requests - retries - failed;
        return new Counters(
                requests, errors, retries, attempts, unanswered, number(stat, "cli_abrt"), statuses(stat), columns);
    }

    private static Statuses statuses(Row stat) {
        return new Statuses(
                stat.number("hrsp_2xx") + stat.number("hrsp_other"),
                stat.number("hrsp_3xx"),
                stat.number("hrsp_4xx"),
                stat.number("hrsp_5xx"),
                number(stat, "bout"));
    }

    private static int weight(Row state, String column) {
        long weight = state.number(column);
        if (weight < 0 || weight > 256) {
            throw new ProtocolException("reports the weight " + weight + ", which is not between 0 and 256");
        }
        return (int) weight;
    }

    private static String namedAddress(Row state) {
        String fqdn = state.optional("srv_fqdn", "-");
        String name = fqdn.equals("-") ? state.optional("srvrecord", "-") : fqdn;
        return name.equals("-") ? "" : name + ":" + state.text("srv_port");
    }

    private static long number(Row stat, String column) {
        return stat.optional(column, "").isEmpty() ? 0 : stat.number(column);
    }

    private Side side(String name) {
        Side side = spec.sideOf(name);
        boolean otherBackend = spec.split() != null
                && (side == Side.EKS) != backend.equals(spec.split().eksBackend());
        return otherBackend ? null : side;
    }
}
