package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.evidence.KindSeries.Point;
import io.jenkins.plugins.cutover.evidence.KindSeries.State;
import io.jenkins.plugins.cutover.evidence.Timeline.PhaseSpan;
import io.jenkins.plugins.cutover.model.HarmKind;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.TrafficSample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One series for each kind of ending that occurred while EKS had traffic. Of several phases the last is taken in which
 * EKS was above the limit, and without such a phase the one with the narrowest interval: the last phases have few requests
 * on Mesos to compare with, and the first ones few on EKS.
 */
final class KindSeriesReader {
    /** More than a tile can show makes a page large and no clearer. */
    private static final int MAX_POINTS = 100;

    private final Timeline timeline;

    private KindSeriesReader(Timeline timeline) {
        this.timeline = timeline;
    }

    /** The most severe first. */
    static List<KindSeries> read(Timeline timeline) {
        return new KindSeriesReader(timeline).read();
    }

    private List<KindSeries> read() {
        return KindTotals.of(samples(s -> s.eksRequests() > 0)).occurred().stream()
                .flatMap(kind -> series(kind).stream())
                .sorted(Comparator.comparing(KindSeries::state).thenComparing(s -> -severity(s)))
                .toList();
    }

    private static double severity(KindSeries s) {
        return s.state() == State.NOT_COMPARED ? 0 : s.last().difference() - s.limit();
    }

    private static double width(KindSeries s) {
        if (s.state() == State.ABOVE) {
            return 0;
        }
        return s.last().compared()
                ? s.last().interval().high() - s.last().interval().low()
                : Double.MAX_VALUE;
    }

    private Optional<KindSeries> series(HarmKind kind) {
        List<KindSeries> phases = new ArrayList<>();
        for (PhaseSpan p : timeline.phases()) {
            phases.add(series(kind, p.share(), p.from(), within(p)));
        }
        return phases.stream()
                .filter(s -> s != null && s.last().eks() + s.last().mesos() > 0)
                .min(Comparator.comparing((KindSeries s) -> s.state() != State.ABOVE)
                        .thenComparing(KindSeriesReader::width)
                        .thenComparing(KindSeries::from, Comparator.reverseOrder()))
                .or(() -> Optional.of(series(kind, null, timeline.from(), s -> s.eksRequests() > 0)));
    }

    private static Predicate<TrafficSample> within(PhaseSpan p) {
        return s -> s.at().isAfter(p.from()) && !s.at().isAfter(p.to());
    }

    /** Null without samples. */
    private KindSeries series(HarmKind kind, Share share, Instant from, Predicate<TrafficSample> which) {
        List<TrafficSample> samples = samples(which);
        int together = 1 + samples.size() / MAX_POINTS;
        List<Point> points = new ArrayList<>();
        KindTotals sum = KindTotals.NONE;
        for (int i = 0; i < samples.size(); i++) {
            sum = sum.plus(KindTotals.of(samples.get(i)));
            if ((i + 1) % together == 0 || i == samples.size() - 1) {
                points.add(new Point(samples.get(i).at(), sum.eks(kind), sum.eks(), sum.mesos(kind), sum.mesos()));
            }
        }
        return points.isEmpty() ? null : new KindSeries(kind, share, from, points);
    }

    private List<TrafficSample> samples(Predicate<TrafficSample> which) {
        return timeline.counted().stream().filter(which).toList();
    }
}
