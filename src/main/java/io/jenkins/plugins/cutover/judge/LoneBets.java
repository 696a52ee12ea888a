package io.jenkins.plugins.cutover.judge;

import java.util.List;

/** Bets on EKS alone, against a fraction that Mesos is known not to exceed; bursts inside a poll do not break them. */
final class LoneBets {
    private static final double[] MULTIPLES = {1.3, 1.7, 2.5, 4, 8, 20};
    /** The strongest are plain rates: they win most from a poll's failed fraction. */
    private static final double[] RATES = {.5, .9};

    private LoneBets() {}

    /**
     * Any alternatives are valid here, so the wealth of the two-sided bets is used again, in their order from weak to strong.
     *
     * @param p0 the most that is no harm
     */
    static List<Double> observe(List<Double> wealth, Counts canary, double p0, double seconds) {
        if (p0 >= 1 || canary.requests() == 0) {
            return wealth;
        }
        int all = MULTIPLES.length + RATES.length;
        return Wealth.times(wealth, i -> {
            int alternative = all - wealth.size() + i;
            double rate = rate(Math.max(0, alternative), p0);
            return Bets.paced(Bets.rateVote(canary.errors(), canary.requests(), rate, p0), seconds);
        });
    }

    private static double rate(int alternative, double p0) {
        int plain = alternative - MULTIPLES.length;
        return plain < 0
                ? Bets.scaled(MULTIPLES[alternative], p0)
                : Math.max(RATES[plain], Bets.scaled(MULTIPLES[MULTIPLES.length - 1], p0));
    }
}
