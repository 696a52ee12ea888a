package io.jenkins.plugins.cutover.traffic.plan;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;

/** Decides what an instance must be set to, from what is healthy there now. Pure. */
public sealed interface TrafficPlanner permits WeightsPlanner, MapPlanner {
    TrafficPlan plan(Reachable instance);

    /** The planner for the layout that a reading shows. */
    static TrafficPlanner of(Reachable instance, DesiredTraffic desired, double tolerance) {
        ServersInUse servers = new ServersInUse(desired);
        return instance.draw() < 0 ? new WeightsPlanner(desired, servers, tolerance) : new MapPlanner(desired, servers);
    }
}
