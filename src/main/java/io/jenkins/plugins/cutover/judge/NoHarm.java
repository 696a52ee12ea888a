package io.jenkins.plugins.cutover.judge;

import java.util.Collections;
import java.util.List;

/**
 * The proof that EKS does no harm, made anew in each phase. There are two proofs: EKS's odds of failing are below psi1
 * times Mesos's, or its failed fraction is below an acceptable one (the only way open to a service that never fails).
 */
final class NoHarm {
    private static final double[] RATIOS = {.35, .5, .7};
    /** Most weight on "never fails", so that about minRequests clean requests prove the derived acceptable fraction. */
    private static final double[] RATES = {0, .1, .3, .6};

    private static final double[] RATE_WEIGHTS = {.7, .1, .1, .1};
    /** A burst on Mesos must not be taken for a proof: no poll counts more. Lowering a factor keeps its mean below 1. */
    private static final double MOST_PER_POLL = 1.5;

    private static final double MOST = .999;
    /** Of the interval from 0 to 1: exact to a millionth. */
    private static final int HALVINGS = 20;

    private final double psi1;
    private final double beta;

    NoHarm(JudgeSettings settings) {
        this.psi1 = settings.psi1();
        this.beta = settings.get(Parameter.BETA);
    }

    static List<Double> start() {
        return Collections.nCopies(RATIOS.length, 1.0);
    }

    /** H0: odds ratio at least psi1; per poll the exact conditional likelihood ratio. */
    List<Double> observe(List<Double> wealth, Pair poll) {
        long nc = poll.canary().requests();
        long nb = poll.baseline().requests();
        if (poll.errors() == 0 || nc == 0 || nb == 0) {
            return wealth;
        }
        Hypergeometric law = new Hypergeometric(nc, nb, poll.errors());
        return Wealth.times(
                wealth,
                i -> Math.min(MOST_PER_POLL, Bets.exp(law.logRatio(poll.canary().errors(), RATIOS[i] * psi1, psi1))));
    }

    /** Evidence for "odds ratio below psi1". */
    double ratioEvidence(List<Double> wealth) {
        return Wealth.mean(wealth);
    }

    /** Evidence for "failed fraction below {@code limit}", failures being independent; for the phase's totals. */
    double rateEvidence(Counts canary, double limit) {
        double evidence = 0;
        for (int i = 0; i < RATES.length; i++) {
            boolean impossible = RATES[i] == 0 && canary.errors() > 0;
            double ratio = impossible
                    ? 0
                    : Bets.rateLikelihoodRatio(canary.errors(), canary.requests(), RATES[i] * limit, limit);
            evidence += RATE_WEIGHTS[i] * ratio;
        }
        return evidence;
    }

    /**
     * The fraction that {@link #rateEvidence} is about: without a live baseline, psi1 times what Mesos failed at least
     * counts as acceptable too.
     *
     * @param acceptable as {@link JudgeSettings#acceptable(double)}
     */
    double limit(double acceptable, double mesosAtLeast) {
        return Math.min(MOST, Math.max(acceptable, Bets.scaled(psi1, mesosAtLeast)));
    }

    /** The smallest failed fraction that EKS's totals exclude, at 1:1/beta; 1 when they exclude none. */
    double excluded(Counts canary) {
        double low = canary.fraction();
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (rateEvidence(canary, Math.min(MOST, middle)) >= 1 / beta) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /** EKS requests that prove a failed fraction below {@code limit} when none of them fails. */
    double needed(double limit) {
        return Math.ceil(Math.log(1 / (beta * RATE_WEIGHTS[0])) / -Math.log1p(-limit));
    }
}
