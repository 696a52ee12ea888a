package io.jenkins.plugins.cutover.simulation.rules;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.simulation.SimulatedCutover;
import io.jenkins.plugins.cutover.simulation.world.Clients;
import io.jenkins.plugins.cutover.simulation.world.HaproxyModel;
import io.jenkins.plugins.cutover.simulation.world.MarathonModel;
import io.jenkins.plugins.cutover.simulation.world.RequestOutcome;
import io.jenkins.plugins.cutover.simulation.world.ServiceWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * While EKS has traffic and a guard or a step lives, a fault that fails half of at least 10 requests/s on EKS, in any way
 * that HAProxy's counters show and that is harm by itself or beside Mesos, sends the traffic back within 10 s; and Mesos is not given up after such a fault in the soak.
 *
 * <p>The time counts while every counter can be read: it starts again when an instance changes from outside or does not
 * answer, when a write fails, and when the process pauses or waits for a platform that does not answer. A Mesos without a
 * server that is up is no place to send the traffic to.
 */
final class Rule15GuardedThroughout extends Rule {
    private static final Duration WITHIN = Duration.ofSeconds(10);
    /** One poll more: a sample falls between two of them. */
    private static final Duration POLL = Duration.ofSeconds(1);

    private static final int REQUESTS = 10;
    /** Somewhat less than half, since a second has a little more or less by chance. */
    private static final double HALF = .45;

    private final Map<String, Duration> harmSince = new HashMap<>();
    private final Map<String, Long> servedBefore = new HashMap<>();
    private final Map<String, Long> badBefore = new HashMap<>();
    private final Map<String, Instant> harmed = new HashMap<>();
    private final Set<String> reported = new HashSet<>();

    Rule15GuardedThroughout(SimulatedCutover cutover) {
        super(cutover);
    }

    @Override
    public void sampled(ServiceWorld world) {
        String service = world.spec().service();
        CutoverRecord record = cutover().journal().find(service).orElse(null);
        Duration now = cutover().time().elapsed();
        long served = world.clients().served(Side.EKS);
        long lately = served - servedBefore.getOrDefault(service, 0L);
        servedBefore.put(service, served);
        boolean compared = world.fleet().stream().allMatch(i -> i.serving().mesos() > 0);
        long bad = bad(world.clients(), compared);
        long badLately = bad - badBefore.getOrDefault(service, 0L);
        badBefore.put(service, bad);
        if (record == null || !forward(record) || !judged(service, record, world) || !fails(badLately, lately)) {
            harmSince.remove(service);
            reported.remove(service);
            return;
        }
        Duration since = harmSince.computeIfAbsent(service, s -> now);
        Duration start = later(since, cutover().lastUnreadable(world));
        boolean due = now.minus(start).compareTo(WITHIN.plus(POLL)) > 0;
        if (due && record.state() == CutoverState.COMPLETED) {
            harmed.put(service, record.openedAt());
        }
        if (due && reported.add(service)) {
            check(
                    "harm found",
                    false,
                    () -> "EKS fails " + badLately + " of " + lately + " requests/s since "
                            + now.minus(start) + ", and " + service + " is " + record.state() + " with "
                            + record.share() + " on EKS");
        }
    }

    private static boolean forward(CutoverRecord record) {
        return record.state() == CutoverState.RUNNING || record.state() == CutoverState.COMPLETED;
    }

    private boolean judged(String service, CutoverRecord record, ServiceWorld world) {
        boolean known =
                record.spec().haproxy().instances().size() == world.fleet().size();
        return known
                && world.fleet().stream().allMatch(Rule15GuardedThroughout::mesosIsUp)
                && cutover().isJudged(service)
                && world.fleet().stream().allMatch(HaproxyModel::answers);
    }

    static boolean mesosIsUp(HaproxyModel instance) {
        return instance.servers().stream().anyMatch(s -> s.side() == Side.MESOS && s.up());
    }

    /**
     * Requests to EKS so far that ended in a way that HAProxy's counters show.
     *
     * @param compared whether Mesos has traffic too: without it an answer such as 302 may be what the service should give
     */
    private static long bad(Clients clients, boolean compared) {
        return Stream.of(RequestOutcome.values())
                .filter(o -> compared ? o.isSeenInColumns() : o.isFailure())
                .mapToLong(clients.tally(Side.EKS)::of)
                .sum();
    }

    private static boolean fails(long bad, long perSecond) {
        return bad >= HALF * perSecond && perSecond >= REQUESTS;
    }

    private static Duration later(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** A decision to go back that was due: it is what the rule demands. */
    @Override
    public void written(CutoverRecord before, CutoverRecord after) {
        boolean decided = before != null && forward(before) && after.state().returning();
        if (decided && harmSince.containsKey(after.service())) {
            check("harm found", true, () -> "");
        }
    }

    @Override
    public void marathon(MarathonModel marathon, String change, int instances) {
        String service = cutover().service(w -> w.marathon() == marathon);
        CutoverRecord record = cutover().journal().find(service).orElseThrow();
        if (Rule01WrittenFirst.givesUp(record)) {
            check(
                    "Mesos kept",
                    !record.openedAt().equals(harmed.get(service)),
                    () -> "Marathon receives " + change + " " + instances + " although EKS failed in the soak");
        }
    }
}
