package io.jenkins.plugins.cutover.operation.shift;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.Drain;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.DrainOutcome;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/** When a side without traffic is drained: its open requests are answered and its servers in maintenance. Pure. */
final class DrainPolicy {
    /** Time for the servers to be idle after their requests were closed. */
    private static final Duration AFTER_CUT = Duration.ofSeconds(5);

    private DrainPolicy() {}

    static Side side(CutoverRecord record) {
        return record.shift().to().equals(Share.ALL) ? Side.MESOS : Side.EKS;
    }

    static boolean mayCut(Drain drain, ShiftOptions options, Instant now) {
        return options.cut() && late(drain, options.drain(), now);
    }

    /** @return the drain after this outcome; its text is empty while requests are open */
    static Drain next(Drain drain, DrainOutcome outcome, Side side, ShiftOptions options, Instant now) {
        if (outcome.done()) {
            return new Drain(
                    drain.startedAt(), true, "nothing is under way on " + side + ", its servers are in maintenance");
        }
        Duration limit = options.cut() ? options.drain().plus(AFTER_CUT) : options.drain();
        return late(drain, limit, now)
                ? new Drain(
                        drain.startedAt(),
                        false,
                        waits(outcome, side) + " after " + Durations.text(options.drain())
                                + (options.cut() ? ", though it was cut" : "; nothing was cut"))
                : drain;
    }

    /** What each instance still waits for. */
    static String waits(DrainOutcome outcome, Side side) {
        return outcome.instances().stream()
                .filter(i -> !i.done())
                .map(i -> i.instance() + ": " + (i.problem().isEmpty() ? open(i, side) : i.problem()))
                .limit(3)
                .collect(Collectors.joining("; "));
    }

    private static String open(DrainOutcome.OfInstance i, Side side) {
        String old = i.inOldWorkers() == 0 ? "" : ", " + i.inOldWorkers() + " of them in workers before a reload";
        return i.open() + " requests under way on " + side + old;
    }

    /** A worker from before a reload may have open requests, and only the master's socket shows them. */
    static DrainOutcome withOldWorkers(DrainOutcome outcome, FleetReading fleet, CutoverRecord record, Instant now) {
        if (!record.spec().haproxy().masters().isEmpty()) {
            return outcome;
        }
        Duration open = Duration.between(record.openedAt(), now);
        Map<InstanceAddress, Duration> reloaded = fleet.reachable().stream()
                .filter(i -> i.uptime().compareTo(open) < 0)
                .collect(Collectors.toMap(Reachable::instance, Reachable::uptime));
        return new DrainOutcome(outcome.instances().stream()
                .map(i -> i.done() && reloaded.containsKey(i.instance())
                        ? new DrainOutcome.OfInstance(
                                i.instance(),
                                0,
                                0,
                                "reloaded " + Durations.text(reloaded.get(i.instance()))
                                        + " ago, and what its old worker still serves cannot be seen without"
                                        + " haproxy.masters")
                        : i)
                .toList());
    }

    private static boolean late(Drain drain, Duration limit, Instant now) {
        return Duration.between(drain.startedAt(), now).compareTo(limit) > 0;
    }
}
