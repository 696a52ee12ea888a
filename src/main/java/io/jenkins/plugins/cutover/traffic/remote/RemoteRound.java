package io.jenkins.plugins.cutover.traffic.remote;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.RemoteTask;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.DrainOutcome;
import io.jenkins.plugins.cutover.traffic.FleetOutcome;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.HaproxyRouter;
import io.jenkins.plugins.cutover.traffic.LatencyCursor;
import io.jenkins.plugins.cutover.traffic.LatencyReading;
import io.jenkins.plugins.cutover.traffic.runtime.ChannelAccess;
import io.jenkins.plugins.cutover.traffic.runtime.RuntimeClient;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * One of a router's methods as an errand: the whole round is done there, raising before lowering and reading back, so
 * that no instance waits for the line to here in between.
 *
 * @param keys null when no instance needs any
 * @param silent the instances that said nothing a moment ago
 * @param limit for one round
 */
record RemoteRound<T>(
        HaproxySpec spec,
        ChannelAccess.Keys keys,
        HashSet<InstanceAddress> silent,
        Duration limit,
        double tolerance,
        Work<T> work)
        implements RemoteTask<RemoteRound.Came<T>> {

    /** @param silent the instances that say nothing now */
    record Came<T>(T result, HashSet<InstanceAddress> silent) implements Serializable {}

    @Override
    public Came<T> run() {
        RuntimeClient client =
                new RuntimeClient(Optional.ofNullable(keys).map(ChannelAccess.Keys::open), limit, silent);
        T result = work.with(new HaproxyRouter(spec, client, tolerance));
        return new Came<>(result, new HashSet<>(client.silent()));
    }

    /** Records and no lambdas: what travels to an agent must have a class of its own. */
    interface Work<T> extends Serializable {
        T with(HaproxyRouter router);
    }

    record Greet() implements Work<List<Finding>> {
        @Override
        public List<Finding> with(HaproxyRouter router) {
            return new ArrayList<>(router.greet());
        }
    }

    record Preflight(ArrayList<Share> shares, int eksEndpoints) implements Work<List<Finding>> {
        @Override
        public List<Finding> with(HaproxyRouter router) {
            return new ArrayList<>(router.preflight(shares, eksEndpoints));
        }
    }

    record Read() implements Work<FleetReading> {
        @Override
        public FleetReading with(HaproxyRouter router) {
            return router.read();
        }
    }

    record Apply(DesiredTraffic desired) implements Work<FleetOutcome> {
        @Override
        public FleetOutcome with(HaproxyRouter router) {
            return router.apply(desired);
        }
    }

    record Drain(Side side, boolean cut) implements Work<DrainOutcome> {
        @Override
        public DrainOutcome with(HaproxyRouter router) {
            return router.drain(side, cut);
        }
    }

    record Latencies(ArrayList<LatencyCursor> since) implements Work<LatencyReading> {
        Latencies(Collection<LatencyCursor> since) {
            this(new ArrayList<>(since));
        }

        @Override
        public LatencyReading with(HaproxyRouter router) {
            return router.latencies(since);
        }
    }
}
