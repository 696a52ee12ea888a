package io.jenkins.plugins.cutover.traffic.plan;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import java.util.Map;
import java.util.TreeMap;

/**
 * Plans for an instance with two backends and a map. The map holds the share; weights only decide which servers of a side
 * get traffic. The Mesos servers keep theirs. An EKS server gets one as soon as its health check has passed, at share 0
 * too, so that testers can reach EKS by header before any user does.
 */
record MapPlanner(DesiredTraffic desired, ServersInUse servers) implements TrafficPlanner {
    private static final int SERVING_WEIGHT = 100;

    @Override
    public TrafficPlan plan(Reachable instance) {
        boolean eks = servers.eligible(instance).stream().anyMatch(ServersInUse::usable);
        boolean mesos = instance.servers(Side.MESOS).stream().anyMatch(s -> ServersInUse.usable(s) && !s.maintenance());
        Share share = desired.share();
        if (!share.equals(Share.NONE) && !eks) {
            return servers.eksUnavailable(instance);
        }
        if (!share.equals(Share.ALL) && !mesos && (!share.equals(Share.NONE) || (eks && instance.mapShare() > 0))) {
            return mesosUnavailable(instance);
        }
        return TrafficPlan.set(weights(instance), servers.notesOnUnusable(instance))
                .withMapShare(share.basisPoints());
    }

    private static TrafficPlan mesosUnavailable(Reachable instance) {
        boolean awaitsCheck = instance.servers(Side.MESOS).stream().anyMatch(ServerReading::up);
        String states = ServersInUse.states(instance.servers(Side.MESOS));
        return awaitsCheck
                ? TrafficPlan.waitFor("the first health check of Mesos" + states)
                : TrafficPlan.refuse("no Mesos server is up" + states + "; the share stays " + instance.share());
    }

    private Map<String, Integer> weights(Reachable instance) {
        Map<String, Integer> weights = new TreeMap<>();
        if (!desired.share().equals(Share.ALL)) {
            instance.servers(Side.MESOS).forEach(s -> weights.put(s.name(), servers.originalWeight(s)));
        }
        instance.servers(Side.EKS).forEach(s -> weights.put(s.name(), 0));
        servers.eligible(instance).stream()
                .filter(s -> ServersInUse.usable(s) || s.resolved())
                .forEach(s -> weights.put(s.name(), SERVING_WEIGHT));
        return weights;
    }
}
