package io.jenkins.plugins.cutover.judge;

import java.util.List;

/**
 * Gross harm in heavy traffic, found within a second or two.
 *
 * <p>VOTE and CAP count up to {@code burst} failures as one event, and when both sides are equally large it hardly
 * matters on which side the event was. This bet counts failures: of a second's EKS failures, as many as two such bursts,
 * or as one pod of four going down, are forgiven; each one above that counts, against odds that passing noise does not
 * reach. Where the second before was above one burst too, one burst is forgiven, and what both have above it counts: a
 * burst is over within a second. A second without an excess changes nothing. Three bursts of full size within one second
 * on one side, or two in each of two, would be needed to fool it, so it rests on simulation.
 */
final class GrossBets {
    private static final double BURSTS = 2;
    /** The part of a side's requests that fails while one pod of four goes down. */
    static final double ONE_POD_OF_FOUR = .25;

    private static final double[] MULTIPLES = {8, 300};

    private final double psi;
    private final double burst;
    private final double forgivenPart;

    /**
     * @param psi odds ratio that passing noise does not exceed
     * @param forgivenPart of a side's requests, 0 to 1, that is forgiven at least
     */
    GrossBets(double psi, double burst, double forgivenPart) {
        this.psi = psi;
        this.burst = burst;
        this.forgivenPart = forgivenPart;
    }

    List<Double> start() {
        return Wealth.none(MULTIPLES.length);
    }

    /** The capital if the second ended now; unchanged where there is nothing to compare with. */
    List<Double> settled(List<Double> wealth, OpenSecond second) {
        double excess = Math.max(above(second, BURSTS), Math.min(above(second, 1), second.before()));
        double nc = second.traffic().canary().requests();
        double nb = second.traffic().baseline().requests();
        if (excess <= 0 || nb == 0) {
            return wealth;
        }
        double q0 = Bets.part(psi, nc, nb);
        return Wealth.times(wealth, i -> {
            double q = Bets.part(MULTIPLES[i] * psi, nc, nb);
            return Bets.exp(
                    Bets.logLikelihoodRatio(excess, second.traffic().baseline().errors(), q, q0));
        });
    }

    /** The second after a closed one. */
    OpenSecond next(OpenSecond closed) {
        if (closed.length() == 0) {
            return closed;
        }
        return OpenSecond.after(above(closed, 1) / Math.max(1, closed.length()));
    }

    private double above(OpenSecond second, double bursts) {
        double inBursts = bursts * burst * Math.max(1, second.length());
        double failures = second.traffic().canary().errors();
        return failures
                - Math.max(inBursts, forgivenPart * second.traffic().canary().requests());
    }
}
