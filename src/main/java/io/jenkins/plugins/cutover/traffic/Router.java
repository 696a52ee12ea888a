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
 * The one door to the HAProxy fleet in front of a service. Every method does one bounded round: all instances in
 * parallel on the calling thread, back within the deadline, nothing kept open afterwards and no state but HAProxy's
 * own. One instance that cannot be reached never makes a method throw, it is in the answer.
 */
public interface Router {
    /** How long one round may take unless told otherwise. */
    Duration ROUND = Duration.ofSeconds(2);

    /** How far from the share asked for the weights may be, in points, unless told otherwise. */
    double TOLERANCE = 0.1;

    /**
     * @throws io.jenkins.plugins.cutover.model.InvalidInputException for an address that may not be used (plain TCP
     *     outside loopback) or certificates that cannot be read, all of them named
     */
    static Router of(HaproxySpec spec, Secrets secrets) {
        return of(spec, secrets, ROUND);
    }

    /** As {@link #of(HaproxySpec, Secrets)} with another deadline for a round. */
    static Router of(HaproxySpec spec, Secrets secrets, Duration round) {
        return of(spec, secrets, round, TOLERANCE);
    }

    /** As {@link #of(HaproxySpec, Secrets)} with another deadline for a round and another tolerance in points. */
    static Router of(HaproxySpec spec, Secrets secrets, Duration round, double tolerance) {
        return new HaproxyRouter(spec, ChannelAccess.of(spec, secrets, round), tolerance);
    }

    /**
     * As {@link #of(HaproxySpec, Secrets)}, each round done at another place as a whole. While nobody is there, no
     * instance answers. The certificates and keys of {@code tls:} instances, read here, go there with each round.
     */
    static Router at(RemoteExecutor place, HaproxySpec spec, Secrets secrets, Duration round) {
        return new RemoteRouter(spec, ChannelAccess.keys(spec, secrets), round, TOLERANCE, place);
    }

    /** As {@link #of(HaproxySpec, Secrets)} over other conversations than those on sockets. */
    static Router over(HaproxySpec spec, Dialogues conversations) {
        return new HaproxyRouter(spec, conversations, TOLERANCE);
    }

    /** Whether each instance answers as somebody who may change it, whatever backends it has; one finding for each. */
    static List<Finding> greet(HaproxySpec spec, Secrets secrets) {
        return new HaproxyRouter(spec, ChannelAccess.of(spec, secrets, ROUND), TOLERANCE).greet();
    }

    /** As {@link #greet(HaproxySpec, Secrets)} from another place. */
    static List<Finding> greet(RemoteExecutor place, HaproxySpec spec, Secrets secrets) {
        return new RemoteRouter(spec, ChannelAccess.keys(spec, secrets), ROUND, TOLERANCE, place).greet();
    }

    /**
     * Whether a cutover through these shares can work: algorithm, admin level, servers, slots, throttle, state file,
     * and each share's weights. Changes nothing; all findings together, worst first.
     *
     * @param shares the shares of all phases
     * @param eksEndpoints how many endpoints EKS will have; at least 1
     */
    List<Finding> preflight(List<Share> shares, int eksEndpoints);

    /** What every instance says now. Never throws for an instance that does not answer. */
    FleetReading read();

    /**
     * Makes every instance what is desired, and reads back. Idempotent: an instance that is right already is left
     * alone. Weights are raised before others are lowered. On each instance it is all or nothing until the first
     * weight is written; what happens to a write after that is told by reading back.
     *
     * <p>Share 0 sets the Mesos weights of {@code desired} exactly and every EKS weight to 0, whatever is healthy.
     * Share 100 sets every Mesos weight to 0. A share above 0 is refused while no EKS server is up.
     */
    FleetOutcome apply(DesiredTraffic desired);

    /** What {@link #apply} would send to each instance as things stand now, word for word. Changes nothing. */
    List<PlannedChange> dryRun(DesiredTraffic desired);

    /**
     * Looks whether the servers of a side that has no traffic any more still serve requests, and puts those that do
     * not into maintenance. Call it until {@link DrainOutcome#done()} or the caller's own deadline.
     *
     * @param cut whether requests still open are cut off now (the clients get an error)
     */
    DrainOutcome drain(Side side, boolean cut);

    /**
     * Response times of the requests finished since the cursors were made, from the instances' {@code ring}; none
     * when the specification names no ring.
     *
     * @param since the cursors of the last reading; an instance without one answers a cursor and no times
     */
    LatencyReading latencies(Collection<LatencyCursor> since);
}
