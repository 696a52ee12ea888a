package io.jenkins.plugins.cutover.bench.whole;

import io.jenkins.plugins.cutover.judge.Counts;
import io.jenkins.plugins.cutover.judge.Pair;
import io.jenkins.plugins.cutover.model.Side;

/**
 * How many users of EKS were harmed, and how many before one who knows both rates would have acted. Harmed are failures, in
 * a world with a kind of harm the requests of that kind, and in a slow world the answers slower than 1.2 times Mesos's
 * quantile and 20 ms: the median, or p99 where only the tail is slow.
 *
 * <p>The oracle is the likelihood ratio test of EKS's failures with both rates known, at 1:200 (Wald 1945).
 */
final class Harm {
    private static final double Z_99 = 2.326;
    private static final double SIGMA = .5;

    private final World world;
    private long harmed;
    private double firstAt = Double.NaN;
    private double oracleLog;
    private long oracleHarmed = -1;
    private Pair step = Pair.NONE;
    private long stepHarmed;

    Harm(World world) {
        this.world = world;
    }

    /** Milliseconds from which on an answer of EKS is harm; 0 while EKS is no slower than Mesos. */
    double limit(Moment m) {
        if (world.tail() <= 1 && world.median(Side.EKS, m) <= world.median(Side.MESOS, m)) {
            return 0;
        }
        double quantile = world.median(Side.MESOS, m) * (world.tail() > 1 ? Math.exp(Z_99 * SIGMA) : 1);
        return 1.2 * quantile + 20;
    }

    void add(Side side, long requests, long failed, long odd, long slow) {
        Counts counts = new Counts(requests, failed);
        if (side == Side.MESOS) {
            step = step.plus(new Pair(Counts.NONE, counts));
            return;
        }
        step = step.plus(new Pair(counts, Counts.NONE));
        stepHarmed += world.kind() != null ? odd : world.slowness() ? slow : failed;
    }

    /** A second, or a part of one, is over. */
    void step(Moment m, double now) {
        harmed += stepHarmed;
        firstAt = Double.isNaN(firstAt) && stepHarmed > 0 ? now : firstAt;
        double eks = world.failing(Side.EKS, m);
        double mesos = world.failing(Side.MESOS, m);
        if (eks > mesos) {
            long x = step.canary().errors();
            long n = step.canary().requests();
            oracleLog =
                    Math.max(0, oracleLog + x * Math.log(eks / mesos) + (n - x) * Math.log((1 - eks) / (1 - mesos)));
        }
        step = Pair.NONE;
        stepHarmed = 0;
    }

    /** A poll: the oracle sees what we see, and acts now or not. */
    void poll() {
        if (oracleHarmed < 0 && oracleLog >= Math.log(200)) {
            oracleHarmed = harmed;
        }
    }

    long harmed() {
        return harmed;
    }

    /** Seconds on the run's clock; NaN without harm. */
    double firstAt() {
        return firstAt;
    }

    /** -1 where the oracle has not acted, or knows nothing. */
    long oracleHarmed() {
        return oracleHarmed;
    }
}
