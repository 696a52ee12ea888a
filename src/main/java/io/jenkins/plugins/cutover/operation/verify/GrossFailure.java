package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.judge.Counts;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Failures so many that no comparison is needed: three of ten requests to EKS and at least 15, over 5 to 10 s. It is for a
 * share that leaves Mesos too little traffic to compare with. An ordinary disturbance of both sides is below that. Where
 * requests to Mesos failed often too, for example because clients cancel them, twice that part of them is needed.
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

    private record Interval(double seconds, Counts eks) {}

    private final Deque<Interval> recent = new ArrayDeque<>();

    /**
     * Adds what was counted since the last poll.
     *
     * @param seconds that the poll covers
     */
    void add(double seconds, Counts eks) {
        recent.addLast(new Interval(seconds, eks));
        while (recent.size() > 1 && covered() - recent.getFirst().seconds() >= LONGEST) {
            recent.removeFirst();
        }
    }

    private double covered() {
        return recent.stream().mapToDouble(Interval::seconds).sum();
    }

    /**
     * @param usual the part of the requests to Mesos that failed earlier in the cutover, 0 to 1
     * @return one sentence; empty when EKS does not fail so much
     */
    String found(double usual) {
        long requests = recent.stream().mapToLong(i -> i.eks().requests()).sum();
        long errors = recent.stream().mapToLong(i -> i.eks().errors()).sum();
        boolean gross = covered() >= LEAST && errors >= FAILURES && errors >= needed(usual) * requests;
        return gross
                ? errors + " of " + requests + " requests to EKS failed within " + Math.round(covered()) + " s"
                : "";
    }

    private static double needed(double usual) {
        return Math.min(MOST, Math.max(FRACTION, TIMES * usual));
    }
}
