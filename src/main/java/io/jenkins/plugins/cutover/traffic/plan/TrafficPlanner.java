package io.jenkins.plugins.cutover.traffic.plan;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;

/** Decides what an instance must be set to, given what is healthy there now. A pure function of one reading. */
public sealed interface TrafficPlanner permits WeightsPlanner, MapPlanner {
    /** What to set on this instance. */
    TrafficPlan plan(Reachable instance);

    /**
     * The planner for the layout that a reading shows.
     *
     * @param tolerance how far the achieved share may be from the desired one, in points
     */
    static TrafficPlanner of(Reachable instance, DesiredTraffic desired, double tolerance) {
        ServersInUse servers = new ServersInUse(desired);
        return instance.mapShare() < 0
                ? new WeightsPlanner(desired, servers, tolerance)
                : new MapPlanner(desired, servers);
    }
}
