package io.jenkins.plugins.cutover.judge;

import java.util.stream.DoubleStream;

/**
 * Finds requests that hang before any of them ends, from the number in flight: by Little's law it is the rate of
 * arrivals times the mean time in the system. H0: a request to EKS is in flight for no longer than twice as long as one to
 * Mesos and a second more.
 *
 * <p>Given all requests in flight, one is EKS's with the chance {@code q0 = 2 a / (2 a + b)}, a and b being the sides'
 * rates of arrival. A likelihood ratio of one moment has a mean of at most 1; the requests of the next moment are partly
 * the same, so moments are not multiplied: each window of 2 s, or of 6 s where polls are rare, bets its own small stake on
 * the least ratio of its polls, and the winnings are added up. A sum of bets is valid however they depend on each other. A
 * pause that is over within two seconds leaves no window without a poll that is quiet.
 *
 * @param won capital of the windows that have ended
 * @param spent capital staked on them
 * @param window number of the running window
 * @param least the least likelihood ratio in it
 * @param polls in it
 * @param before requests that were in flight to EKS at the start of the phase, less those that have ended
 * @param canaryRate arrivals a second at EKS lately; NaN before the first
 * @param baselineRate the same at Mesos
 * @param open the counts of the last poll; null before the first
 */
record Hanging(
        double won,
        double spent,
        long window,
        double least,
        int polls,
        long before,
        double canaryRate,
        double baselineRate,
        OpenRequests open) {
    static final Hanging NONE = new Hanging(0, 0, 0, 0, 0, -1, Double.NaN, Double.NaN, null);

    private static final double WINDOW = 2;
    /** A guard polls every 2.5 s while nothing is suspicious. */
    private static final double LONG_WINDOW = 6;

    private static final double FREQUENT_POLLS = 1.5;
    private static final int FEWEST_POLLS = 2;
    /** Requests that are slow on their own, such as one large download for each of a few users. */
    private static final double FORGIVEN = 5;
    /** Seconds that every request may take longer on EKS than on Mesos. */
    private static final double FORGIVEN_SECONDS = 1;

    private static final double TIMES = 2;
    private static final double[] ALTERNATIVES = {8, 300};
    /** Seconds over which the rates are smoothed. */
    private static final double MEMORY = 10;

    private static final double EACH_HORIZON = .75;

    /** The next phase: what is in flight now began at another share. */
    Hanging nextPhase() {
        return new Hanging(won, spent, window, 0, 0, -1, canaryRate, baselineRate, open);
    }

    /**
     * Takes a poll in.
     *
     * @param now seconds
     * @param seconds that the poll covers
     * @param horizon seconds over which hanging is looked for with full strength
     */
    Hanging observe(OpenRequests seen, double now, double seconds, double horizon) {
        long old = before < 0 ? seen.canary() : Math.min(before, seen.canary());
        double canary = smoothed(canaryRate, seen.canaryArrived(), seconds);
        double baseline = smoothed(baselineRate, seen.baselineArrived(), seconds);
        double ratio = ratio(seen, old, canary, baseline);
        double length = seconds > FREQUENT_POLLS ? LONG_WINDOW : WINDOW;
        long current = number(now, length);
        if (current == window) {
            double low = polls == 0 ? ratio : Math.min(least, ratio);
            return new Hanging(won, spent, window, low, polls + 1, old, canary, baseline, seen);
        }
        double stake = stake(length, horizon);
        double bet = polls >= FEWEST_POLLS ? least : 1;
        return new Hanging(won + stake * bet, spent + stake, current, ratio, 1, old, canary, baseline, seen);
    }

    /** Windows of different lengths never have the same number. */
    private static long number(double now, double length) {
        return 2 * (long) Math.floor(now / length) + (length > WINDOW ? 1 : 0);
    }

    private double stake(double length, double horizon) {
        double left = 1 - spent;
        return left * EACH_HORIZON * length / Math.max(horizon, length);
    }

    private static double smoothed(double rate, long arrived, double seconds) {
        if (seconds <= 0) {
            return rate;
        }
        double kept = Double.isNaN(rate) ? 0 : Math.exp(-seconds / MEMORY);
        return (Double.isNaN(rate) ? 0 : kept * rate) + (1 - kept) * arrived / seconds;
    }

    private static double ratio(OpenRequests seen, long old, double canary, double baseline) {
        double excess = seen.canary() - old - FORGIVEN - FORGIVEN_SECONDS * canary;
        if (!(excess > 0) || !(canary > 0) || !(baseline > 0)) {
            return 0;
        }
        double q0 = Bets.part(TIMES, canary, baseline);
        return DoubleStream.of(ALTERNATIVES)
                .map(g -> Bets.part(g * TIMES, canary, baseline))
                .map(q -> Bets.exp(Bets.logLikelihoodRatio(excess, seen.baseline(), q, q0)))
                .average()
                .orElse(0);
    }

    /** Capital now. */
    double evidence() {
        return won + 1 - spent;
    }
}
