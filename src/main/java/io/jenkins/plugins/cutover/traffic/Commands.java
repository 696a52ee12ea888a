package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.traffic.runtime.ProtocolException;
import java.util.List;

/** The Runtime API's words for changing a server of one backend, and what it answers when it has done so. */
record Commands(String backend) {
    String weight(String server, int weight) {
        return "set weight " + backend + "/" + server + " " + weight;
    }

    String maintenance(String server) {
        return "set server " + backend + "/" + server + " state maint";
    }

    String ready(String server) {
        return "set server " + backend + "/" + server + " state ready";
    }

    /** Only for a server in maintenance: HAProxy keeps the result of the last check when the address changes. */
    String address(String server, Endpoint endpoint) {
        return "set server " + backend + "/" + server + " addr " + endpoint.host() + " port " + endpoint.port();
    }

    String cut(String server) {
        return "shutdown sessions server " + backend + "/" + server;
    }

    /** @throws ProtocolException with HAProxy's own words when a command was not done */
    static void check(List<String> commands, List<String> answers) {
        for (int i = 0; i < commands.size(); i++) {
            String answer = answers.get(i);
            if (!done(answer)) {
                throw new ProtocolException(refusal(commands.get(i), answer));
            }
        }
    }

    /** Silence is success, except that a change of address is told in words. */
    static boolean done(String answer) {
        return answer.isEmpty() || answer.contains(" changed from ") || answer.startsWith("no need to change");
    }

    static String refusal(String command, String answer) {
        String line = answer.lines().findFirst().orElse("");
        if (line.startsWith("Permission denied")) {
            return "the socket has no admin level; its \"stats socket\" line needs the words \"level admin\"";
        }
        return "\"" + command + "\" was answered \"" + (line.length() > 120 ? line.substring(0, 120) : line) + "\"";
    }
}
