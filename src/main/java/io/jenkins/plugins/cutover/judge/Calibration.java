package io.jenkins.plugins.cutover.judge;

/**
 * Calibration while Mesos serves. Its servers form two halves that are equally good, so a difference between them is
 * noise. A block is judged by parameters from the blocks before it, and from Mesos alone, so what is judged cannot bias
 * them.
 *
 * <p>rho = sum[(V - n w)^2 / (w (1 - w)) - n] / sum n (n - 1) over blocks of n votes, V of them one half's, w that half's part
 * of the requests. The sums are kept instead of the polls.
 *
 * @param open the open block; its "canary" is the one half
 * @param length seconds of it so far
 * @param blocks with at least two votes
 * @param above sum of the blocks' squared deviations above what independence has
 * @param below sum of their pairs of votes
 * @param aboveAbove sum of squares of the blocks' parts of {@code above}
 * @param aboveBelow sum of products
 * @param belowBelow sum of squares of the blocks' parts of {@code below}
 * @param burst most failures seen at once while Mesos served alone, beyond those that its rate explains; 0 when not known
 */
public record Calibration(
        OpenBlock open,
        double length,
        int blocks,
        double above,
        double below,
        double aboveAbove,
        double aboveBelow,
        double belowBelow,
        double burst) {
    public static final Calibration NONE = new Calibration(OpenBlock.EMPTY, 0, 0, 0, 0, 0, 0, 0, 0);

    static final int FEWEST_BLOCKS = 10;
    private static final double LEAST_RHO = .02;
    private static final double MOST_RHO = .3;
    private static final double ONE_SIDED_95 = 1.645;

    /**
     * Adds a poll.
     *
     * @param seconds that it covers
     * @param halves of Mesos
     */
    public Calibration observe(double seconds, Pair halves, JudgeSettings settings) {
        OpenBlock more = open.plusVotes(halves, settings.get(Parameter.BURST));
        Calibration taken = new Calibration(
                more, length + seconds, blocks, above, below, aboveAbove, aboveBelow, belowBelow, burst);
        return taken.length >= settings.get(Parameter.BLOCK) - 1e-9 ? taken.closed() : taken;
    }

    private Calibration closed() {
        double n = open.votes();
        if (n <= 1 || open.canary() == 0 || open.baseline() == 0) {
            return interrupted();
        }
        double w = Bets.part(1, open.canary(), open.baseline());
        double off = open.canaryVotes() - n * w;
        double more = off * off / (w * (1 - w)) - n;
        double pairs = n * (n - 1);
        return new Calibration(
                OpenBlock.EMPTY,
                0,
                blocks + 1,
                above + more,
                below + pairs,
                aboveAbove + more * more,
                aboveBelow + more * pairs,
                belowBelow + pairs * pairs,
                burst);
    }

    /** Drops the open block: part of its time was not polled. */
    public Calibration interrupted() {
        return new Calibration(OpenBlock.EMPTY, 0, blocks, above, below, aboveAbove, aboveBelow, belowBelow, burst);
    }

    /** @param failures that came at once, beyond those that Mesos's rate explains */
    Calibration withBurst(double failures) {
        return new Calibration(
                open, length, blocks, above, below, aboveAbove, aboveBelow, belowBelow, Math.max(burst, failures));
    }

    /** Upper 95 % bound of the correlation in a block, by the delta method, from .02 to .3; NaN with too few blocks. */
    public double rho() {
        return blocks < FEWEST_BLOCKS ? Double.NaN : Math.max(LEAST_RHO, Math.min(MOST_RHO, bound(ONE_SIDED_95)));
    }

    private double bound(double deviations) {
        double rho = above / below;
        double variance = aboveAbove - 2 * rho * aboveBelow + rho * rho * belowBelow;
        return rho + deviations * Math.sqrt(Math.max(0, variance)) / below;
    }

    /** Whether it is shown, and not only possible, that blocks correlate more than this: its lower 95 % bound is above. */
    private boolean wobblesMoreThan(double usual) {
        return blocks >= FEWEST_BLOCKS && bound(-ONE_SIDED_95) > usual;
    }

    /**
     * The settings with the measured parameters, unless the user set them. A Mesos that is shown to wobble more than
     * usual, or that had larger bursts, makes the judge more careful. A few failures show nothing, and their upper bound
     * would delay rollbacks. A calmer Mesos does not make the judge bolder: its halves share much that EKS does not.
     */
    public JudgeSettings applied(JudgeSettings settings) {
        double rho = wobblesMoreThan(settings.get(Parameter.RHO)) ? rho() : 0;
        return raised(raised(settings, Parameter.RHO, rho), Parameter.BURST, Math.rint(burst));
    }

    private static JudgeSettings raised(JudgeSettings settings, Parameter parameter, double measured) {
        boolean chosen = settings.changed().containsKey(parameter.text());
        return !chosen && measured > settings.get(parameter) ? settings.with(parameter, measured) : settings;
    }
}
