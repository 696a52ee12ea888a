package io.jenkins.plugins.cutover.judge;

import java.util.List;

/**
 * Bets on events, such as servers that die. Their number says nothing about the share, so the null hypothesis is that the
 * next one is as likely one of Mesos's as one of EKS's; the alternatives are four of five and 49 of 50.
 *
 * <p>Proved: the factor has a mean of at most 1 where each event is EKS's with a chance of at most 1/2. Nine events on EKS
 * and none on Mesos are harm.
 */
final class EventBets {
    private static final double[] PARTS = {.8, .98};

    List<Double> start() {
        return Wealth.none(PARTS.length);
    }

    List<Double> settled(List<Double> wealth, boolean ofEks, boolean ofMesos) {
        return Wealth.times(
                Wealth.fitted(wealth, PARTS.length),
                i -> (ofEks ? 2 * PARTS[i] : 1) * (ofMesos ? 2 * (1 - PARTS[i]) : 1));
    }
}
