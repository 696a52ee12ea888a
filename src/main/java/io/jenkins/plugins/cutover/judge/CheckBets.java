package io.jenkins.plugins.cutover.judge;

import java.util.List;

/**
 * A sequential sign test for one number a period of each side. H0: whatever came before, a period of EKS is worse than
 * Mesos's by more than the margin with a chance of at most one half. A disturbance of both sides leaves their ratio as it
 * is; how large a difference is does not count, so that one outlier weighs no more than any other period.
 *
 * <p>The capital bets on the chances {@link #CHANCES}: it is multiplied by 2p when the period is worse, else by 2(1 - p),
 * so its expectation is at most 1 under H0 and it may be read at every poll. It is staked over time as {@link
 * AlphaSpending} says, so that a fault that begins late is found too. With certainty as an alternative, as many worse
 * periods in a row find harm as double the capital: 13 of them from the start, at alpha 1 % and {@link #WEIGHT}.
 *
 * @param spending of the capital over time
 * @param wealth on each chance
 * @param periods that were compared
 * @param worse how many of them were worse
 */
public record CheckBets(AlphaSpending spending, List<Double> wealth, long periods, long worse) {
    /** The part of the cutover's capital that all compared checks share. */
    public static final double WEIGHT = .1;

    private static final double[] CHANCES = {.65, .8, .93, 1};

    public static final CheckBets NONE = new CheckBets(AlphaSpending.NONE, Wealth.none(CHANCES.length), 0, 0);

    /**
     * Another period.
     *
     * @param first whether it is the first of a phase
     * @param horizon periods over which late faults are looked for with full strength, 1 or more
     */
    public CheckBets observe(boolean first, double horizon, boolean isWorse) {
        double stake = spending.next(first, horizon);
        return new CheckBets(
                spending.afterBlock(first, stake),
                Wealth.times(Wealth.stake(wealth, stake), i -> 2 * (isWorse ? CHANCES[i] : 1 - CHANCES[i])),
                periods + 1,
                worse + (isWorse ? 1 : 0));
    }

    /** The capital: 1 is no evidence. */
    public double evidence() {
        return Wealth.mean(wealth) + spending.unspent();
    }
}
