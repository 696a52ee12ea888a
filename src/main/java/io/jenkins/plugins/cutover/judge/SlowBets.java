package io.jenkins.plugins.cutover.judge;

import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Compares one quantile of the response times of both sides, block by block.
 *
 * <p>The value of a block is {@code y = xe / ne - xm / nm}: the part of EKS's answers that is slower than the limit
 * (1.2 times Mesos's quantile and 20 ms) less the part of Mesos's answers that is slower than the quantile itself. Where EKS
 * is no slower than the margin allows, y has a mean of at most 0, whatever the quantile is and however both sides slow
 * down together. A quantile that is a little off changes both parts.
 *
 * <p>Hypotheses and bets, with z = y / s and s the {@link BlockSpread#deviation} known before the block:
 *
 * <pre>
 *   harm   H0: the mean of y is at most 0    factor exp(g min(z, pace) - g^2 / 2)
 *   proof  H0: the mean of y is at least 0   factor exp(g min(-z, 2) - g^2 / 2)
 * </pre>
 *
 * <p>for a few g each. A factor has a mean of at most 1 for a normal z of variance 1 and a mean of at most 0, and a z that
 * is cut off above lowers it. Sums of many blocks are close to normal; s is an estimate, so the guarantee is asymptotic and
 * rests on simulation for few blocks ({@code bench judge --whole}). The pace decides how long EKS must be slower before
 * that is harm: no block gives more than exp(pace^2 / 2), however slow its answers were. A side that is slower for a minute
 * or two by itself is nothing unusual; far slower answers have another test with another pace.
 */
final class SlowBets {
    private static final double[] PROOF = {.5, 1, 2};
    private static final double MOST_PROOF = 2;
    /** Fewer answers of a side say nothing about its quantiles, and a block goes on. */
    private static final long FEWEST = 10;

    private static final double[] STEPS = {.25, .55, 1};
    /** Evidence beyond this says nothing more. */
    private static final double LIMIT = 1e9;

    private static final double ASSUMED = .33;

    private final double pace;
    private final double[] steps;
    private final double assumed;
    private final double slowPart;

    /**
     * @param level of the quantile, such as .95
     * @param pace the most standard deviations that a block counts
     */
    SlowBets(double level, double pace) {
        this.pace = pace;
        this.steps = DoubleStream.of(STEPS).map(s -> s * pace).toArray();
        this.slowPart = 1 - level;
        this.assumed = ASSUMED * Math.sqrt(level * (1 - level));
    }

    SlowSeries start() {
        return new SlowSeries(
                Wealth.none(steps.length), Collections.nCopies(PROOF.length, 1.0), Pair.NONE, BlockSpread.NONE, 0, 0);
    }

    /** The next phase: harm is carried over, the proof begins anew. What is left of an open block is of another share. */
    SlowSeries nextPhase(SlowSeries series) {
        return new SlowSeries(
                Wealth.fitted(series.harm(), steps.length), start().proof(), Pair.NONE, series.spread(), 0, 0);
    }

    boolean isFull(SlowSeries series, boolean alone) {
        return series.open().canary().requests() >= FEWEST
                && (alone || series.open().baseline().requests() >= FEWEST);
    }

    /** The value of the open block; without live traffic on Mesos its quantile is taken to be where it was. */
    double value(SlowSeries series, boolean alone) {
        Pair open = series.open();
        return open.canary().fraction() - (alone ? slowPart : open.baseline().fraction());
    }

    /** @param alone without live traffic on Mesos, where harm is not bet on */
    SlowSeries closed(SlowSeries series, boolean alone) {
        double value = value(series, alone);
        double z = value / series.spread().deviation(assumed);
        List<Double> harm = alone
                ? series.harm()
                : Wealth.times(series.harm(), i -> Bets.exp(steps[i] * Math.min(z, pace) - steps[i] * steps[i] / 2));
        List<Double> proof = Wealth.times(
                series.proof(), i -> Bets.exp(PROOF[i] * Math.min(-z, MOST_PROOF) - PROOF[i] * PROOF[i] / 2));
        return new SlowSeries(
                harm,
                proof.stream().map(p -> Math.min(LIMIT, p)).toList(),
                Pair.NONE,
                alone ? series.spread() : series.spread().plus(value),
                series.blocks() + 1,
                series.sum() + value);
    }

    double proof(SlowSeries series) {
        return Wealth.mean(series.proof());
    }

    /** Whether EKS was slower than the limit in this phase by more than one standard error. */
    boolean looksSlower(SlowSeries series) {
        return series.blocks() > 0 && series.mean() > series.spread().deviation(assumed) / Math.sqrt(series.blocks());
    }
}
