package io.jenkins.plugins.cutover.judge;

import java.util.List;
import java.util.Optional;

/**
 * What happened since the poll before.
 *
 * @param seconds time of the poll on any clock that does not go back (epoch or start of the cutover)
 * @param traffic requests and failures of both sides
 * @param retries requests and their retries/redispatches, a second metric since retries mask failures; counted only when
 *     the settings weigh retries
 * @param latency empty, or pairs as of {@link RecentQuantiles#slower}: for p50, p95 and p99 "errors" are EKS's answers slower
 *     than {@code latencyRatio} times Mesos's quantile and 20 ms, and Mesos's slower than the quantile; two more, for p50
 *     and p95, have EKS's answers slower than 2 times the quantile and 50 ms
 * @param totals the same as {@code latency} for the time until the last byte
 * @param averages mean response times where nothing better is measured; weak evidence
 * @param kinds how requests ended, first those of all routes together; empty where it is not known
 * @param open requests in flight, where they are known
 * @param slowMesos Mesos's answers that were timed, and as errors those of them that are {@link
 *     LatencyQuantiles#slowerThanBefore slower than before}
 * @param times quantiles of both sides, for people
 */
public record Poll(
        double seconds,
        Pair traffic,
        Optional<Pair> retries,
        List<Pair> latency,
        List<Pair> totals,
        Optional<AverageLatency> averages,
        List<Endings> kinds,
        Optional<OpenRequests> open,
        Counts slowMesos,
        ResponseTimes times) {
    private static final int QUANTILES = 3;

    public Poll {
        if (!Double.isFinite(seconds)) {
            throw new IllegalArgumentException("poll time " + seconds + ": must be a finite number of seconds");
        }
        latency = List.copyOf(latency);
        totals = List.copyOf(totals);
        require("latency", latency);
        require("total times", totals);
        kinds = List.copyOf(kinds);
    }

    private static void require(String name, List<Pair> pairs) {
        boolean valid = pairs.isEmpty() || pairs.size() == QUANTILES || pairs.size() == SlownessTests.LEVELS.size();
        if (!valid) {
            throw new IllegalArgumentException(name + " have " + pairs.size()
                    + " pairs: must be none, or those of p50, p95, p99, or these and those of far slower answers");
        }
    }

    public static Poll of(double seconds, Pair traffic) {
        return new Poll(
                seconds,
                traffic,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Counts.NONE,
                ResponseTimes.UNKNOWN);
    }

    public static Poll of(double seconds, Counts canary, Counts baseline) {
        return of(seconds, new Pair(canary, baseline));
    }

    public Poll withLatency(List<Pair> exceedances) {
        return new Poll(seconds, traffic, retries, exceedances, totals, averages, kinds, open, slowMesos, times);
    }

    public Poll withRetries(Pair retried) {
        return new Poll(
                seconds, traffic, Optional.of(retried), latency, totals, averages, kinds, open, slowMesos, times);
    }

    public Poll withAverages(AverageLatency means) {
        return new Poll(seconds, traffic, retries, latency, totals, Optional.of(means), kinds, open, slowMesos, times);
    }

    public Poll withTotals(List<Pair> exceedances) {
        return new Poll(seconds, traffic, retries, latency, exceedances, averages, kinds, open, slowMesos, times);
    }

    public Poll withKinds(List<Endings> others) {
        return new Poll(seconds, traffic, retries, latency, totals, averages, others, open, slowMesos, times);
    }

    public Poll withOpen(OpenRequests requests) {
        return new Poll(
                seconds, traffic, retries, latency, totals, averages, kinds, Optional.of(requests), slowMesos, times);
    }

    public Poll withSlowMesos(Counts answers) {
        return new Poll(seconds, traffic, retries, latency, totals, averages, kinds, open, answers, times);
    }

    public Poll withTimes(ResponseTimes known) {
        return new Poll(seconds, traffic, retries, latency, totals, averages, kinds, open, slowMesos, known);
    }

    /**
     * Mean response times over the source's own window, in the same unit on both sides.
     *
     * @param canaryWindow EKS requests that the mean covers: only after so many new ones is it another
     * @param baselineWindow the same for Mesos
     */
    public record AverageLatency(double canary, double baseline, long canaryWindow, long baselineWindow) {
        /** HAProxy's averages of one server cover its last 1,024 requests. */
        public static final long OF_A_SERVER = 1024;

        public AverageLatency(double canary, double baseline) {
            this(canary, baseline, OF_A_SERVER, OF_A_SERVER);
        }
    }
}
