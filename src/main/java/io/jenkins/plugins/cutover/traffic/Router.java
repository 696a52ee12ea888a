package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.RemoteExecutor;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.remote.RemoteRouter;
import io.jenkins.plugins.cutover.traffic.runtime.ChannelAccess;
import io.jenkins.plugins.cutover.traffic.runtime.Dialogues;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Reads and sets the HAProxy fleet in front of a service. Every method does one bounded round with all instances in
 * parallel and returns within the deadline. No connection stays open, and no state is kept but HAProxy's own. An instance
 * that cannot be reached is reported in the result; it never makes a method throw.
 */
public interface Router {
    /** The default deadline of one round. */
    Duration ROUND = Duration.ofSeconds(2);

    /** How far the achieved share may be from the desired one by default, in percentage points. */
    double TOLERANCE = 0.1;

    /**
     * @throws io.jenkins.plugins.cutover.model.InvalidInputException for addresses that may not be used (plain TCP
     *     outside loopback) and certificates that cannot be read, all of them listed
     */
    static Router of(HaproxySpec spec, Secrets secrets) {
        return of(spec, secrets, ROUND);
    }

    /** As {@link #of(HaproxySpec, Secrets)} with another deadline for a round. */
    static Router of(HaproxySpec spec, Secrets secrets, Duration round) {
        return of(spec, secrets, round, TOLERANCE);
    }

    /** As {@link #of(HaproxySpec, Secrets)} with another deadline for a round and another tolerance in percentage points. */
    static Router of(HaproxySpec spec, Secrets secrets, Duration round, double tolerance) {
        return new HaproxyRouter(spec, ChannelAccess.of(spec, secrets, round), tolerance);
    }

    /**
     * As {@link #of(HaproxySpec, Secrets)}, with each round executed on another machine as a whole. While that machine is
     * unavailable, every instance counts as unreachable. The certificates and keys of {@code tls:} instances are read
     * here and sent with each round.
     */
    static Router at(RemoteExecutor executor, HaproxySpec spec, Secrets secrets, Duration round) {
        return new RemoteRouter(spec, ChannelAccess.keys(spec, secrets), round, TOLERANCE, executor);
    }

    /** As {@link #of(HaproxySpec, Secrets)}, with another transport than sockets. */
    static Router over(HaproxySpec spec, Dialogues client) {
        return new HaproxyRouter(spec, client, TOLERANCE);
    }

    /** Whether each instance answers and its socket has the admin level; one finding for each. Reads no backend. */
    static List<Finding> identify(HaproxySpec spec, Secrets secrets) {
        return new HaproxyRouter(spec, ChannelAccess.of(spec, secrets, ROUND), TOLERANCE).identify();
    }

    /** As {@link #identify(HaproxySpec, Secrets)}, executed on another machine. */
    static List<Finding> identify(RemoteExecutor executor, HaproxySpec spec, Secrets secrets) {
        return new RemoteRouter(spec, ChannelAccess.keys(spec, secrets), ROUND, TOLERANCE, executor).identify();
    }

    /**
     * Whether a cutover through these shares can work: algorithm, admin level, servers, slots, throttle, state file,
     * and the weights for each share. Changes nothing.
     *
     * @param shares the shares of all phases
     * @param eksEndpoints how many endpoints EKS will have; at least 1
     * @return all findings, the worst first
     */
    List<Finding> preflight(List<Share> shares, int eksEndpoints);

    /** The state of every instance now. */
    FleetReading read();

    /**
     * Sets every instance to the desired traffic and reads it back. Idempotent: an instance that is already set is left
     * alone. Weights are raised before others are lowered. An instance is unchanged until its first weight is written;
     * after that, reading back decides what took effect.
     *
     * <p>Share 0 sets the Mesos weights of {@code desired} exactly and every EKS weight to 0, except that EKS keeps its weights
     * while no Mesos server is up.
     * Share 100 sets every Mesos weight to 0. A share above 0 is refused while no EKS server is up.
     */
    FleetOutcome apply(DesiredTraffic desired);

    /** The commands that {@link #apply} would send to each instance now. Changes nothing. */
    default List<PlannedChange> dryRun(DesiredTraffic desired) {
        return read().instances().stream()
                .map(reading -> plannedChange(reading, desired))
                .toList();
    }

    /** The commands that {@link #apply} would send to an instance in this state. No I/O. */
    PlannedChange plannedChange(InstanceReading reading, DesiredTraffic desired);

    /**
     * Puts the servers of a side that gets no new traffic into maintenance, as soon as they serve no request. Call it
     * until {@link DrainOutcome#done()} or the caller's own deadline.
     *
     * @param closeOpen whether open requests are closed now; their clients get an error
     */
    DrainOutcome drain(Side side, boolean closeOpen);

    /**
     * Response times of the requests that ended since the cursors were read, from the instances' {@code ring}; empty when
     * the specification names no ring.
     *
     * @param since the cursors of the last reading; an instance without one returns a cursor and no times
     */
    RingReading latencies(Collection<RingCursor> since);
}
