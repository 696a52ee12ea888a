package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.judge.Calibration;
import io.jenkins.plugins.cutover.judge.Counts;
import io.jenkins.plugins.cutover.judge.JudgeSettings;
import io.jenkins.plugins.cutover.judge.LatencyQuantiles;
import io.jenkins.plugins.cutover.judge.OpenRequests;
import io.jenkins.plugins.cutover.judge.Pair;
import io.jenkins.plugins.cutover.judge.Poll;
import io.jenkins.plugins.cutover.judge.RecentQuantiles;
import io.jenkins.plugins.cutover.judge.ResponseTimes;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.reconcile.PodTaskState;
import io.jenkins.plugins.cutover.traffic.CounterSnapshot;
import io.jenkins.plugins.cutover.traffic.Counters;
import io.jenkins.plugins.cutover.traffic.RingCursor;
import io.jenkins.plugins.cutover.traffic.RingReading;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How far the traffic was read, and what must be remembered for the next poll. The record keeps it between polls.
 *
 * @param counters of the last poll
 * @param cursors the position in each instance's latency ring
 * @param gathered Mesos's response times in milliseconds, until there are {@link #ENOUGH} for the quantiles
 * @param quantiles of Mesos's response times, fixed once known; null before
 * @param checks the named checks in this phase
 * @param platforms the last known pods and tasks
 * @param calibrating the noise between Mesos's own servers
 * @param arrivedAt when a request of clients last arrived, in seconds on the judge's clock; null before the first poll and
 *     in older records
 * @param paused whether polls stopped for a while and none since then has shown requests to EKS: the requests of the
 *     pause may all be from its beginning
 * @param limits beyond which an answer is far too slow or far too short
 * @param mesosTimes what EKS's response times are held against
 * @param eksTimes the same of EKS, for people
 * @param loweredAt when the share was lowered to the present one, in seconds on the judge's clock; null when it was not.
 *     Long requests that began before are of a larger share than those that end with them, so that EKS would seem slower
 */
public record ObservationCursor(
        CounterSnapshot counters,
        List<RingCursor> cursors,
        List<Integer> gathered,
        LatencyQuantiles quantiles,
        Map<String, Checks.CheckState> checks,
        PodTaskState platforms,
        Calibration calibrating,
        Double arrivedAt,
        boolean paused,
        AnswerLimits limits,
        Double loweredAt,
        RecentQuantiles mesosTimes,
        RecentQuantiles eksTimes) {
    public ObservationCursor {
        mesosTimes = mesosTimes == null ? RecentQuantiles.NONE : mesosTimes;
        eksTimes = eksTimes == null ? RecentQuantiles.NONE : eksTimes;
        limits = limits == null ? AnswerLimits.NONE : limits;
        calibrating = calibrating == null ? Calibration.NONE : calibrating;
        platforms = platforms == null ? PodTaskState.UNSEEN : platforms;
        checks = checks == null ? Map.of() : checks; // absent in old records
    }

    /** A p99 of 400 values has 4 above it. */
    static final int ENOUGH = 400;

    /** Seconds for a poll and for the instances to follow each other. */
    private static final double SETTLING = 2;

    /**
     * Before the first poll.
     *
     * @param calibrated the noise measured on Mesos before
     */
    static ObservationCursor first(CounterSnapshot counters, RingReading latencies, Calibration calibrated) {
        return new ObservationCursor(
                counters,
                latencies.cursors(),
                List.of(),
                null,
                Map.of(),
                PodTaskState.UNSEEN,
                calibrated,
                null,
                false,
                AnswerLimits.NONE,
                null,
                RecentQuantiles.NONE,
                RecentQuantiles.NONE);
    }

    /**
     * What happened since, as the judge takes it.
     *
     * @param seconds on the judge's clock
     * @param share of EKS in the poll
     * @param margin how many times slower than Mesos an answer of EKS may be
     */
    Poll poll(double seconds, CounterSnapshot now, RingReading read, Share share, double margin) {
        RingReading latencies = loweredAt == null ? read : read.begunWithin(seconds - loweredAt - SETTLING);
        CounterSnapshot.Delta delta = now.since(counters);
        Poll poll = Poll.of(seconds, pair(delta, share))
                .withRetries(retries(delta))
                .withKinds(PollEndings.of(delta, read, latencies.answers(), limits, quantiles))
                .withTotals(totals(latencies, margin));
        return timed(delta.eks().statuses() == null ? poll : poll.withOpen(open(delta)), latencies, margin);
    }

    private static OpenRequests open(CounterSnapshot.Delta delta) {
        return new OpenRequests(
                Math.max(0, delta.inFlight().eks()),
                Math.max(0, delta.inFlight().mesos()),
                Math.max(0, delta.eks().attempts()),
                Math.max(0, delta.mesos().attempts()));
    }

    private List<Pair> totals(RingReading ring, double margin) {
        int[] eks = ring.totals(Side.EKS);
        int[] mesos = ring.totals(Side.MESOS);
        return !limits.totals().known() || eks.length == 0 && mesos.length == 0
                ? List.of()
                : limits.totals().slower(eks, mesos, margin);
    }

    private Poll timed(Poll poll, RingReading latencies, double margin) {
        int[] eks = latencies.firstBytes(Side.EKS);
        int[] mesos = latencies.firstBytes(Side.MESOS);
        Poll known = poll.withTimes(new ResponseTimes(eksTimes.latest(), mesosTimes.latest()));
        return !mesosTimes.known() || quantiles == null || eks.length == 0 && mesos.length == 0
                ? known
                : known.withLatency(mesosTimes.slower(eks, mesos, margin))
                        .withSlowMesos(quantiles.slowerThanBefore(doubles(mesos)));
    }

    /**
     * Another phase needs new answers of its checks.
     *
     * @param lowered as {@link #loweredAt}
     * @param seconds on the judge's clock
     */
    ObservationCursor nextPhase(CounterSnapshot now, RingReading latencies, Double lowered, double seconds) {
        return next(
                        now.continuing(counters),
                        latencies,
                        Checks.nextPhase(checks),
                        platforms.nextPhase(),
                        calibrating,
                        arrivedAt,
                        false,
                        seconds)
                .withLoweredAt(lowered);
    }

    private ObservationCursor withLoweredAt(Double lowered) {
        return new ObservationCursor(
                counters,
                cursors,
                gathered,
                quantiles,
                checks,
                platforms,
                calibrating,
                arrivedAt,
                paused,
                limits,
                lowered,
                mesosTimes,
                eksTimes);
    }

    /**
     * The position after this poll.
     *
     * @param seconds on the judge's clock
     */
    ObservationCursor next(
            CounterSnapshot now,
            RingReading latencies,
            Map<String, Checks.CheckState> checkStates,
            PodTaskState platformsSeen,
            Calibration calibrated,
            Double arrivedNow,
            boolean pausedNow,
            double seconds) {
        List<Integer> times = quantiles != null
                ? List.of()
                : IntStream.concat(gathered.stream().mapToInt(i -> i), Arrays.stream(latencies.firstBytes(Side.MESOS)))
                        .limit(ENOUGH)
                        .boxed()
                        .toList();
        boolean enough = quantiles == null && times.size() >= ENOUGH;
        return new ObservationCursor(
                now,
                latencies.cursors(),
                enough ? List.of() : times,
                enough ? LatencyQuantiles.of(atLeastOne(times)) : quantiles,
                checkStates,
                platformsSeen,
                calibrated,
                arrivedNow,
                pausedNow,
                limits.with(latencies.answers(), seconds),
                loweredAt,
                mesosTimes.plus(seconds, latencies.firstBytes(Side.MESOS)),
                eksTimes.plus(seconds, latencies.firstBytes(Side.EKS)));
    }

    /** The noise, with what the two halves of the Mesos servers show since the last poll. */
    Calibration calibrated(double seconds, CounterSnapshot now, JudgeSettings settings) {
        return now.halvesSince(counters)
                .map(h -> new Pair(counts(h.one()), counts(h.other())))
                .map(halves -> calibrating.observe(seconds, halves, settings))
                .orElse(calibrating);
    }

    static Counts counts(Counters c) {
        return Counts.failuresOutsideRequests(c.requests(), c.errors());
    }

    /** Attempts that failed and succeeded on another server, of all attempts: clients do not see them. */
    private static Pair retries(CounterSnapshot.Delta delta) {
        return new Pair(retried(delta.eks()), retried(delta.mesos()));
    }

    private static Counts retried(Counters c) {
        return Counts.failuresOutsideRequests(c.requests() + c.retries(), c.retries());
    }

    /**
     * A request that a client gave up before the answer is a failure of its side. One that found no server counts as a
     * failure of the side that should have had it: of EKS in proportion to its share.
     */
    static Pair pair(CounterSnapshot.Delta delta, Share share) {
        long eks = Math.round(delta.unserved() * share.fraction());
        return new Pair(
                lost(delta.eks(), eks + delta.eksAborts()),
                lost(delta.mesos(), delta.unserved() - eks + delta.mesosAborts()));
    }

    /** @param more requests that failed and that no counter of the side has */
    static Counts lost(Counters answered, long more) {
        Counts counts = counts(answered);
        return new Counts(counts.requests() + more, counts.errors() + more);
    }

    private static double[] doubles(int[] millis) {
        return Arrays.stream(millis).asDoubleStream().toArray();
    }

    /** HAProxy counts whole milliseconds: with a quantile of 0 ms every answer of 1 ms would be slow. */
    static double[] atLeastOne(List<Integer> millis) {
        return DoubleStream.of(millis.stream().mapToDouble(m -> Math.max(1, m)).toArray())
                .toArray();
    }
}
