package io.jenkins.plugins.cutover.traffic.plan;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import io.jenkins.plugins.cutover.traffic.dialogue.RuntimeCommands;
import java.util.List;
import java.util.stream.Collectors;

/** Which servers may get traffic, and how much each Mesos server had. */
public record ServersInUse(DesiredTraffic desired) {

    /** The EKS servers that hold a desired endpoint; all of them where the endpoints are not ours to set. */
    List<ServerReading> eligible(Reachable instance) {
        return instance.servers(Side.EKS).stream()
                .filter(s -> !s.maintenance()
                        && (desired.eks().isEmpty() || desired.eks().stream().anyMatch(s::holds)))
                .toList();
    }

    /** Up, and that by a check that passed; one that serves already is not taken back for a single failed check. */
    static boolean usable(ServerReading server) {
        return server.up() && (server.proven() || server.weight() > 0);
    }

    /** The weight before the cutover; a server that came later is worth as much as the others. */
    int original(ServerReading server) {
        List<Integer> known = desired.mesosWeights().values().stream().sorted().toList();
        int usual = known.isEmpty() ? server.initialWeight() : known.get(known.size() / 2);
        return desired.mesosWeights().getOrDefault(server.name(), usual);
    }

    /**
     * Mesos servers that a drain put away; one that has kept its weight was put away by someone else, and stays. Where no
     * other is left they all come back: a weight that somebody set by hand must not hide that it was a drain.
     */
    public List<String> wake(Reachable instance) {
        List<ServerReading> known = instance.servers(Side.MESOS).stream()
                .filter(s -> original(s) > 0)
                .toList();
        boolean dark = known.stream().allMatch(ServerReading::maintenance);
        return desired.share().equals(Share.ALL)
                ? List.of()
                : known.stream()
                        .filter(s -> s.maintenance() && (s.weight() == 0 || dark))
                        .map(RuntimeCommands::ready)
                        .toList();
    }

    /** Why EKS can get nothing now. */
    TrafficPlan noEks(Reachable instance) {
        boolean hope = eligible(instance).stream().anyMatch(ServerReading::up);
        String states = states(instance.servers(Side.EKS));
        return hope
                ? TrafficPlan.wait("the first health check of EKS" + states)
                : TrafficPlan.refuse("no EKS server is up" + states);
    }

    List<String> withoutTraffic(Reachable instance) {
        List<ServerReading> out =
                eligible(instance).stream().filter(s -> !usable(s)).toList();
        return out.isEmpty() ? List.of() : List.of("without traffic" + states(out));
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
