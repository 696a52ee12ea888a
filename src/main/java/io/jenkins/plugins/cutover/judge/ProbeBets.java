package io.jenkins.plugins.cutover.judge;

import java.util.List;

/**
 * The comparison of failed probes, requests of the product's own: the test of {@link Comparison} with a capital of its own,
 * which is {@link #WEIGHT} of the cutover's. Probes are never counted as requests of clients.
 *
 * @param spending of the capital over time
 * @param state of the comparison; null before the first probe
 * @param totals of the present share
 * @param blockStart seconds
 * @param seconds of the last observation
 */
public record ProbeBets(
        AlphaSpending spending, Comparison.State state, Pair totals, double blockStart, double seconds) {
    static final double WEIGHT = .1;

    public static final ProbeBets NONE = new ProbeBets(AlphaSpending.NONE, null, Pair.NONE, 0, 0);

    /** Another share has totals of its own; the capital is kept. */
    public ProbeBets nextPhase() {
        return new ProbeBets(spending, state, Pair.NONE, blockStart, seconds);
    }

    /**
     * Observes the probes that ended since the last time.
     *
     * @param now seconds on the judge's clock
     */
    public ProbeBets observe(JudgeSettings settings, double now, Pair ended) {
        if (ended.requests() == 0) {
            return this;
        }
        Comparison test = Comparison.ofErrors(settings);
        ProbeBets open = inBlock(settings, test, Math.max(now, seconds));
        double covered = Math.max(0, now - seconds);
        return new ProbeBets(
                open.spending,
                test.observe(open.state, ended, covered),
                totals.plus(ended),
                open.blockStart,
                Math.max(now, seconds));
    }

    private ProbeBets inBlock(JudgeSettings settings, Comparison test, double now) {
        double block = settings.get(Parameter.BLOCK);
        boolean first = totals.requests() == 0;
        if (state != null && !first && now - blockStart <= block) {
            return this;
        }
        Comparison.State before = state == null ? test.start(BaselineHistory.NONE) : test.fitted(state);
        double stake = spending.next(first, settings.get(Parameter.HORIZON) / block);
        return new ProbeBets(spending.afterBlock(first, stake), test.nextBlock(before, stake), totals, now, seconds);
    }

    /** What the judge takes of them, together with all else that it compares. */
    public List<Beside> beside(JudgeSettings settings) {
        double evidence = state == null ? 1 : Comparison.ofErrors(settings).evidence(state, spending.unspent());
        return List.of(new Beside(WEIGHT, evidence, text(), totals));
    }

    /** Such as {@code probes: EKS 0 of 300 failed, Mesos 0 of 300}. */
    public String text() {
        return "probes: EKS " + of(totals.canary()) + " failed, Mesos " + of(totals.baseline());
    }

    private static String of(Counts counts) {
        return NumberFormat.count(counts.errors()) + " of " + NumberFormat.count(counts.requests());
    }
}
