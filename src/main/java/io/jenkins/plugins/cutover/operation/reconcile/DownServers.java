package io.jenkins.plugins.cutover.operation.reconcile;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The servers in use that HAProxy's health checks have marked DOWN. Such a server gets no requests, but those that it got
 * before may wait for an answer until {@code timeout server}, counted by nothing. Half of a side can be DOWN while the
 * other half answers well.
 *
 * @param eksInUse addresses of the EKS servers that hold a desired endpoint and are not in maintenance
 * @param eks those of them that are DOWN on an instance
 * @param mesos addresses of the Mesos servers that are DOWN on an instance
 * @param awaited what a phase waits for: the EKS servers, each with its instance and its last check; empty for none
 */
public record DownServers(Set<String> eksInUse, Set<String> eks, Set<String> mesos, String awaited) {
    private static final int NAMED = 4;

    /** @param desired names the endpoints; without any, every EKS server out of maintenance is in use */
    public static DownServers of(FleetReading fleet, DesiredTraffic desired) {
        Predicate<ServerReading> inUse = s -> !s.maintenance()
                && (desired.eks().isEmpty() || desired.eks().stream().anyMatch(s::holds));
        return new DownServers(
                addresses(servers(fleet, Side.EKS).filter(inUse)),
                addresses(servers(fleet, Side.EKS).filter(inUse).filter(DownServers::down)),
                addresses(servers(fleet, Side.MESOS).filter(DownServers::down)),
                awaited(fleet, inUse));
    }

    private static String awaited(FleetReading fleet, Predicate<ServerReading> inUse) {
        var named = fleet.reachable().stream()
                .flatMap(i -> i.servers(Side.EKS).stream()
                        .filter(inUse)
                        .filter(DownServers::down)
                        .map(s ->
                                s.name() + " on " + i.instance() + (s.check().isEmpty() ? "" : " (" + s.check() + ")")))
                .toList();
        if (named.isEmpty()) {
            return "";
        }
        String more = named.size() > NAMED ? " and " + (named.size() - NAMED) + " more" : "";
        return "EKS servers that are DOWN: " + named.stream().limit(NAMED).collect(Collectors.joining(", ")) + more;
    }

    private static Stream<ServerReading> servers(FleetReading fleet, Side side) {
        return fleet.reachable().stream()
                .map(Reachable::servers)
                .flatMap(all -> all.stream())
                .filter(s -> s.side() == side);
    }

    private static boolean down(ServerReading server) {
        return server.status().startsWith("DOWN");
    }

    private static Set<String> addresses(Stream<ServerReading> servers) {
        return servers.map(ServerReading::address).collect(Collectors.toCollection(TreeSet::new));
    }
}
