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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How much of the service's traffic Mesos can carry now, as a fraction of all. Whoever knows less than the other is
 * believed: HAProxy about which servers are up, Marathon about which tasks there are. Where no HAProxy answers nothing is
 * known, and nothing could be changed.
 */
final class Capacity {
    /** A demand measured longer ago says nothing about now. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    /** Seconds: a burst that was carried for less proves no capacity. */
    private static final double SUSTAINED = 5;

    /** Rates over less than this are noise. */
    private static final Duration LEAST = Duration.ofMillis(200);

    /** Requests that come by chance differ from their mean by more than this many standard deviations once in 40 times. */
    private static final double DEVIATIONS = 2;

    private Capacity() {}

    /** @return empty when no HAProxy answers */
    static Optional<Double> of(CutoverRecord record, FleetReading fleet, Optional<App> app, Instant now) {
        if (fleet.reachable().isEmpty()) {
            return Optional.empty();
        }
        int wanted = record.before().mesosInstances();
        Optional<Integer> tasks = app.map(Capacity::running);
        double healthy = Math.min(
                seen(record, fleet, tasks.orElse(0)),
                tasks.map(running -> (double) running / wanted).orElse(1.0));
        return Optional.of(healthy >= 1 ? 1 : Math.min(1, Math.max(healthy, healthy * spare(record, now))));
    }

    /**
     * The instance that sees least decides.
     *
     * @param tasks that Marathon calls well; none when it does not answer
     */
    private static double seen(CutoverRecord record, FleetReading fleet, int tasks) {
        return fleet.reachable().stream()
                .mapToDouble(i -> seen(record, i, tasks))
                .min()
                .orElse(1);
    }

    /**
     * Against as many servers as there were instances: a configuration may hold lines for more. A server in maintenance
     * was drained by us and comes back with its weight, but HAProxy does not check it meanwhile: so many of them are
     * counted as Marathon has tasks for, those of the smallest weights, since whose task is missing is not known.
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

    /** The smallest first. */
    private static List<Integer> weights(CutoverRecord record, Reachable instance, Predicate<ServerReading> which) {
        return instance.servers(Side.MESOS).stream()
                .filter(which)
                .map(s -> record.desired().mesosWeights().getOrDefault(s.name(), 0))
                .filter(weight -> weight > 0)
                .sorted()
                .toList();
    }

    /** Health results live in the leader's memory: a task without any is not called ill, HAProxy's own checks tell. */
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
        double most = 0;
        double asked = 0;
        double carried = 0;
        double seconds = 0;
        for (int i = 1; i < samples.size(); i++) {
            TrafficSample s = samples.get(i);
            Duration since = Duration.between(samples.get(i - 1).at(), s.at());
            if (!sound(samples.get(i - 1), s, since)) {
                carried = 0;
                seconds = 0;
                continue;
            }
            carried += s.mesosRequests();
            seconds += Settings.seconds(since);
            if (seconds >= SUSTAINED) {
                most = Math.max(most, (carried - chance(carried)) / seconds);
                carried = 0;
                seconds = 0;
            }
            boolean fresh = Duration.between(s.at(), now).abs().compareTo(FRESH) < 0;
            asked = fresh && since.compareTo(LEAST) > 0
                    ? Math.max(asked, (s.requests() + chance(s.requests())) / Settings.seconds(since))
                    : asked;
        }
        return asked > 0 ? most / asked : 1;
    }

    /** An instance that was silent in the look before brings the requests of both intervals; clocks are set back. */
    private static boolean sound(TrafficSample before, TrafficSample now, Duration since) {
        return before.wholeFleet() && now.wholeFleet() && !since.isNegative() && since.compareTo(FRESH) < 0;
    }

    private static double chance(double requests) {
        return DEVIATIONS * Math.sqrt(requests + 1);
    }
}
