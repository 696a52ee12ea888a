package io.jenkins.plugins.cutover.judge;

/**
 * A sign test for sources that have only mean response times: weak, since it sees neither tails nor sizes. H0: EKS's
 * mean is above {@code latencyRatio} times Mesos's and 20 ms in at most half of the points.
 *
 * @param canary EKS requests since the last point
 * @param baseline Mesos requests since the last point
 * @param points points taken
 * @param slower points at which EKS was slower
 */
record Averages(long canary, long baseline, int points, int slower) {
    /** Milliseconds. */
    private static final double FLOOR = 20;

    static final Averages NONE = new Averages(0, 0, 0, 0);

    Averages observe(Pair traffic, Poll.AverageLatency means, double ratio) {
        long c = canary + traffic.canary().requests();
        long b = baseline + traffic.baseline().requests();
        if (c < means.canaryWindow() || b < means.baselineWindow()) {
            return new Averages(c, b, points, slower);
        }
        return new Averages(0, 0, points + 1, slower + (means.canary() > ratio * means.baseline() + FLOOR ? 1 : 0));
    }

    boolean enough() {
        return points >= SignTest.FEWEST_POINTS;
    }

    double evidence() {
        return SignTest.evidence(points, slower);
    }
}
