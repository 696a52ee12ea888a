package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.model.HarmKind;

/**
 * How much more often than on Mesos a kind of ending may occur on EKS before it counts as harm: a multiple of Mesos's odds,
 * and never below a floor, so that one failure beside none is not a limit that was exceeded. The numbers are the defaults
 * of the judge.
 */
final class KindLimit {
    private KindLimit() {}

    /**
     * @param mesos the part of Mesos's requests that ended so, 0 to 1
     * @return the part of EKS's requests up to which there is no harm, 0 to 1
     */
    static double onEks(HarmKind kind, double mesos) {
        double odds = oddsRatio(kind) * mesos / Math.max(1e-12, 1 - mesos);
        return Math.max(floor(kind), odds / (1 + odds));
    }

    private static double oddsRatio(HarmKind kind) {
        return kind == HarmKind.SHORT || kind == HarmKind.VERY_SLOW ? 2 : 1.25;
    }

    private static double floor(HarmKind kind) {
        return switch (kind) {
            case FAILED, TRUNCATED, STALLED -> 0.0005;
            case VERY_SLOW -> 0.2;
            default -> 0.002;
        };
    }
}
