package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.model.HarmKind;

/**
 * How much more often than on Mesos a kind of ending may occur on EKS before it counts as harm: odds of 1.25 times those
 * of Mesos, and never below a floor, so that one failure beside none is not a limit that was exceeded. The judge has the
 * same margins by default.
 */
final class KindLimit {
    private static final double ODDS_RATIO = 1.25;

    private KindLimit() {}

    /**
     * @param mesos the part of Mesos's requests that ended so, 0 to 1
     * @return the part of EKS's requests up to which there is no harm, 0 to 1
     */
    static double onEks(HarmKind kind, double mesos) {
        double odds = ODDS_RATIO * mesos / Math.max(1e-12, 1 - mesos);
        return Math.max(floor(kind), odds / (1 + odds));
    }

    /** Statuses that are a normal part of the traffic of many services need a larger difference. */
    private static double floor(HarmKind kind) {
        return switch (kind) {
            case FAILED, TRUNCATED, STALLED, GIVEN_UP, GIVEN_UP_IN_BODY, SHORT, VERY_SLOW -> 0.0005;
            case UNAUTHORIZED, NOT_FOUND, TOO_MANY_REQUESTS, CLIENT_ERROR, REDIRECTED -> 0.002;
        };
    }
}
