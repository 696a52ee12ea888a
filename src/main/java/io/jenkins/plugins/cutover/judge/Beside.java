package io.jenkins.plugins.cutover.judge;

import java.util.List;

/**
 * The capital of a comparison whose numbers are not HAProxy's, such as a check's; a part of the cutover's capital.
 *
 * @param weight its part, fixed before the cutover begins; all together below 1
 * @param evidence its capital; 1 is none
 * @param words what it says, one clause
 * @param probes requests of the product's own that it is about; none for a check
 */
public record Beside(double weight, double evidence, String words, Pair probes) {
    public Beside(double weight, double evidence, String words) {
        this(weight, evidence, words, Pair.NONE);
    }

    /** The probes of EKS. */
    static Counts probesOfEks(List<Beside> all) {
        return all.stream().map(b -> b.probes.canary()).reduce(Counts.NONE, Counts::plus);
    }

    /** The capital of everything. */
    static double mixed(double judge, List<Beside> all) {
        double weights = all.stream().mapToDouble(Beside::weight).sum();
        return (1 - weights) * judge
                + all.stream().mapToDouble(b -> b.weight * b.evidence).sum();
    }

    String text() {
        return words + " (" + NumberFormat.odds(evidence) + ")";
    }
}
