package io.jenkins.plugins.cutover.traffic.plan;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Plans for an instance with one backend, whose weights set the share.
 *
 * <p>Between 0 % and 100 % only servers that are up count. A Mesos server that is down keeps a weight in proportion, so
 * that its return moves traffic to Mesos; an EKS server that is down gets none, so that its return cannot raise the
 * share.
 *
 * @param servers who may get traffic
 * @param tolerance how far the achieved share may be from the desired one, in percentage points
 */
record WeightsPlanner(DesiredTraffic desired, ServersInUse servers, double tolerance) implements TrafficPlanner {

    @Override
    public TrafficPlan plan(Reachable instance) {
        if (desired.share().equals(Share.NONE)) {
            return allMesos(instance);
        }
        if (!instance.algorithm().equals("roundrobin")) {
            return TrafficPlan.refuse("\"balance " + instance.algorithm()
                    + "\" cannot give percentages; the backend needs \"balance roundrobin\"");
        }
        List<ServerReading> eks = servers.eligible(instance);
        List<String> usable = eks.stream()
                .filter(ServersInUse::usable)
                .map(ServerReading::name)
                .toList();
        if (usable.isEmpty()) {
            return servers.eksUnavailable(instance);
        }
        return desired.share().equals(Share.ALL) ? allEks(instance, eks) : between(instance, usable);
    }

    /**
     * The Mesos weights from before the cutover. While no Mesos server is up, EKS keeps its weights: an EKS side that
     * fails some requests is better than no server at all.
     */
    private TrafficPlan allMesos(Reachable instance) {
        Map<String, Integer> weights = new TreeMap<>();
        List<ServerReading> mesos = instance.servers(Side.MESOS);
        mesos.forEach(s -> weights.put(s.name(), servers.originalWeight(s)));
        boolean eksServes = instance.servers(Side.EKS).stream().anyMatch(s -> s.up() && s.weight() > 0);
        List<ServerReading> up = mesos.stream()
                .filter(s -> s.up() && servers.originalWeight(s) > 0)
                .toList();
        if (up.stream().noneMatch(ServersInUse::usable) && eksServes) {
            return up.isEmpty()
                    ? TrafficPlan.refuseWithWeights(
                            weights,
                            "no Mesos server is up" + ServersInUse.states(mesos)
                                    + "; their weights are restored, and EKS keeps its own until one is")
                    : TrafficPlan.waitFor("the first health check of Mesos" + ServersInUse.states(mesos));
        }
        instance.servers(Side.EKS).forEach(s -> weights.put(s.name(), 0));
        return TrafficPlan.set(
                weights, up.isEmpty() ? List.of("no Mesos server is up" + ServersInUse.states(mesos)) : List.of());
    }

    private TrafficPlan allEks(Reachable instance, List<ServerReading> eks) {
        Map<String, Integer> weights = new TreeMap<>();
        instance.servers(Side.EKS).forEach(s -> weights.put(s.name(), 0));
        // At 100 % the return of a server that is down changes no share, so it may have its weight already.
        eks.stream()
                .filter(s -> !s.up() || ServersInUse.usable(s))
                .forEach(s -> weights.put(s.name(), WeightPlan.LARGEST));
        instance.servers(Side.MESOS).forEach(s -> weights.put(s.name(), 0));
        return TrafficPlan.set(weights, List.of());
    }

    private TrafficPlan between(Reachable instance, List<String> usable) {
        List<ServerReading> mesos = instance.servers(Side.MESOS);
        Map<String, Integer> up = mesos.stream()
                .filter(s -> s.up() && !s.maintenance() && servers.originalWeight(s) > 0)
                .collect(Collectors.toMap(ServerReading::name, servers::originalWeight));
        if (up.isEmpty()) {
            return TrafficPlan.refuse("no Mesos server with a weight is up" + ServersInUse.states(mesos));
        }
        WeightPlan plan = WeightPlan.solve(desired.share(), up, usable);
        if (plan.errorPoints() > tolerance) {
            return TrafficPlan.refuse(String.format(
                    Locale.ROOT,
                    "EKS %s cannot be reached with %d Mesos and %d EKS servers up; the nearest is %.2f%%",
                    desired.share(),
                    up.size(),
                    usable.size(),
                    plan.achieved() * 100));
        }
        Map<String, Integer> weights = new LinkedHashMap<>(plan.mesos());
        double scale = sum(plan.mesos()) / sum(up);
        mesos.forEach(s -> weights.putIfAbsent(s.name(), scaled(servers.originalWeight(s), scale)));
        instance.servers(Side.EKS).forEach(s -> weights.put(s.name(), plan.eks().getOrDefault(s.name(), 0)));
        return TrafficPlan.set(weights, servers.notesOnUnusable(instance));
    }

    private static int scaled(int weight, double scale) {
        return weight == 0 ? 0 : (int) Math.max(1, Math.min(WeightPlan.LARGEST, Math.round(weight * scale)));
    }

    private static double sum(Map<String, Integer> weights) {
        return weights.values().stream().mapToInt(w -> w).sum();
    }
}
