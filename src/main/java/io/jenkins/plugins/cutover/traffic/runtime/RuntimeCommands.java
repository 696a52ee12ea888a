package io.jenkins.plugins.cutover.traffic.runtime;

import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.HaproxySpec.Split;
import java.util.List;

/**
 * The Runtime API's commands that change something, and what it answers to them. A server is named by its path,
 * {@code BACKEND/SERVER}.
 */
public final class RuntimeCommands {
    /** The problem of a socket that answers "Permission denied". */
    public static final String NO_ADMIN_LEVEL =
            "the socket has no admin level; its \"stats socket\" line needs the words \"level admin\"";

    private static final String PERMISSION_DENIED = "Permission denied";
    private static final int MAX_QUOTED = 120;

    private RuntimeCommands() {}

    /** @param weight 0 to 256 */
    public static String weight(String server, int weight) {
        return "set weight " + server + " " + weight;
    }

    /** Puts a server into maintenance. */
    public static String maintenance(String server) {
        return "set server " + server + " state maint";
    }

    /** Ends a server's maintenance. */
    public static String ready(String server) {
        return "set server " + server + " state ready";
    }

    /** Only for a server in maintenance: HAProxy keeps the result of the last check when the address changes. */
    public static String address(String server, Endpoint endpoint) {
        return "set server " + server + " addr " + endpoint.host() + " port " + endpoint.port();
    }

    /**
     * Adds a server at run time. A new server begins in maintenance, takes nothing from default-server, and is lost on
     * a reload.
     */
    public static List<String> add(String server, Endpoint endpoint, boolean http) {
        return List.of(
                "add server " + server + " " + endpoint + " weight 0 check inter 1s fall 2 rise 2"
                        + (http ? " observe layer7 error-limit 20 on-error mark-down" : ""),
                ready(server),
                "enable health " + server);
    }

    /** Closes a server's open sessions; their clients get an error. */
    public static String shutdownSessions(String server) {
        return "shutdown sessions server " + server;
    }

    /**
     * Sets the share in the map. HAProxy answers OK to a value that is no number, and drops it: read it back.
     *
     * @param basisPoints how many of 10,000 requests go to EKS
     */
    public static String mapShare(Split split, int basisPoints) {
        return "set map " + split.map() + " " + split.key() + " " + basisPoints;
    }

    /** @throws ProtocolException with HAProxy's answer to the first command that failed */
    public static void requireSuccess(List<String> commands, List<String> answers) {
        for (int i = 0; i < commands.size(); i++) {
            if (!succeeded(answers.get(i))) {
                throw new ProtocolException(refusal(commands.get(i), answers.get(i)));
            }
        }
    }

    /** An empty answer is success; a change of address and a new server are confirmed by a sentence. */
    public static boolean succeeded(String answer) {
        return answer.isEmpty()
                || answer.contains(" changed from ")
                || answer.startsWith("no need to change")
                || answer.startsWith("New server registered");
    }

    /** Whether the socket's level does not allow the command. */
    public static boolean permissionDenied(String answer) {
        return answer.startsWith(PERMISSION_DENIED);
    }

    private static String refusal(String command, String answer) {
        String line = answer.lines().findFirst().orElse("");
        if (permissionDenied(line)) {
            return NO_ADMIN_LEVEL;
        }
        String quoted = line.length() > MAX_QUOTED ? line.substring(0, MAX_QUOTED) : line;
        return "\"" + command + "\" was answered \"" + quoted + "\"";
    }
}
