package io.jenkins.plugins.cutover.judge;

import java.util.Arrays;
import java.util.List;

/**
 * Bets settled block by block with a beta-binomial, so that chances which wobble from block to block are no news.
 *
 * <p>The beta-binomial alone would be fooled by votes that scatter less than it expects (many failures a poll, each poll
 * one vote split nearly evenly): to it a block that is never empty is news. So each factor is the lesser of it and the
 * plain likelihood ratio; the lesser of two is valid where either is.
 */
final class BlockBets {
    private final double psi0;
    private final double[] ratios;
    private final double theta;

    /** @param multiples the alternatives as multiples of psi0 */
    BlockBets(double psi0, double[] multiples, double rho) {
        this.psi0 = psi0;
        this.ratios = Arrays.stream(multiples).map(g -> g * psi0).toArray();
        this.theta = (1 - rho) / rho;
    }

    List<Double> start() {
        return Wealth.none(ratios.length);
    }

    /** The capital if the block ended now. */
    List<Double> settled(List<Double> wealth, OpenBlock open) {
        if (open.votes() == 0 || open.canary() == 0 || open.baseline() == 0) {
            return wealth;
        }
        double q0 = Bets.part(psi0, open.canary(), open.baseline());
        double ofNull = Bets.logBetaBinomial(open.canaryVotes(), open.votes(), q0, theta);
        return Wealth.times(wealth, i -> {
            double q = Bets.part(ratios[i], open.canary(), open.baseline());
            double wobbling = Bets.logBetaBinomial(open.canaryVotes(), open.votes(), q, theta) - ofNull;
            double plain = Bets.logLikelihoodRatio(open.canaryVotes(), open.votes() - open.canaryVotes(), q, q0);
            return Bets.exp(Math.min(wobbling, plain));
        });
    }
}
