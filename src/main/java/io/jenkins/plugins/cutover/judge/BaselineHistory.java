package io.jenkins.plugins.cutover.judge;

import org.apache.commons.numbers.gamma.RegularizedBeta;

/**
 * Mesos's earlier figures, for the time when it has no traffic to compare with.
 *
 * @param requests seen in all blocks
 * @param errors failed of them
 * @param blocks number of blocks, the unit of wobble
 * @param spread sum over blocks of errors^2 / requests, from which the wobble between blocks follows
 */
public record BaselineHistory(long requests, long errors, int blocks, double spread) {
    public static final BaselineHistory NONE = new BaselineHistory(0, 0, 0, 0);

    /** Adds one block. */
    public BaselineHistory plus(Counts block) {
        if (block.requests() == 0) {
            return this;
        }
        double own = (double) block.errors() * block.errors() / block.requests();
        return new BaselineHistory(requests + block.requests(), errors + block.errors(), blocks + 1, spread + own);
    }

    /** Failed fraction, 0 to 1; 0 without requests. */
    double fraction() {
        return requests == 0 ? 0 : (double) errors / requests;
    }

    /** How much wider the blocks scatter than independent failures would: chi-square over its degrees, at least 1. */
    double dispersion() {
        double p = fraction();
        if (blocks < 2 || p == 0 || p == 1) {
            return 1;
        }
        return Math.max(1, (spread - errors * p) / (p * (1 - p)) / (blocks - 1));
    }

    /**
     * A failed fraction that Mesos's true one exceeds with a chance of at most {@code risk}: Clopper and Pearson's upper
     * bound, the sample shrunk by the dispersion (a design effect).
     */
    public double upper(double risk) {
        double x = errors / dispersion();
        double n = requests / dispersion();
        return x >= n ? 1 : solve(p -> RegularizedBeta.complement(p, x + 1, n - x) <= risk);
    }

    /** The other side of {@link #upper}. */
    public double lower(double risk) {
        double x = errors / dispersion();
        double n = requests / dispersion();
        return x <= 0 ? 0 : solve(p -> RegularizedBeta.value(p, x, n - x + 1) > risk);
    }

    /** The smallest p in [0, 1] at which a condition that stays true has become true. */
    private static double solve(java.util.function.DoublePredicate reached) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (reached.test(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }
}
