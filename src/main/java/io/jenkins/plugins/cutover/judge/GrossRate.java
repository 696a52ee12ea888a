package io.jenkins.plugins.cutover.judge;

import java.util.List;

/**
 * Gross harm: EKS fails more in each second than a dead server of four explains, and than twice Mesos's odds.
 *
 * <p>H0: EKS's failed fraction in a second is at most p0 = max(.25, that of odds max(2, psi0) times Mesos's in the same
 * second, two standard deviations up). The alternatives are .5 and .9. A second's factor is its
 * likelihood ratio, and at most 100 where a burst of failures can be a quarter of EKS's requests.
 *
 * <p>Proved but for the bound of Mesos's rate, which is approximate: under H0 with independent failures the factor has a
 * mean of at most 1. The capital is kept above a floor of .01 (Page 1954), so that quiet times do not use it up: its mean is
 * at most the stakes plus .01 for each second in which EKS really fails p0. Simulated only: bursts; two seconds in a row
 * in which everything fails are not enough.
 */
final class GrossRate {
    private static final double ONE_OF_FOUR = .25;
    private static final double PASSING_NOISE = 2;
    private static final double MOST = 100;
    private static final double FLOOR = .01;
    private static final double[] RATES = {.5, .9};

    private final double psi;
    private final double burst;

    GrossRate(double psi0, double burst) {
        this.psi = Math.max(PASSING_NOISE, psi0);
        this.burst = burst;
    }

    List<Double> start() {
        return Wealth.none(RATES.length);
    }

    /** The capital if the second ended now; unchanged where there is nothing to compare with. */
    List<Double> settled(List<Double> wealth, OpenSecond second) {
        Counts eks = second.traffic().canary();
        Counts mesos = second.traffic().baseline();
        if (eks.requests() == 0 || mesos.requests() == 0) {
            return wealth;
        }
        double p0 = Math.max(ONE_OF_FOUR, Bets.scaled(psi, upper(mesos)));
        return Wealth.times(wealth, i -> {
            double factor = factor(eks, Math.max(RATES[i], Bets.scaled(PASSING_NOISE, p0)), p0);
            return wealth.get(i) > FLOOR ? Math.max(FLOOR / wealth.get(i), factor) : Math.max(1, factor);
        });
    }

    private double factor(Counts eks, double p, double p0) {
        double factor = Bets.rateLikelihoodRatio(eks.errors(), eks.requests(), p, p0);
        return ONE_OF_FOUR * eks.requests() > burst ? factor : Math.min(MOST, factor);
    }

    /** Mesos's failed fraction in the second, two standard deviations up. */
    private static double upper(Counts mesos) {
        double x = mesos.errors();
        return Math.min(.99, (x + 2 * Math.sqrt(x) + 1) / (mesos.requests() + 1));
    }
}
