package io.jenkins.plugins.cutover.judge;

import java.util.Arrays;
import java.util.List;

/**
 * Bets settled second by second on how the failures split between the sides: the plain likelihood ratio, each of whose
 * failures counts as far as Mesos's own failures are seen to be independent.
 *
 * <p>Formula: for a second with x = xe + xm failures, of which me of EKS and m of both were expected by Mesos's rate
 * ({@link MesosScatter}) at the margin psi0,
 *
 * <pre>
 *   s  = min(1, most(x, m) / x)           most(x, m) = max(1, x / burst) + 5 m + 2 sqrt(m)
 *   ye = min(s xe, most(xe, me)),  ym = s xm
 *   factor = ((q / q0)^ye ((1 - q) / (1 - q0))^ym)^(1 / D)
 *   D  = 1 + 10 v I                       I = q0 (1 - q0) times the failures expected in a block
 * </pre>
 *
 * <p>D is the design effect: v is the wobble of Mesos's rate, and 10 stands for twice (both sides wobble) the blocks over
 * which it lasts (half a minute). With few failures I is small and D near 1 whatever v is; with many, v is measured. Before
 * Mesos's rate is known, half of the failures that count are taken for the expected ones.
 *
 * <p>Proved: the factor has a mean of at most 1 where failures are independent, whatever they have in common in a second,
 * the odds ratio is at most psi0, and q0 is that of the second's own requests. For the two limits are fixed before the
 * second, s and D depend on x alone besides, a power of at most 1 keeps a mean below 1 (Jensen), and to lower ye only
 * lowers the factor. Simulated only: q0 from the requests of the last blocks, which stands for the share that a second of
 * few requests does not show; bursts (where few failures are expected, as many as a burst has are one vote); wobble (by D); and servers
 * that die ({@link FailingRun}: the whole event at most doubles the capital).
 */
final class SecondBets {
    private static final double ONE_EVENT = 2;
    private static final double SLOW_WOBBLE = 10;
    private static final double TIMES = 5;
    private static final double DEVIATIONS = 2;

    private final double psi0;
    private final double[] ratios;
    private final double block;
    private final double burst;

    /** @param burst failures in a second that are one event */
    SecondBets(double psi0, double[] multiples, double block, double burst) {
        this.psi0 = psi0;
        this.ratios = Arrays.stream(multiples).map(g -> g * psi0).toArray();
        this.block = block;
        this.burst = burst;
    }

    List<Double> start() {
        return Wealth.none(ratios.length);
    }

    /** Failures of EKS that H0 lets expect in a second at most. */
    double expected(OpenSecond second, MesosScatter mesos) {
        return psi0 * mesos.known() * second.traffic().canary().requests();
    }

    /**
     * The capital after a second.
     *
     * @param lately requests to both sides in the last blocks, this second included: what the split is compared with
     * @param run of EKS, this second included
     */
    List<Double> settled(List<Double> before, OpenSecond second, Pair lately, MesosScatter mesos, FailingRun run) {
        Pair counts = second.traffic();
        double x = counts.errors();
        double nc = lately.canary().requests();
        double nb = lately.baseline().requests();
        if (x == 0 || nc == 0 || nb == 0) {
            return before;
        }
        double q0 = Bets.part(psi0, nc, nb);
        double ofEks = expected(second, mesos);
        double ofBoth = ofEks + mesos.known() * counts.baseline().requests();
        double scale = Math.min(1, most(x, ofBoth, second.length()) / x);
        double xc =
                Math.min(scale * counts.canary().errors(), most(counts.canary().errors(), ofEks, second.length()));
        double xb = scale * counts.baseline().errors();
        double usual = Double.isNaN(mesos.rate()) ? scale * x / 2 : ofBoth;
        double information = usual * block / second.length() * q0 * (1 - q0);
        double power = 1 / (1 + SLOW_WOBBLE * mesos.wobble() * information);
        List<Double> after = Wealth.times(Wealth.fitted(before, ratios.length), i -> {
            double q = Bets.part(ratios[i], nc, nb);
            return Bets.exp(power * Bets.logLikelihoodRatio(xc, xb, q, q0));
        });
        return run.one() ? Wealth.atMost(after, run.capital(), ONE_EVENT) : after;
    }

    /** Failures of a second that count, of x, where mu are expected. */
    private double most(double x, double mu, double seconds) {
        return Math.max(Math.max(1, seconds), x / burst) + TIMES * mu + DEVIATIONS * Math.sqrt(mu);
    }
}
