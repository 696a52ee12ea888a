package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.judge.Counts;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Failures so many that no comparison is needed: three of ten requests to EKS and at least 15, over 5 to 10 s. It is for a
 * share that leaves Mesos too little traffic to compare with. An ordinary disturbance of both sides is below that. Where
 * requests to Mesos failed often too, for example because clients cancel them, twice that part of them is needed. With
 * little traffic 15 failures take longer than that: then nine of ten requests must fail, within ten minutes.
 */
final class GrossFailure {
    private static final double FRACTION = .3;
    /** The most that is needed: an EKS that answers nothing must be found within seconds, and the window is 10 s. */
    private static final double MOST = .6;

    private static final double TIMES = 2;
    private static final long FAILURES = 15;
    /** Seconds. */
    private static final double LEAST = 5;

    private static final double LONGEST = 10;

    private static final double NEARLY_ALL = .9;
    /** Seconds in which a service with little traffic has to fail. */
    private static final double LONGEST_QUIET = 600;

    private record Interval(double seconds, Counts eks) {
        static final Interval NONE = new Interval(0, Counts.NONE);

        Interval plus(Interval other) {
            return new Interval(seconds + other.seconds, eks.plus(other.eks));
        }

        boolean nearlyAllFailed() {
            return eks.errors() > 0 && eks.fraction() >= NEARLY_ALL;
        }
    }

    private final Deque<Interval> recent = new ArrayDeque<>();
    /** Since nearly all requests fail. */
    private Interval failing = Interval.NONE;

    /**
     * Adds what was counted since the last poll.
     *
     * @param seconds that the poll covers
     */
    void add(double seconds, Counts eks) {
        if (seconds > 2 * LONGEST) {
            // Nothing looked meanwhile. What was an outage then may be over.
            recent.clear();
            failing = Interval.NONE;
            return;
        }
        Interval now = new Interval(seconds, eks);
        recent.addLast(now);
        while (recent.size() > 1 && covered() - recent.getFirst().seconds() >= LONGEST) {
            recent.removeFirst();
        }
        Interval longer = failing.plus(now);
        boolean goesOn = longer.nearlyAllFailed() && longer.seconds() <= LONGEST_QUIET;
        failing = goesOn ? longer : now.nearlyAllFailed() ? now : Interval.NONE;
    }

    private double covered() {
        return recent.stream().mapToDouble(Interval::seconds).sum();
    }

    /**
     * @param usual the part of the requests to Mesos that failed earlier in the cutover, 0 to 1
     * @param how the verb of the sentence, such as {@code failed}
     * @return one sentence; empty when EKS does not fail so much
     */
    String found(double usual, String how) {
        Interval lately = recent.stream().reduce(Interval.NONE, Interval::plus);
        return isGross(lately, needed(usual))
                ? text(lately, how)
                : isGross(failing, twice(usual)) ? text(failing, how) : "";
    }

    /** What fails nearly always on Mesos too, such as the only request of the night, is not found by this. */
    private static double twice(double usual) {
        return Math.max(NEARLY_ALL, TIMES * usual);
    }

    private static boolean isGross(Interval interval, double fraction) {
        Counts eks = interval.eks();
        return interval.seconds() >= LEAST && eks.errors() >= FAILURES && eks.errors() >= fraction * eks.requests();
    }

    private static String text(Interval found, String how) {
        return found.eks().errors() + " of " + found.eks().requests() + " requests to EKS " + how + " within "
                + Math.round(found.seconds()) + " s";
    }

    private static double needed(double usual) {
        return Math.min(MOST, Math.max(FRACTION, TIMES * usual));
    }
}
