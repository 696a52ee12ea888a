package io.jenkins.plugins.cutover.traffic.plan;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import io.jenkins.plugins.cutover.traffic.runtime.RuntimeCommands;
import java.util.List;
import java.util.stream.Collectors;

/** Which servers may get traffic, and which weight each Mesos server had before the cutover. */
public record ServersInUse(DesiredTraffic desired) {

    /** The EKS servers that hold a desired endpoint; all of them when no endpoints are desired. */
    List<ServerReading> eligible(Reachable instance) {
        return instance.servers(Side.EKS).stream()
                .filter(s -> !s.maintenance()
                        && (desired.eks().isEmpty()
                                || s.resolved()
                                || desired.eks().stream().anyMatch(s::holds)))
                .toList();
    }

    /** Whether a health check of the server has passed. One that gets traffic already stays usable while it is up. */
    static boolean usable(ServerReading server) {
        return server.up() && (server.checkPassed() || server.weight() > 0);
    }

    /**
     * The weight before the cutover, 0 to 256. A server with another name was added since, by a deployment on Mesos for
     * example: it gets the median weight of those that had one.
     */
    public int originalWeight(ServerReading server) {
        List<Integer> known = desired.mesosWeights().values().stream()
                .filter(weight -> weight > 0)
                .sorted()
                .toList();
        int usual = known.isEmpty() ? server.initialWeight() : known.get(known.size() / 2);
        return desired.mesosWeights().getOrDefault(server.name(), usual);
    }

    /**
     * The commands that end the maintenance of the Mesos servers that a drain put into it. One that kept its weight was
     * put into maintenance by someone else, and stays there, unless all Mesos servers are in maintenance: a weight set
     * by hand must not hide a drain.
     *
     * @return none when EKS is to have all traffic
     */
    public List<String> undrain(Reachable instance) {
        List<ServerReading> known = instance.servers(Side.MESOS).stream()
                .filter(s -> originalWeight(s) > 0)
                .toList();
        boolean allInMaintenance = known.stream().allMatch(ServerReading::maintenance);
        return desired.share().equals(Share.ALL)
                ? List.of()
                : known.stream()
                        .filter(s -> s.maintenance() && (s.weight() == 0 || allInMaintenance))
                        .map(ServerReading::path)
                        .map(RuntimeCommands::ready)
                        .toList();
    }

    /** The plan while no EKS server is usable: wait, or refuse with the servers' states. */
    TrafficPlan eksUnavailable(Reachable instance) {
        boolean awaitsCheck = eligible(instance).stream().anyMatch(ServerReading::up);
        String states = states(instance.servers(Side.EKS));
        return awaitsCheck
                ? TrafficPlan.waitFor("the first health check of EKS" + states)
                : TrafficPlan.refuse("no EKS server is up" + states);
    }

    /** One line that lists the eligible EKS servers that are not usable; empty when all are. */
    List<String> notesOnUnusable(Reachable instance) {
        List<ServerReading> unusable =
                eligible(instance).stream().filter(s -> !usable(s)).toList();
        return unusable.isEmpty() ? List.of() : List.of("without traffic" + states(unusable));
    }

    static String states(List<ServerReading> servers) {
        String each = servers.stream()
                .filter(s -> !s.maintenance())
                .limit(4)
                .map(s -> s.name() + " " + s.status() + (s.check().isEmpty() ? "" : " " + s.check()))
                .collect(Collectors.joining(", "));
        return each.isEmpty() ? "" : " (" + each + ")";
    }
}
