package io.jenkins.plugins.cutover.traffic.plan;

import io.jenkins.plugins.cutover.traffic.ServerReading;
import io.jenkins.plugins.cutover.traffic.runtime.RuntimeCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The weight that each server of an instance must have, given what is healthy there now.
 *
 * @param weights by server; servers not in it are left alone; empty when nothing may be changed
 * @param mapShare the basis points that the map must give EKS; -1 where weights set the share
 * @param waits what must happen before the plan can be confirmed; empty when nothing
 * @param refusal why the desired traffic cannot be set; empty when it can
 * @param notes for people
 */
public record TrafficPlan(
        Map<String, Integer> weights, int mapShare, String waits, String refusal, List<String> notes) {
    static TrafficPlan set(Map<String, Integer> weights, List<String> notes) {
        return new TrafficPlan(weights, -1, "", "", notes);
    }

    static TrafficPlan waitFor(String reason) {
        return new TrafficPlan(Map.of(), -1, reason, "", List.of());
    }

    static TrafficPlan refuse(String reason) {
        return new TrafficPlan(Map.of(), -1, "", reason, List.of());
    }

    /** Refuses the share and still sets these weights. */
    static TrafficPlan refuseWithWeights(Map<String, Integer> weights, String reason) {
        return new TrafficPlan(weights, -1, "", reason, List.of());
    }

    TrafficPlan withMapShare(int basisPoints) {
        return new TrafficPlan(weights, basisPoints, waits, refusal, notes);
    }

    /**
     * The commands for the weights that rise. Send all of them before any of {@link #lowers}, so that at no moment every
     * server has weight 0.
     */
    public List<String> raises(List<ServerReading> servers) {
        return changes(servers, 1);
    }

    /** The commands for the weights that fall. */
    public List<String> lowers(List<ServerReading> servers) {
        return changes(servers, -1);
    }

    private List<String> changes(List<ServerReading> servers, int direction) {
        List<String> commands = new ArrayList<>();
        for (ServerReading server : servers) {
            int desired = weights.getOrDefault(server.name(), server.weight());
            if (Integer.signum(desired - server.weight()) == direction) {
                commands.add(RuntimeCommands.weight(server.path(), desired));
            }
        }
        return commands;
    }
}
