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
import io.jenkins.plugins.cutover.traffic.RingCursor;
import io.jenkins.plugins.cutover.traffic.RingReading;
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
 * One of a router's methods as a remote task. The whole round runs there, reading back included, so that no instance
 * waits for the connection between the two machines.
 *
 * @param keys null when no instance needs any
 * @param silent the instances that did not answer a moment ago
 * @param limit the deadline of a round
 * @param tolerance of the share, in percentage points
 */
record RemoteRound<T>(
        HaproxySpec spec,
        ChannelAccess.Keys keys,
        HashSet<InstanceAddress> silent,
        Duration limit,
        double tolerance,
        Work<T> work)
        implements RemoteTask<RemoteRound.Answer<T>> {

    /** @param silent the instances that do not answer now */
    record Answer<T>(T result, HashSet<InstanceAddress> silent) implements Serializable {}

    @Override
    public Answer<T> run() {
        RuntimeClient client =
                new RuntimeClient(Optional.ofNullable(keys).map(ChannelAccess.Keys::open), limit, silent);
        T result = work.on(new HaproxyRouter(spec, client, tolerance));
        return new Answer<>(result, new HashSet<>(client.silent()));
    }

    /** Records, not lambdas: what is sent to an agent must have a class of its own. */
    interface Work<T> extends Serializable {
        T on(HaproxyRouter router);
    }

    record Identify() implements Work<List<Finding>> {
        @Override
        public List<Finding> on(HaproxyRouter router) {
            return new ArrayList<>(router.identify());
        }
    }

    record Preflight(ArrayList<Share> shares, int eksEndpoints) implements Work<List<Finding>> {
        @Override
        public List<Finding> on(HaproxyRouter router) {
            return new ArrayList<>(router.preflight(shares, eksEndpoints));
        }
    }

    record Read() implements Work<FleetReading> {
        @Override
        public FleetReading on(HaproxyRouter router) {
            return router.read();
        }
    }

    record Apply(DesiredTraffic desired) implements Work<FleetOutcome> {
        @Override
        public FleetOutcome on(HaproxyRouter router) {
            return router.apply(desired);
        }
    }

    record Drain(Side side, boolean closeOpen) implements Work<DrainOutcome> {
        @Override
        public DrainOutcome on(HaproxyRouter router) {
            return router.drain(side, closeOpen);
        }
    }

    record Latencies(ArrayList<RingCursor> since) implements Work<RingReading> {
        Latencies(Collection<RingCursor> since) {
            this(new ArrayList<>(since));
        }

        @Override
        public RingReading on(HaproxyRouter router) {
            return router.latencies(since);
        }
    }
}
