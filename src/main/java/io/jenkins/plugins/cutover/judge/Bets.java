package io.jenkins.plugins.cutover.judge;

import org.apache.commons.numbers.gamma.LogGamma;

/**
 * The factors by which capital changes. Each has a mean of at most 1 while there is no harm; that is all the validity
 * there is, so each says under which assumption. Natural notation: q is the chance that a failure is the canary's.
 */
final class Bets {
    /** Keeps capital finite; lowering a factor never costs validity. */
    private static final double LOG_LIMIT = 200;

    private Bets() {}

    /** The canary's part of the failures when its odds of failing are {@code psi} times the baseline's. */
    static double part(double psi, double canaryRequests, double baselineRequests) {
        return psi * canaryRequests / (psi * canaryRequests + baselineRequests);
    }

    /** {@code psi} times the odds of {@code p}, as a probability. */
    static double scaled(double psi, double p) {
        return psi * p / (1 - p + psi * p);
    }

    /**
     * LR: independent failures. Given a poll's failures, the number of the canary's is Poisson-binomial with mean at most
     * {@code (xc + xb) * q0} for psi0 >= 1; then AM-GM.
     */
    static double logLikelihoodRatio(double xc, double xb, double q, double q0) {
        return logRatio(xc, q, q0) + logRatio(xb, 1 - q, 1 - q0);
    }

    /** VOTE: bursts of any size inside the poll; one poll is one vote, split as the failures are. */
    static double vote(double xc, double xb, double q, double q0) {
        double x = xc + xb;
        if (x == 0) {
            return 1;
        }
        return xc / x * q / q0 + xb / x * (1 - q) / (1 - q0);
    }

    /** CAP: bursts of at most {@code burst} failures inside the poll; a power below 1 keeps the mean (Jensen). */
    static double cap(double xc, double xb, double q, double q0, double burst) {
        double x = xc + xb;
        if (x <= burst) {
            return vote(xc, xb, q, q0);
        }
        return exp(logLikelihoodRatio(xc, xb, q, q0) / burst);
    }

    /**
     * BB: beta-binomial log-likelihood of {@code canary} of {@code all} votes (but for a constant), for chances that
     * wobble from block to block with correlation rho; {@code theta = (1 - rho) / rho}. Bet on the ratio of two of these.
     */
    static double logBetaBinomial(double canary, double all, double q, double theta) {
        return logRising(q * theta, canary) + logRising((1 - q) * theta, all - canary);
    }

    /** ln G(a + n) - ln G(a). */
    private static double logRising(double a, double n) {
        return n == 0 ? 0 : LogGamma.value(a + n) - LogGamma.value(a);
    }

    /**
     * One side against a fixed rate p0: mean at most 1 when each poll's expected failed fraction is at most p0, however
     * bursty. It is F = 1 + lambda (x/n - p0) with lambda = (p - p0) / (p0 (1 - p0)) below 1/p0.
     */
    static double rateVote(double x, double n, double p, double p0) {
        return n == 0 ? 1 : 1 + (x / n - p0) * (p - p0) / (p0 * (1 - p0));
    }

    /** One side against a fixed rate p0, independent failures. */
    static double rateLikelihoodRatio(double x, double n, double p, double p0) {
        return exp(logRatio(x, p, p0) + logRatio(n - x, 1 - p, 1 - p0));
    }

    /**
     * A factor of a poll that covers so many seconds. Polls closer than a second count for their part of it, as a power:
     * the product over a second is then at most the mean of its factors (AM-GM), so a burst spread over its polls is still
     * one, and polling faster does not make passing noise pass for harm.
     */
    static double paced(double factor, double seconds) {
        return seconds >= 1 ? factor : Math.pow(factor, Math.max(0, seconds));
    }

    private static double logRatio(double times, double p, double p0) {
        return times == 0 ? 0 : times * Math.log(p / p0);
    }

    static double exp(double log) {
        return Math.exp(Math.min(LOG_LIMIT, log));
    }
}
