package io.jenkins.plugins.cutover.judge;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How often Mesos fails, and how much that wobbles beyond chance, from its last blocks. Only closed blocks count, so what
 * is said is fixed before the second it is used for, and only Mesos's, so harm by EKS does not change it.
 *
 * <p>Formula: for the failures x of n requests in each of B blocks and the mean failed fraction p of the middle half of
 * the blocks, the index of dispersion is I = mean((x - n p)^2 / (n p)) over the three quarters of the blocks with the
 * smallest terms, divided by .37, which that mean is for independent failures. The square of the coefficient of variation
 * of Mesos's rate is then v = (I - 1) / (mean of n p), with a standard error of about 1.3 I sqrt(2 / B) / (mean of n p).
 * An outage of 30 s is among the blocks that are left out, and after three minutes it is forgotten.
 *
 * @param requests of the last closed blocks, the oldest first
 * @param errors of the same blocks
 * @param rate failed fraction, 0 to 1; NaN when not known
 * @param wobble v, an upper bound of one standard error, at least 0
 * @param before index of dispersion before the cutover
 * @param blocksBefore what that was measured on; they give way to the cutover's own
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record MesosScatter(
        List<Long> requests, List<Long> errors, double rate, double wobble, double before, int blocksBefore) {
    /** v while the figures do not tell: a standard deviation of 22 %. */
    static final double USUAL_WOBBLE = .05;

    static final MesosScatter UNKNOWN = new MesosScatter(List.of(), List.of(), Double.NaN, USUAL_WOBBLE, 1, 0);

    private static final int MOST = 18;
    private static final int FEWEST = 6;
    private static final double LARGEST_WOBBLE = .5;
    /** Mean of the smallest three quarters of squared normal numbers. */
    private static final double OF_CALM = .37;

    private static final double STANDARD_ERROR = 1.3;

    /** From Mesos's figures before the cutover, which the first blocks replace. */
    static MesosScatter after(BaselineHistory before) {
        if (before.requests() == 0) {
            return UNKNOWN;
        }
        double expected = (double) before.errors() / Math.max(1, before.blocks());
        double wobble = before.blocks() < FEWEST ? USUAL_WOBBLE : bound(before.dispersion(), expected, before.blocks());
        return new MesosScatter(List.of(), List.of(), before.fraction(), wobble, before.dispersion(), before.blocks());
    }

    MesosScatter plus(Counts block) {
        if (block.requests() == 0) {
            return this;
        }
        List<Long> n = appended(requests, block.requests());
        List<Long> x = appended(errors, block.errors());
        if (n.size() < FEWEST) {
            double known = Double.isNaN(rate) ? new Counts(sum(n), sum(x)).fraction() : rate;
            return new MesosScatter(n, x, known, wobble, before, blocksBefore);
        }
        double p = middle(n, x);
        int old = Math.max(0, Math.min(blocksBefore, MOST - n.size()));
        double dispersion = (old * before + n.size() * dispersion(n, x, p)) / (old + n.size());
        double v = bound(dispersion, p * sum(n) / n.size(), old + n.size());
        return new MesosScatter(n, x, p, v, before, blocksBefore);
    }

    /** Failed fraction; 0 when not known. */
    double known() {
        return Double.isNaN(rate) ? 0 : rate;
    }

    private static List<Long> appended(List<Long> values, long value) {
        List<Long> all = new ArrayList<>(values);
        all.add(value);
        return List.copyOf(all.subList(Math.max(0, all.size() - MOST), all.size()));
    }

    private static long sum(List<Long> values) {
        return values.stream().mapToLong(v -> v).sum();
    }

    /** Mean failed fraction of the blocks without the lowest and the highest quarter. */
    private static double middle(List<Long> n, List<Long> x) {
        double[] fractions = new double[n.size()];
        for (int i = 0; i < fractions.length; i++) {
            fractions[i] = (double) x.get(i) / n.get(i);
        }
        Arrays.sort(fractions);
        int out = fractions.length / 4;
        return Arrays.stream(fractions, out, fractions.length - out).average().orElse(0);
    }

    private static double dispersion(List<Long> n, List<Long> x, double p) {
        if (p == 0) {
            return 1;
        }
        double[] terms = new double[n.size()];
        for (int i = 0; i < terms.length; i++) {
            double expected = n.get(i) * p;
            terms[i] = (x.get(i) - expected) * (x.get(i) - expected) / expected;
        }
        Arrays.sort(terms);
        int calm = terms.length - terms.length / 4;
        return Arrays.stream(terms, 0, calm).average().orElse(1) / OF_CALM;
    }

    /** Upper bound of v; what is usual unless the figures show more. */
    private static double bound(double dispersion, double expected, int blocks) {
        if (expected == 0) {
            return USUAL_WOBBLE;
        }
        double v = (dispersion - 1) / expected;
        double error = STANDARD_ERROR * dispersion * Math.sqrt(2.0 / blocks) / expected;
        double shown = Math.max(USUAL_WOBBLE, v - error);
        return Math.max(0, Math.min(LARGEST_WOBBLE, Math.min(shown, v + error)));
    }
}
