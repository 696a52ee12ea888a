package io.jenkins.plugins.cutover.traffic.dialogue;

import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.HaproxySpec.Split;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import io.jenkins.plugins.cutover.traffic.runtime.ProtocolException;
import java.util.List;

/** The Runtime API's words for a change, and what it answers when it has made it. */
public final class RuntimeCommands {
    private RuntimeCommands() {}

    public static String weight(ServerReading server, int weight) {
        return weight(path(server), weight);
    }

    public static String weight(String path, int weight) {
        return "set weight " + path + " " + weight;
    }

    public static String maintenance(ServerReading server) {
        return "set server " + path(server) + " state maint";
    }

    public static String ready(ServerReading server) {
        return "set server " + path(server) + " state ready";
    }

    /** Only for a server in maintenance: HAProxy keeps the result of the last check when the address changes. */
    public static String address(ServerReading server, Endpoint endpoint) {
        return "set server " + path(server) + " addr " + endpoint.host() + " port " + endpoint.port();
    }

    /** It begins in maintenance, takes nothing from default-server, and is gone after a reload. */
    public static List<String> add(String path, Endpoint endpoint, boolean http) {
        return List.of(
                "add server " + path + " " + endpoint + " weight 0 check inter 1s fall 2 rise 2"
                        + (http ? " observe layer7 error-limit 20 on-error mark-down" : ""),
                "set server " + path + " state ready",
                "enable health " + path);
    }

    static String cut(ServerReading server) {
        return "shutdown sessions server " + path(server);
    }

    /** How many of 10,000 requests go to EKS. HAProxy answers OK to a value that is no number, and drops it. */
    public static String draw(Split split, int basisPoints) {
        return "set map " + split.map() + " " + split.key() + " " + basisPoints;
    }

    private static String path(ServerReading server) {
        return server.backend() + "/" + server.name();
    }

    /** @throws ProtocolException with HAProxy's own words when a command was not done */
    static void check(List<String> commands, List<String> answers) {
        for (int i = 0; i < commands.size(); i++) {
            if (!done(answers.get(i))) {
                throw new ProtocolException(refusal(commands.get(i), answers.get(i)));
            }
        }
    }

    /** Silence is success, except that a change of address and a new server are told in words. */
    static boolean done(String answer) {
        return answer.isEmpty()
                || answer.contains(" changed from ")
                || answer.startsWith("no need to change")
                || answer.startsWith("New server registered");
    }

    public static String refusal(String command, String answer) {
        String line = answer.lines().findFirst().orElse("");
        if (line.startsWith("Permission denied")) {
            return "the socket has no admin level; its \"stats socket\" line needs the words \"level admin\"";
        }
        return "\"" + command + "\" was answered \"" + (line.length() > 120 ? line.substring(0, 120) : line) + "\"";
    }
}
