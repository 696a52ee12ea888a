package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.TrafficSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Neighbouring samples drawn as one.
 *
 * @param afterGap whether there were no polls just before, so that no line leads here
 * @param wanted at the end of the bucket
 * @param mesosErrorPeak errors per second in its worst sample: a short burst must not be averaged away
 * @param eksErrorPeak the same for EKS
 * @param kinds how its requests ended
 */
record ChartInterval(
        Instant from,
        Instant to,
        boolean afterGap,
        Share wanted,
        long mesos,
        long mesosErrors,
        double mesosErrorPeak,
        long eks,
        long eksErrors,
        double eksErrorPeak,
        KindTotals kinds) {
    /** More than a screen can show makes a file large and no clearer. */
    static final int MAX = 240;

    double seconds() {
        return seconds(from, to);
    }

    /** NaN without requests. */
    double measured() {
        return (double) eks / (mesos + eks);
    }

    /** At most about {@link #MAX} buckets over the whole time, fewer when there are fewer samples. */
    static List<ChartInterval> of(Timeline timeline) {
        return of(timeline, timeline.samples());
    }

    /** @param samples to draw, in the order of time */
    static List<ChartInterval> of(Timeline timeline, List<TrafficSample> samples) {
        double width = seconds(timeline.from(), timeline.to()) / MAX;
        List<ChartInterval> buckets = new ArrayList<>();
        ChartInterval open = null;
        for (ChartInterval sample : single(timeline, samples)) {
            if (open == null) {
                open = sample;
            } else if (sample.afterGap || open.seconds() >= width) {
                buckets.add(open);
                open = sample;
            } else {
                open = open.plus(sample);
            }
        }
        if (open != null) {
            buckets.add(open);
        }
        return buckets;
    }

    private static List<ChartInterval> single(Timeline timeline, List<TrafficSample> samples) {
        List<ChartInterval> all = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            Instant before = i == 0 ? timeline.from() : samples.get(i - 1).at();
            double length = seconds(before, samples.get(i).at());
            double usual = usual(timeline, samples, i);
            boolean gap = usual > 0 && length > Math.max(3, 4 * usual) && !countedOn(samples, i, usual);
            Instant from = gap ? samples.get(i).at().minusMillis((long) (usual * 1000)) : before;
            all.add(of(samples.get(i), from, gap));
        }
        return all;
    }

    /**
     * Whether the counters of a phase continued without polls, as over a restart of the controller: the sample then has
     * far more requests than its neighbour, from the whole time.
     */
    private static boolean countedOn(List<TrafficSample> samples, int i, double usual) {
        if (i < 2 || !samples.get(i).wanted().equals(samples.get(i - 1).wanted())) {
            return false;
        }
        double before = requests(samples.get(i - 1))
                / Math.max(
                        0.001,
                        seconds(samples.get(i - 2).at(), samples.get(i - 1).at()));
        return requests(samples.get(i)) > 3 * before * usual;
    }

    private static long requests(TrafficSample s) {
        return s.mesosRequests() + s.eksRequests();
    }

    /** How long the neighbouring intervals are, in seconds; 0 when there is none. */
    private static double usual(Timeline timeline, List<TrafficSample> samples, int i) {
        Instant start = i >= 2 ? samples.get(i - 2).at() : timeline.from();
        double before = i >= 1 ? seconds(start, samples.get(i - 1).at()) : 0;
        double after = i + 1 < samples.size()
                ? seconds(samples.get(i).at(), samples.get(i + 1).at())
                : 0;
        return Math.max(before, after);
    }

    private static ChartInterval of(TrafficSample s, Instant from, boolean gap) {
        double seconds = Math.max(0.001, seconds(from, s.at()));
        return new ChartInterval(
                from,
                s.at(),
                gap,
                s.wanted(),
                s.mesosRequests(),
                s.mesosErrors(),
                s.mesosErrors() / seconds,
                s.eksRequests(),
                s.eksErrors(),
                s.eksErrors() / seconds,
                KindTotals.of(s));
    }

    private ChartInterval plus(ChartInterval later) {
        return new ChartInterval(
                from,
                later.to,
                afterGap,
                later.wanted,
                mesos + later.mesos,
                mesosErrors + later.mesosErrors,
                Math.max(mesosErrorPeak, later.mesosErrorPeak),
                eks + later.eks,
                eksErrors + later.eksErrors,
                Math.max(eksErrorPeak, later.eksErrorPeak),
                kinds.plus(later.kinds));
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }
}
