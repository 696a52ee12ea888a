package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Decides weights for one instance. Pure: what it sees is one reading.
 *
 * <p>Between the ends only servers that are up count. A Mesos server that is down keeps a weight in proportion, so that
 * its return draws traffic to Mesos; an EKS server that is down gets none, so that its return cannot raise the share
 * unasked.
 *
 * @param tolerance how far the achieved share may be from the desired one, in points
 */
record TrafficPlanner(DesiredTraffic desired, double tolerance) {

    TrafficPlan plan(Reachable instance) {
        if (desired.share().equals(Share.NONE)) {
            return allMesos(instance);
        }
        if (!instance.algorithm().equals("roundrobin")) {
            return TrafficPlan.refuse("\"balance " + instance.algorithm()
                    + "\" cannot give percentages; the backend needs \"balance roundrobin\"");
        }
        List<ServerReading> eks = eligible(instance);
        List<String> usable = eks.stream()
                .filter(TrafficPlanner::usable)
                .map(ServerReading::name)
                .toList();
        if (usable.isEmpty()) {
            boolean hope = eks.stream().anyMatch(ServerReading::up);
            String states = states(instance.servers(Side.EKS));
            return hope
                    ? TrafficPlan.wait("the first health check of EKS" + states)
                    : TrafficPlan.refuse("no EKS server is up" + states);
        }
        return desired.share().equals(Share.ALL) ? allEks(instance, eks) : between(instance, usable);
    }

    /**
     * The Mesos weights as they were. While no Mesos server is up EKS keeps its weights beside them: an EKS that fails
     * some requests is better than nobody who answers any.
     */
    private TrafficPlan allMesos(Reachable instance) {
        Map<String, Integer> weights = new TreeMap<>();
        List<ServerReading> mesos = instance.servers(Side.MESOS);
        mesos.forEach(s -> weights.put(s.name(), original(s)));
        boolean eksServes = instance.servers(Side.EKS).stream().anyMatch(s -> s.up() && s.weight() > 0);
        List<ServerReading> up =
                mesos.stream().filter(s -> s.up() && original(s) > 0).toList();
        if (up.stream().noneMatch(TrafficPlanner::usable) && eksServes) {
            return up.isEmpty()
                    ? TrafficPlan.refuseBut(
                            weights,
                            "no Mesos server is up" + states(mesos)
                                    + "; their weights are as before, and EKS keeps its own until one is")
                    : TrafficPlan.wait("the first health check of Mesos" + states(mesos));
        }
        instance.servers(Side.EKS).forEach(s -> weights.put(s.name(), 0));
        return TrafficPlan.set(weights, up.isEmpty() ? List.of("no Mesos server is up" + states(mesos)) : List.of());
    }

    private TrafficPlan allEks(Reachable instance, List<ServerReading> eks) {
        Map<String, Integer> weights = new TreeMap<>();
        instance.servers(Side.EKS).forEach(s -> weights.put(s.name(), 0));
        // One that is down may have its weight already: here its return changes no share.
        eks.stream().filter(s -> !s.up() || usable(s)).forEach(s -> weights.put(s.name(), WeightPlan.LARGEST));
        instance.servers(Side.MESOS).forEach(s -> weights.put(s.name(), 0));
        return TrafficPlan.set(weights, List.of());
    }

    private TrafficPlan between(Reachable instance, List<String> usable) {
        List<ServerReading> mesos = instance.servers(Side.MESOS);
        Map<String, Integer> up = mesos.stream()
                .filter(s -> s.up() && !s.maintenance() && original(s) > 0)
                .collect(Collectors.toMap(ServerReading::name, this::original));
        if (up.isEmpty()) {
            return TrafficPlan.refuse("no Mesos server with a weight is up" + states(mesos));
        }
        WeightPlan plan = WeightPlan.solve(desired.share(), up, usable);
        if (plan.pointsOff() > tolerance) {
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
        mesos.forEach(s -> weights.putIfAbsent(s.name(), scaled(original(s), scale)));
        instance.servers(Side.EKS).forEach(s -> weights.put(s.name(), plan.eks().getOrDefault(s.name(), 0)));
        return TrafficPlan.set(weights, notes(instance, usable));
    }

    private List<String> notes(Reachable instance, List<String> usable) {
        List<String> notes = new ArrayList<>();
        List<ServerReading> out = eligible(instance).stream()
                .filter(s -> !usable.contains(s.name()))
                .toList();
        if (!out.isEmpty()) {
            notes.add("without traffic" + states(out));
        }
        return notes;
    }

    /** The EKS servers that hold a desired endpoint; all of them where the endpoints are not ours to set. */
    private List<ServerReading> eligible(Reachable instance) {
        return instance.servers(Side.EKS).stream()
                .filter(s -> !s.maintenance()
                        && (desired.eks().isEmpty() || desired.eks().stream().anyMatch(s::holds)))
                .toList();
    }

    /** Up, and that by a check that passed; one that serves already is not taken back for a single failed check. */
    private static boolean usable(ServerReading server) {
        return server.up() && (server.proven() || server.weight() > 0);
    }

    /** The weight before the cutover; a server that came later is worth as much as the others. */
    int original(ServerReading server) {
        List<Integer> known = desired.mesosWeights().values().stream().sorted().toList();
        int usual = known.isEmpty() ? server.initialWeight() : known.get(known.size() / 2);
        return desired.mesosWeights().getOrDefault(server.name(), usual);
    }

    private static int scaled(int weight, double scale) {
        return weight == 0 ? 0 : (int) Math.max(1, Math.min(WeightPlan.LARGEST, Math.round(weight * scale)));
    }

    private static double sum(Map<String, Integer> weights) {
        return weights.values().stream().mapToInt(w -> w).sum();
    }

    private static String states(List<ServerReading> servers) {
        String each = servers.stream()
                .filter(s -> !s.maintenance())
                .limit(4)
                .map(s -> s.name() + " " + s.status() + (s.check().isEmpty() ? "" : " " + s.check()))
                .collect(Collectors.joining(", "));
        return each.isEmpty() ? "" : " (" + each + ")";
    }
}
