package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.model.HarmKind;
import io.jenkins.plugins.cutover.model.Share;
import java.time.Instant;
import java.util.List;

/**
 * One kind of ending over one phase: how much more often it occurred on EKS than on Mesos, counted from the beginning of
 * the phase.
 *
 * @param share of the phase; null for the whole time
 * @param from the beginning of the phase
 * @param points in the order of time, at least one; each counts all since {@code from}
 */
record KindSeries(HarmKind kind, Share share, Instant from, List<Point> points) {
    KindSeries {
        points = List.copyOf(points);
    }

    /** What a series says about the limit, most severe first. */
    enum State {
        /** The whole interval is above the limit. */
        ABOVE,
        /** The limit is within the interval. */
        OPEN,
        /** The whole interval is at or below the limit. */
        BELOW,
        /** One side had no requests. */
        NOT_COMPARED
    }

    /** The counts up to a moment, of requests that ended so and of all requests. */
    record Point(Instant at, long eks, long eksOf, long mesos, long mesosOf) {

        boolean compared() {
            return eksOf > 0 && mesosOf > 0;
        }

        /** EKS minus Mesos, as parts of the requests; needs requests on both sides, as does {@link #interval}. */
        double difference() {
            return (double) eks / eksOf - (double) mesos / mesosOf;
        }

        DifferenceInterval interval() {
            return DifferenceInterval.of(eks, eksOf, mesos, mesosOf);
        }
    }

    /** All of the phase. */
    Point last() {
        return points.get(points.size() - 1);
    }

    /** The largest difference without harm, 0 to 1, at Mesos's rate in the whole phase. */
    double limit() {
        double mesos = last().mesosOf() == 0 ? 0 : (double) last().mesos() / last().mesosOf();
        return KindLimit.onEks(kind, mesos) - mesos;
    }

    State state() {
        if (!last().compared()) {
            return State.NOT_COMPARED;
        }
        DifferenceInterval interval = last().interval();
        if (interval.low() > limit()) {
            return State.ABOVE;
        }
        return interval.high() <= limit() ? State.BELOW : State.OPEN;
    }

    /** {@code EKS 118 of 502 stalled, Mesos 0 of 1,507}. */
    String sentence() {
        return eksCounts() + " " + kind.text() + ", " + mesosCounts();
    }

    /** For a tile, whose title has the kind. */
    String eksCounts() {
        return "EKS " + part(last().eks(), last().eksOf());
    }

    String mesosCounts() {
        return "Mesos " + part(last().mesos(), last().mesosOf());
    }

    private static String part(long some, long all) {
        return DisplayText.count(some) + " of " + DisplayText.count(all);
    }

    /** The kind as a heading: {@code Given up before the answer}. */
    String title() {
        String text = kind.text().replaceFirst("^were ", "");
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
