package io.jenkins.plugins.cutover.traffic.plan;

import io.jenkins.plugins.cutover.traffic.ServerReading;
import io.jenkins.plugins.cutover.traffic.dialogue.RuntimeCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The weight that each server of an instance must have, from what is healthy there now.
 *
 * @param weights by server; servers not in it are left alone; empty when nothing may be changed
 * @param draw how many of 10,000 requests the map is to give EKS; -1 where weights say the share
 * @param waits what is awaited before it can be confirmed; empty when nothing
 * @param refusal why it must not or cannot be done; empty when it can
 * @param notes what a person should know
 */
public record TrafficPlan(Map<String, Integer> weights, int draw, String waits, String refusal, List<String> notes) {
    static TrafficPlan set(Map<String, Integer> weights, List<String> notes) {
        return new TrafficPlan(weights, -1, "", "", notes);
    }

    static TrafficPlan wait(String reason) {
        return new TrafficPlan(Map.of(), -1, reason, "", List.of());
    }

    static TrafficPlan refuse(String reason) {
        return new TrafficPlan(Map.of(), -1, "", reason, List.of());
    }

    static TrafficPlan refuseBut(Map<String, Integer> weights, String reason) {
        return new TrafficPlan(weights, -1, "", reason, List.of());
    }

    TrafficPlan withDraw(int basisPoints) {
        return new TrafficPlan(weights, basisPoints, waits, refusal, notes);
    }

    /** The servers whose weight must rise; set all of them before any of {@link #lowers}: nobody is ever without one. */
    public List<String> raises(List<ServerReading> servers) {
        return changes(servers, 1);
    }

    public List<String> lowers(List<ServerReading> servers) {
        return changes(servers, -1);
    }

    private List<String> changes(List<ServerReading> servers, int direction) {
        List<String> commands = new ArrayList<>();
        for (ServerReading server : servers) {
            int wanted = weights.getOrDefault(server.name(), server.weight());
            if (Integer.signum(wanted - server.weight()) == direction) {
                commands.add(RuntimeCommands.weight(server, wanted));
            }
        }
        return commands;
    }
}
