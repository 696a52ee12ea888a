package io.jenkins.plugins.cutover.judge;

import java.util.ArrayList;
import java.util.List;

/**
 * A quick sign that EKS does harm where Mesos has too little traffic to compare with. It is no proof: it compares EKS with
 * what was usual before, and whatever disturbs both sides looks like harm. A suspicion is settled by moving traffic to
 * Mesos and comparing there, never by a rollback.
 *
 * <p>Formula: for the usual part p0 of requests that end badly and the alternatives p = g p0, g of {3, 10, 50}, a cumulative
 * sum S = max(0, S + x ln(p / p0) + (n - x) ln((1 - p) / (1 - p0))) over polls of n requests of which x ended badly (Page
 * 1954). It is suspicious from 7 on: about one false suspicion in e^7 polls while p0 is right.
 *
 * @param failures what is usual of failures
 * @param endings what is usual of requests that ended badly in any way
 * @param failing the sums of failures
 * @param ending the sums of all bad endings
 * @param stay seconds for which a request to Mesos was in flight, smoothed; NaN before it was measured
 * @param hanging polls in a row in which more requests to EKS were in flight than that explains
 * @param slow answers of EKS in the open block, those slower than the limit of the median as errors
 * @param slowBefore the same in the last closed block
 */
record Suspicion(
        Usual failures,
        Usual endings,
        List<Double> failing,
        List<Double> ending,
        double stay,
        int hanging,
        Counts slow,
        Counts slowBefore) {
    private static final double[] TIMES = {3, 10, 50};
    private static final List<Double> QUIET = List.of(0., 0., 0.);

    static final Suspicion NONE =
            new Suspicion(Usual.UNKNOWN, Usual.UNKNOWN, QUIET, QUIET, Double.NaN, 0, Counts.NONE, Counts.NONE);

    private static final double ENOUGH = 7;
    /** Below these parts nothing is suspicious: of failures, and of bad endings such as 404. */
    private static final double LEAST_FAILING = .0006;

    private static final double LEAST_ENDING = .005;
    private static final double UNKNOWN_PART = .01;
    /** EKS may fail that much more often than was usual. */
    private static final double MARGIN = 1.25;

    private static final double MOST_LIKELY = .95;

    private static final double MEMORY = 10;
    private static final double STAY_TIMES = 3;
    private static final double FORGIVEN_SECONDS = 1;
    private static final double FORGIVEN = 5;
    private static final int IN_A_ROW = 3;

    private static final long FEWEST_TIMED = 50;
    /** A third of equal answers is slower than the limit of the median at most. */
    private static final double MOST_SLOW = .6;

    /** Before the first poll. */
    static Suspicion after(BaselineHistory mesosBefore) {
        return new Suspicion(
                Usual.of(mesosBefore), Usual.UNKNOWN, QUIET, QUIET, Double.NaN, 0, Counts.NONE, Counts.NONE);
    }

    /** A poll in which both sides can be compared: it shows what is usual, and nothing is suspicious. */
    Suspicion live(Poll poll, double seconds) {
        return new Suspicion(
                failures.plus(both(poll.traffic())),
                endings.plus(both(bad(poll))),
                QUIET,
                QUIET,
                poll.open().map(open -> stayed(open, seconds)).orElse(stay),
                0,
                Counts.NONE,
                Counts.NONE);
    }

    private static Counts both(Pair pair) {
        return pair.canary().plus(pair.baseline());
    }

    /** Requests that ended badly in any way. */
    private static Pair bad(Poll poll) {
        return poll.kinds().stream()
                .filter(e -> e.route().isEmpty())
                .map(Endings::bad)
                .findFirst()
                .orElse(poll.traffic());
    }

    private double stayed(OpenRequests open, double seconds) {
        if (seconds <= 0 || open.baselineArrived() == 0) {
            return stay;
        }
        double now = open.baseline() * seconds / open.baselineArrived();
        double kept = Double.isNaN(stay) ? 0 : Math.exp(-seconds / MEMORY);
        return (Double.isNaN(stay) ? 0 : kept * stay) + (1 - kept) * now;
    }

    /**
     * A poll of EKS alone.
     *
     * @param warm whether EKS has warmed up, so that slower answers count
     */
    Suspicion alone(Poll poll, double seconds, boolean warm) {
        boolean more = poll.open().map(o -> hangs(o, seconds)).orElse(false);
        return new Suspicion(
                failures,
                endings,
                summed(failing, poll.traffic().canary(), limit(failures, LEAST_FAILING)),
                endings.known() ? summed(ending, bad(poll).canary(), limit(endings, LEAST_ENDING)) : ending,
                stay,
                more ? hanging + 1 : 0,
                poll.latency().isEmpty() || !warm
                        ? slow
                        : slow.plus(poll.latency().get(0).canary()),
                slowBefore);
    }

    private static double limit(Usual usual, double least) {
        return Math.min(.5, MARGIN * Math.max(least, usual.fraction(UNKNOWN_PART)));
    }

    private boolean hangs(OpenRequests open, double seconds) {
        if (seconds <= 0 || Double.isNaN(stay)) {
            return false;
        }
        double rate = open.canaryArrived() / seconds;
        return open.canary() > FORGIVEN + rate * (FORGIVEN_SECONDS + STAY_TIMES * stay);
    }

    private static List<Double> summed(List<Double> sums, Counts eks, double p0) {
        List<Double> next = new ArrayList<>();
        for (int i = 0; i < TIMES.length; i++) {
            double p = Math.min(MOST_LIKELY, TIMES[i] * p0);
            double gain =
                    eks.errors() * Math.log(p / p0) + (eks.requests() - eks.errors()) * Math.log((1 - p) / (1 - p0));
            next.add(Math.max(0, sums.get(i) + gain));
        }
        return List.copyOf(next);
    }

    Suspicion nextBlock() {
        return new Suspicion(
                failures.nextBlock(), endings.nextBlock(), failing, ending, stay, hanging, Counts.NONE, slow);
    }

    /** What was suspected is settled, or another share begins. */
    Suspicion settled() {
        return new Suspicion(failures, endings, QUIET, QUIET, stay, 0, Counts.NONE, Counts.NONE);
    }

    /** One clause; empty when nothing is suspicious. */
    String reason() {
        if (failing.stream().anyMatch(s -> s >= ENOUGH)) {
            return "more requests to EKS fail than " + (failures.known() ? "the usual " : "")
                    + NumberFormat.percent(failures.fraction(UNKNOWN_PART));
        }
        if (ending.stream().anyMatch(s -> s >= ENOUGH)) {
            return "more requests to EKS end badly than the usual "
                    + NumberFormat.percent(endings.fraction(UNKNOWN_PART));
        }
        if (hanging >= IN_A_ROW) {
            return "requests to EKS hang";
        }
        Counts timed = slow.plus(slowBefore);
        return timed.requests() >= FEWEST_TIMED && timed.fraction() > MOST_SLOW
                ? NumberFormat.percent(timed.fraction())
                        + " of EKS's answers are slower than Mesos's median was, by more than the margin"
                : "";
    }
}
