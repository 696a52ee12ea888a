package io.jenkins.plugins.cutover.operation.reconcile;

import io.jenkins.plugins.cutover.mesos.App;
import io.jenkins.plugins.cutover.mesos.Task;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.model.TrafficSample;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import io.jenkins.plugins.cutover.traffic.plan.ServersInUse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How much of the service's traffic Mesos can carry now, as a fraction of all. The lower of two
 * values counts: HAProxy knows which servers are up, Marathon knows which tasks exist. If no HAProxy instance answers,
 * the capacity is unknown, and nothing could be changed either.
 */
final class MesosCapacity {
    /** A demand measured longer ago says nothing about now. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    /** Seconds: a burst that was carried for less proves no capacity. */
    private static final double SUSTAINED = 5;

    /** Seconds: rates over less than this are noise. */
    private static final double LEAST = .2;

    /** Requests that come by chance differ from their mean by more than this many standard deviations once in 40 times. */
    private static final double DEVIATIONS = 2;

    private MesosCapacity() {}

    /** @return empty when no HAProxy answers */
    static Optional<Double> of(CutoverRecord record, FleetReading fleet, Optional<App> app, Instant now) {
        if (fleet.reachable().isEmpty()) {
            return Optional.empty();
        }
        int wanted = record.before().mesosInstances();
        Optional<Integer> tasks = app.map(MesosCapacity::running);
        double healthy = Math.min(
                seen(record, fleet, tasks.orElse(0)),
                tasks.map(running -> (double) running / wanted).orElse(1.0));
        return Optional.of(healthy >= 1 ? 1 : Math.min(1, Math.max(healthy, healthy * spare(record, now))));
    }

    /**
     * The instance that sees least decides.
     *
     * @param tasks that are healthy for Marathon; 0 when it does not answer
     */
    private static double seen(CutoverRecord record, FleetReading fleet, int tasks) {
        return fleet.reachable().stream()
                .mapToDouble(i -> seen(record, i, tasks))
                .min()
                .orElse(1);
    }

    /**
     * Compared with as many servers as there were instances, since a configuration can have lines for more. A server in
     * maintenance was drained by this tool and gets its weight again, but HAProxy does not check it in the meantime. As
     * many of them count as Marathon has tasks for, those with the smallest weights: it is not known whose task is missing.
     */
    private static double seen(CutoverRecord record, Reachable instance, int tasks) {
        int wanted = record.before().mesosInstances();
        List<Integer> able = new ArrayList<>(weights(record, instance, ServerReading::up));
        List<Integer> drained = weights(record, instance, s -> s.maintenance() && !s.up());
        able.addAll(drained.subList(0, Math.max(0, Math.min(drained.size(), tasks - able.size()))));
        double all = record.desired().mesosWeights().values().stream()
                .sorted(Comparator.reverseOrder())
                .limit(wanted)
                .mapToInt(weight -> weight)
                .sum();
        return all == 0 || able.size() >= wanted
                ? 1
                : able.stream().mapToInt(weight -> weight).sum() / all;
    }

    /** The smallest first. A server with a name that was not recorded carries as much as a usual one. */
    private static List<Integer> weights(CutoverRecord record, Reachable instance, Predicate<ServerReading> which) {
        ServersInUse servers = new ServersInUse(record.desired());
        return instance.servers(Side.MESOS).stream()
                .filter(which)
                .map(servers::originalWeight)
                .filter(weight -> weight > 0)
                .sorted()
                .toList();
    }

    /** Health results are in the memory of the leader: a task without any counts as healthy. HAProxy's own checks decide. */
    private static int running(App app) {
        return (int) app.tasks().stream()
                .filter(t -> t.state().equals("TASK_RUNNING"))
                .filter(t -> t.health().stream().allMatch(Task.Health::alive))
                .count();
    }

    /**
     * The most that Mesos was seen to carry for a while against the most that was asked in the last minute: above 1 when
     * it has become quieter. Both are taken at the cautious end of what chance allows.
     */
    private static double spare(CutoverRecord record, Instant now) {
        List<TrafficSample> samples = record.samples();
        if (samples.isEmpty() || age(samples.get(samples.size() - 1), now).compareTo(FRESH) >= 0) {
            return 1;
        }
        double asked = asked(samples);
        return asked > 0 ? carried(samples) / asked : 1;
    }

    private static Duration age(TrafficSample sample, Instant now) {
        return Duration.between(sample.at(), now).abs();
    }

    /** Requests a second. */
    private static double carried(List<TrafficSample> samples) {
        double most = 0;
        double requests = 0;
        double seconds = 0;
        for (int i = 1; i < samples.size(); i++) {
            boolean sound = sound(samples, i);
            requests = sound ? requests + samples.get(i).mesosRequests() : 0;
            seconds = sound ? seconds + seconds(samples, i) : 0;
            if (seconds >= SUSTAINED) {
                most = Math.max(most, (requests - chance(requests)) / seconds);
                requests = 0;
                seconds = 0;
            }
        }
        return most;
    }

    /** Requests a second. The minute is the sum of the intervals between polls, because a clock can be set back. */
    private static double asked(List<TrafficSample> samples) {
        double most = 0;
        double back = 0;
        for (int i = samples.size() - 1; i > 0 && back < FRESH.toSeconds(); i--) {
            double seconds = seconds(samples, i);
            if (sound(samples, i) && seconds > LEAST) {
                double requests = samples.get(i).requests();
                most = Math.max(most, (requests + chance(requests)) / seconds);
            }
            back += Math.max(0, seconds); // also of what proves nothing: before it the demand may have been another
        }
        return most;
    }

    private static double seconds(List<TrafficSample> samples, int i) {
        return Durations.seconds(
                Duration.between(samples.get(i - 1).at(), samples.get(i).at()));
    }

    /** An instance that did not answer the poll before reports the requests of both intervals. */
    private static boolean sound(List<TrafficSample> samples, int i) {
        double seconds = seconds(samples, i);
        return samples.get(i - 1).wholeFleet()
                && samples.get(i).wholeFleet()
                && seconds >= 0
                && seconds < FRESH.toSeconds();
    }

    private static double chance(double requests) {
        return DEVIATIONS * Math.sqrt(requests + 1);
    }
}
