package io.jenkins.plugins.cutover.operation;

import io.jenkins.plugins.cutover.mesos.App;
import io.jenkins.plugins.cutover.mesos.Task;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.model.TrafficSample;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How much of the service's traffic Mesos can carry now, as a fraction of all. Whoever knows less than the other is
 * believed: HAProxy about which servers are up, Marathon about which tasks there are. When neither answers Mesos is
 * trusted with everything, for it is where the service must go.
 */
final class Capacity {
    /** A demand measured longer ago says nothing about now. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    /** Rates over less than this are noise. */
    private static final Duration LEAST = Duration.ofMillis(200);

    private Capacity() {}

    static double of(CutoverRecord record, FleetReading fleet, Optional<App> app, Instant now) {
        double healthy =
                Math.min(seen(record, fleet), app.map(a -> running(record, a)).orElse(1.0));
        return healthy >= 1 ? 1 : Math.min(1, Math.max(healthy, healthy * spare(record, now)));
    }

    /** The instance that sees least decides. A server in maintenance was drained by us and comes back with its weight. */
    private static double seen(CutoverRecord record, FleetReading fleet) {
        double least = 1;
        for (Reachable instance : fleet.reachable()) {
            double up = 0;
            double all = 0;
            for (ServerReading server : instance.servers(Side.MESOS)) {
                int weight = record.desired().mesosWeights().getOrDefault(server.name(), 0);
                all += weight;
                up += server.up() || server.maintenance() ? weight : 0;
            }
            least = all == 0 ? least : Math.min(least, up / all);
        }
        return least;
    }

    /** Health results live in the leader's memory: a task without any is not called ill, HAProxy's own checks tell. */
    private static double running(CutoverRecord record, App app) {
        long able = app.tasks().stream()
                .filter(t -> t.state().equals("TASK_RUNNING"))
                .filter(t -> t.health().stream().allMatch(Task.Health::alive))
                .count();
        return (double) able / record.before().mesosInstances();
    }

    /** The most that Mesos was seen to carry against what is asked now: above 1 when it is quieter than it was. */
    private static double spare(CutoverRecord record, Instant now) {
        List<TrafficSample> samples = record.samples();
        double most = 0;
        double asked = 0;
        for (int i = 1; i < samples.size(); i++) {
            TrafficSample s = samples.get(i);
            Duration since = Duration.between(samples.get(i - 1).at(), s.at());
            boolean sound = since.compareTo(LEAST) > 0 && since.compareTo(FRESH) < 0;
            double seconds = Settings.seconds(since);
            most = sound ? Math.max(most, s.mesosRequests() / seconds) : most;
            asked = sound ? (s.mesosRequests() + s.eksRequests()) / seconds : 0;
        }
        boolean fresh = !samples.isEmpty()
                && Duration.between(samples.get(samples.size() - 1).at(), now)
                                .abs()
                                .compareTo(FRESH)
                        < 0;
        return fresh && asked > 0 ? most / asked : 1;
    }
}
