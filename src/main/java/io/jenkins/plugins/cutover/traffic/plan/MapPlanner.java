package io.jenkins.plugins.cutover.traffic.plan;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decides for one instance with two backends and a map. The share is what the map says; weights only tell who of a
 * side serves: the Mesos servers keep theirs, an EKS server has one as soon as a health check of it has passed, at
 * share 0 too, so that testers can reach EKS by header before anybody else does.
 */
record MapPlanner(DesiredTraffic desired, ServersInUse servers) implements TrafficPlanner {
    private static final int SERVING = 100;

    @Override
    public TrafficPlan plan(Reachable instance) {
        boolean eks = servers.eligible(instance).stream().anyMatch(ServersInUse::usable);
        boolean mesos = instance.servers(Side.MESOS).stream().anyMatch(s -> ServersInUse.usable(s) && !s.maintenance());
        Share share = desired.share();
        if (!share.equals(Share.NONE) && !eks) {
            return servers.noEks(instance);
        }
        if (!share.equals(Share.ALL) && !mesos && (!share.equals(Share.NONE) || (eks && instance.draw() > 0))) {
            return noMesos(instance);
        }
        return TrafficPlan.set(weights(instance), servers.withoutTraffic(instance))
                .withDraw(share.basisPoints());
    }

    private static TrafficPlan noMesos(Reachable instance) {
        boolean hope = instance.servers(Side.MESOS).stream().anyMatch(ServerReading::up);
        String states = ServersInUse.states(instance.servers(Side.MESOS));
        return hope
                ? TrafficPlan.wait("the first health check of Mesos" + states)
                : TrafficPlan.refuse("no Mesos server is up" + states + "; the share stays " + instance.share());
    }

    private Map<String, Integer> weights(Reachable instance) {
        Map<String, Integer> weights = new TreeMap<>();
        if (!desired.share().equals(Share.ALL)) {
            instance.servers(Side.MESOS).forEach(s -> weights.put(s.name(), servers.original(s)));
        }
        instance.servers(Side.EKS).forEach(s -> weights.put(s.name(), 0));
        servers.eligible(instance).stream().filter(ServersInUse::usable).forEach(s -> weights.put(s.name(), SERVING));
        return weights;
    }
}
