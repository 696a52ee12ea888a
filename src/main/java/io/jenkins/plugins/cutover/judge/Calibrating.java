package io.jenkins.plugins.cutover.judge;

/**
 * Calibration that goes on while Mesos serves: its servers in two halves that are equally good, so that whatever differs
 * between them is noise. What a block is judged by rests on blocks before it, and on Mesos alone, so nothing that is
 * judged can tilt it. The sums are those of {@link Calibration}, kept instead of all polls.
 *
 * @param open the open block; its "canary" is the one half
 * @param length seconds of it so far
 * @param blocks with at least two votes
 * @param above sum of the blocks' squared deviations above what independence has
 * @param below sum of their pairs of votes
 * @param aboveAbove sum of squares of the blocks' parts of {@code above}
 * @param aboveBelow sum of products
 * @param belowBelow sum of squares of the blocks' parts of {@code below}
 */
public record Calibrating(
        OpenBlock open,
        double length,
        int blocks,
        double above,
        double below,
        double aboveAbove,
        double aboveBelow,
        double belowBelow) {
    public static final Calibrating NONE = new Calibrating(OpenBlock.EMPTY, 0, 0, 0, 0, 0, 0, 0);

    /**
     * Takes a poll in.
     *
     * @param seconds that it covers
     * @param halves of Mesos
     */
    public Calibrating observe(double seconds, Pair halves, JudgeSettings settings) {
        OpenBlock more = open.plusVotes(halves, settings.get(Parameter.BURST));
        Calibrating taken =
                new Calibrating(more, length + seconds, blocks, above, below, aboveAbove, aboveBelow, belowBelow);
        return taken.length >= settings.get(Parameter.BLOCK) - 1e-9 ? taken.closed() : taken;
    }

    private Calibrating closed() {
        if (open.votes() <= 1 || open.canary() == 0 || open.baseline() == 0) {
            return new Calibrating(OpenBlock.EMPTY, 0, blocks, above, below, aboveAbove, aboveBelow, belowBelow);
        }
        Calibration.Scatter s = Calibration.Scatter.of(open);
        return new Calibrating(
                OpenBlock.EMPTY,
                0,
                blocks + 1,
                above + s.above(),
                below + s.below(),
                aboveAbove + s.above() * s.above(),
                aboveBelow + s.above() * s.below(),
                belowBelow + s.below() * s.below());
    }

    /** Upper 95 % bound of the correlation in a block, by the delta method, from .02 to .3; NaN with too few blocks. */
    public double rho() {
        if (blocks < Calibration.FEWEST_BLOCKS) {
            return Double.NaN;
        }
        double rho = above / below;
        double variance = aboveAbove - 2 * rho * aboveBelow + rho * rho * belowBelow;
        double upper = rho + Calibration.ONE_SIDED_95 * Math.sqrt(Math.max(0, variance)) / below;
        return Math.max(Calibration.LEAST_RHO, Math.min(Calibration.MOST_RHO, upper));
    }

    /**
     * The settings by what was measured, where nobody set it: a Mesos that wobbles more than is usual makes the judge more
     * careful. One that wobbles less makes it no bolder, a handful of blocks is no proof of that.
     */
    public JudgeSettings applied(JudgeSettings settings) {
        boolean chosen = settings.changed().containsKey(Parameter.RHO.text());
        double measured = rho();
        return !chosen && measured > settings.get(Parameter.RHO) ? settings.with(Parameter.RHO, measured) : settings;
    }
}
