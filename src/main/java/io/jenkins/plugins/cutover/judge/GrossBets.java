package io.jenkins.plugins.cutover.judge;

import java.util.List;

/**
 * Gross harm in heavy traffic, found within a second or two.
 *
 * <p>VOTE and CAP count up to {@code burst} failures as one event, and when both sides are equally large it hardly
 * matters on which side the event was. This bet counts failures: of a second's EKS failures, as many as two such bursts,
 * or as one pod of four going down, are forgiven; each one above that counts, against odds that passing noise does not
 * reach. A second without an excess changes nothing. Three bursts of full size within one
 * second on one side would be needed to fool it, so it rests on simulation, as ROBUST does.
 */
final class GrossBets {
    private static final double BURSTS = 2;
    private static final double PART_OF_REQUESTS = .25;
    private static final double[] MULTIPLES = {8, 300};

    private final double psi;
    private final double burst;

    /** @param psi odds ratio that passing noise does not exceed */
    GrossBets(double psi, double burst) {
        this.psi = psi;
        this.burst = burst;
    }

    List<Double> start() {
        return Wealth.none(MULTIPLES.length);
    }

    /** The capital if the second ended now; unchanged where there is nothing to compare with. */
    List<Double> settled(List<Double> wealth, OpenSecond second) {
        double excess = second.traffic().canary().errors() - forgiven(second);
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

    private double forgiven(OpenSecond second) {
        double bursts = BURSTS * burst * Math.max(1, second.length());
        return Math.max(bursts, PART_OF_REQUESTS * second.traffic().canary().requests());
    }
}
