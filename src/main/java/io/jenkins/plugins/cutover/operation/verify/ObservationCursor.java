package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.judge.Calibration;
import io.jenkins.plugins.cutover.judge.Counts;
import io.jenkins.plugins.cutover.judge.JudgeSettings;
import io.jenkins.plugins.cutover.judge.LatencyQuantiles;
import io.jenkins.plugins.cutover.judge.Pair;
import io.jenkins.plugins.cutover.judge.Poll;
import io.jenkins.plugins.cutover.operation.reconcile.PodTaskState;
import io.jenkins.plugins.cutover.traffic.CounterSnapshot;
import io.jenkins.plugins.cutover.traffic.Counters;
import io.jenkins.plugins.cutover.traffic.LatencyCursor;
import io.jenkins.plugins.cutover.traffic.LatencyReading;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Turns two looks at the fleet into one poll for the judge. It is kept in the record between looks.
 *
 * @param counters of the last look
 * @param cursors how far the instances' rings were read
 * @param gathered Mesos answer times in milliseconds, until there are {@link #ENOUGH} to freeze the quantiles
 * @param quantiles Mesos's own, frozen; null until then
 * @param checks what is known of each named check in this phase
 * @param platforms what is remembered of pods and tasks
 * @param calibrating what Mesos's own servers show of noise
 * @param paused whether nobody looked for a while and no look since then has seen EKS at work: its requests of the
 *     pause may all be of the pause's beginning
 */
public record ObservationCursor(
        CounterSnapshot counters,
        List<LatencyCursor> cursors,
        List<Integer> gathered,
        LatencyQuantiles quantiles,
        Map<String, Checks.Standing> checks,
        PodTaskState platforms,
        Calibration calibrating,
        boolean paused) {
    public ObservationCursor {
        calibrating = calibrating == null ? Calibration.NONE : calibrating;
        platforms = platforms == null ? PodTaskState.UNSEEN : platforms;
        checks = checks == null ? Map.of() : checks; // records of before there were checks have none
    }

    /** For a p99 that rests on a handful of answers beyond it. */
    static final int ENOUGH = 400;

    /**
     * The first look: nothing to compare with yet.
     *
     * @param calibrated what Mesos showed before
     */
    static ObservationCursor first(CounterSnapshot counters, LatencyReading latencies, Calibration calibrated) {
        return new ObservationCursor(
                counters, latencies.cursors(), List.of(), null, Map.of(), PodTaskState.UNSEEN, calibrated, false);
    }

    /** What happened since, as the judge takes it. */
    Poll poll(double seconds, CounterSnapshot now, LatencyReading latencies, double margin) {
        CounterSnapshot.Delta delta = now.since(counters);
        Poll poll = Poll.of(seconds, pair(delta)).withRetries(retries(delta));
        return quantiles == null || latencies.eksMillis().length == 0 && latencies.mesosMillis().length == 0
                ? poll
                : poll.withLatency(
                        quantiles.exceeded(doubles(latencies.eksMillis()), doubles(latencies.mesosMillis()), margin));
    }

    /** Another phase begins: without what checks told in the last. */
    ObservationCursor nextPhase(CounterSnapshot now, LatencyReading latencies) {
        return next(now, latencies, Map.of(), platforms.nextPhase(), calibrating, false);
    }

    /** The place from which the next look goes on. */
    ObservationCursor next(
            CounterSnapshot now,
            LatencyReading latencies,
            Map<String, Checks.Standing> standings,
            PodTaskState platformsSeen,
            Calibration calibrated,
            boolean pausedNow) {
        List<Integer> times = quantiles != null
                ? List.of()
                : IntStream.concat(gathered.stream().mapToInt(i -> i), Arrays.stream(latencies.mesosMillis()))
                        .limit(ENOUGH)
                        .boxed()
                        .toList();
        boolean enough = quantiles == null && times.size() >= ENOUGH;
        return new ObservationCursor(
                now,
                latencies.cursors(),
                enough ? List.of() : times,
                enough ? LatencyQuantiles.of(atLeastOne(times)) : quantiles,
                standings,
                platformsSeen,
                calibrated,
                pausedNow);
    }

    /** With what the two halves of Mesos did since. */
    Calibration calibrated(double seconds, CounterSnapshot now, JudgeSettings settings) {
        Counters all = now.since(counters).mesos();
        return now.halfSince(counters)
                .map(half -> new Pair(counts(half), counts(all.minus(half))))
                .map(halves -> calibrating.observe(seconds, halves, settings))
                .orElse(calibrating);
    }

    /** Traffic goes on where an instance was put right: its counters begin anew, its share of this look is dropped. */
    static Counts counts(Counters c) {
        return Counts.failuresOutsideRequests(c.requests(), c.errors());
    }

    /** Attempts that failed and went well elsewhere, of all attempts: what clients do not see yet. */
    private static Pair retries(CounterSnapshot.Delta delta) {
        return new Pair(retried(delta.eks()), retried(delta.mesos()));
    }

    private static Counts retried(Counters c) {
        return Counts.failuresOutsideRequests(c.requests() + c.retries(), c.retries());
    }

    static Pair pair(CounterSnapshot.Delta delta) {
        return new Pair(counts(delta.eks()), counts(delta.mesos()));
    }

    private static double[] doubles(int[] millis) {
        return Arrays.stream(millis).asDoubleStream().toArray();
    }

    /** HAProxy's clock ticks in milliseconds: a quantile of 0 ms would call every 1 ms slow. */
    private static double[] atLeastOne(List<Integer> millis) {
        return DoubleStream.of(millis.stream().mapToDouble(m -> Math.max(1, m)).toArray())
                .toArray();
    }
}
