package io.jenkins.plugins.cutover.judge;

import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.RegularizedBeta;

/**
 * A sign test for sources that have only mean response times: weak, since it sees neither tails nor sizes. H0: EKS's
 * mean is above {@code latencyRatio} times Mesos's in at most half of the points.
 *
 * @param canary EKS requests since the last point
 * @param baseline Mesos requests since the last point
 * @param points points taken
 * @param slower points at which EKS was slower
 */
record Averages(long canary, long baseline, int points, int slower) {
    static final Averages NONE = new Averages(0, 0, 0, 0);
    private static final int FEWEST_POINTS = 9;

    Averages observe(Pair traffic, Poll.AverageLatency means, double ratio) {
        long c = canary + traffic.canary().requests();
        long b = baseline + traffic.baseline().requests();
        if (c < means.canaryWindow() || b < means.baselineWindow()) {
            return new Averages(c, b, points, slower);
        }
        return new Averages(0, 0, points + 1, slower + (means.canary() > ratio * means.baseline() ? 1 : 0));
    }

    boolean enough() {
        return points >= FEWEST_POINTS;
    }

    /**
     * 2^(n+1) B(k+1, n-k+1) (1 - I_half(k+1, n-k+1)): a uniform mixture over the chances above one half. The sum of the
     * logarithms stays in range when the factors do not: after half a day of points the first is infinite.
     */
    double evidence() {
        if (!enough()) {
            return 1;
        }
        double a = slower + 1.0;
        double b = points - slower + 1.0;
        double tail = Math.log(RegularizedBeta.complement(.5, a, b));
        return Math.exp((points + 1) * Math.log(2) + LogBeta.value(a, b) + tail);
    }
}
