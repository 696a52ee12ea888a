package io.jenkins.plugins.cutover.judge;

import java.util.List;

/**
 * The capital of a comparison whose numbers are not HAProxy's, such as a check's; a part of the cutover's capital.
 *
 * @param weight its part, fixed before the cutover begins; all together below 1
 * @param evidence its capital; 1 is none
 * @param words what it says, one clause
 */
public record Beside(double weight, double evidence, String words) {
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
