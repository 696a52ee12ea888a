package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Unreachable;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One reading of the whole fleet.
 *
 * @param instances one for each address of the specification, in its order
 */
public record FleetReading(List<InstanceReading> instances) implements Serializable {
    public FleetReading {
        instances = List.copyOf(instances);
    }

    /** The instances that answered. */
    public List<Reachable> reachable() {
        return instances.stream()
                .filter(Reachable.class::isInstance)
                .map(Reachable.class::cast)
                .toList();
    }

    /** The instances that did not answer, each with the reason. */
    public List<Unreachable> unreachable() {
        return instances.stream()
                .filter(Unreachable.class::isInstance)
                .map(Unreachable.class::cast)
                .toList();
    }

    /**
     * The user weight of each Mesos server, 0 to 256, for the record of a new cutover. Where instances differ (the
     * preflight reports it), the first one decides.
     */
    public Map<String, Integer> mesosWeights() {
        Map<String, Integer> weights = new TreeMap<>();
        reachable().forEach(i -> i.servers(Side.MESOS).forEach(s -> weights.putIfAbsent(s.name(), s.weight())));
        return weights;
    }

    /** The counters, small enough to be kept in the record until the next reading. */
    public CounterSnapshot counters() {
        return CounterSnapshot.of(this);
    }

    /**
     * How each reachable instance differs from the desired traffic, in one line; instances without drift are not in it.
     */
    public Map<InstanceAddress, String> drift(DesiredTraffic desired) {
        Map<InstanceAddress, String> drift = new LinkedHashMap<>();
        reachable().forEach(i -> Drift.of(i, desired).ifPresent(text -> drift.put(i.instance(), text)));
        return drift;
    }

    /**
     * Whether HAProxy counts connections and not requests, as in TCP mode. Failures are then connections that were refused or
     * reset; answers, their status and their times are not known.
     */
    public boolean countsConnections() {
        return reachable().stream().anyMatch(i -> i.mode().equals("tcp"));
    }
}
