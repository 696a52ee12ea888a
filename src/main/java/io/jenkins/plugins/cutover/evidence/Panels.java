package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.evidence.Panel.Mark;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The strips of a traffic chart. Each draws itself at a position and returns its height. */
final class Panels {
    private static final double GAP = 26;
    private static final String NO_TRAFFIC = "no traffic was seen";

    private final Markup svg;
    private final TimeScale time;
    private final Timeline timeline;
    private final List<ChartInterval> buckets;

    Panels(Markup svg, TimeScale time, Timeline timeline, List<ChartInterval> buckets) {
        this.svg = svg;
        this.time = time;
        this.timeline = timeline;
        this.buckets = buckets;
    }

    /** @return where the last one ends */
    double draw(double top) {
        double at = top + share(top);
        at += requests(at);
        at += errors(at);
        at += new OutcomePanels(svg, time, ChartInterval.of(timeline, timeline.counted())).draw(at);
        return at + latency(at);
    }

    private double share(double top) {
        ValueScale scale = new ValueScale(0.25, 4, 140);
        Panel panel = new Panel(svg, "EKS share", top, scale)
                .legend("measured", Palette.EKS, Mark.LINE)
                .legend("wanted", Palette.INK, Mark.DASHES)
                .grid();
        panel.line(SvgPaths.line(time, scale, buckets, ChartInterval::measured), Palette.EKS, 2.5, "none")
                .line(SvgPaths.wanted(time, scale, timeline), Palette.INK, 1.3, "5 3")
                .labels(DisplayText::percent);
        return end(panel, buckets.isEmpty() ? NO_TRAFFIC : "");
    }

    private double requests(double top) {
        ToDoubleFunction<ChartInterval> eks = b -> b.eks() / b.seconds();
        ToDoubleFunction<ChartInterval> all = b -> (b.eks() + b.mesos()) / b.seconds();
        ValueScale scale = ValueScale.upTo(max(all), 90);
        Panel panel = new Panel(svg, "Requests / s", top, scale)
                .legend("EKS", Palette.EKS, Mark.AREA)
                .legend("Mesos", Palette.MESOS, Mark.AREA)
                .grid();
        panel.area(SvgPaths.area(time, scale, buckets, eks, all), Palette.MESOS)
                .area(SvgPaths.area(time, scale, buckets, b -> 0, eks), Palette.EKS)
                .labels(DisplayText::number);
        return end(panel, buckets.isEmpty() ? NO_TRAFFIC : "");
    }

    private double errors(double top) {
        ToDoubleFunction<ChartInterval> all = b -> b.eksErrorPeak() + b.mesosErrorPeak();
        double max = max(all);
        ValueScale scale = ValueScale.upTo(max, max > 0 ? 70 : 34);
        Panel panel = new Panel(svg, "Errors / s", top, scale)
                .legend("EKS", Palette.EKS_ERROR, Mark.AREA)
                .legend("Mesos", Palette.MESOS_ERROR, Mark.AREA);
        if (max <= 0) {
            return end(panel.ground(), buckets.isEmpty() ? NO_TRAFFIC : "no errors");
        }
        panel.grid()
                .bars(SvgPaths.bars(time, scale, buckets, ChartInterval::eksErrorPeak, all), Palette.MESOS_ERROR)
                .bars(SvgPaths.bars(time, scale, buckets, b -> 0, ChartInterval::eksErrorPeak), Palette.EKS_ERROR)
                .labels(DisplayText::number);
        return end(panel, "");
    }

    /** Nothing when it was not measured. */
    private double latency(double top) {
        if (timeline.latencies().isEmpty()) {
            return 0;
        }
        double max = timeline.latencies().stream()
                .flatMap(l -> Stream.of(l.mesosP99(), l.eksP99()))
                .filter(v -> !v.isNaN())
                .max(Double::compare)
                .orElse(0.0);
        ValueScale scale = ValueScale.upTo(max, 80);
        Panel panel = new Panel(svg, "Latency p99, ms", top, scale)
                .legend("EKS", Palette.EKS, Mark.LINE)
                .legend("Mesos", Palette.MESOS, Mark.LINE)
                .grid();
        panel.line(latencyLine(scale, LatencySample::mesosP99), Palette.MESOS, 2, "none")
                .line(latencyLine(scale, LatencySample::eksP99), Palette.EKS, 2, "none")
                .labels(DisplayText::number);
        return end(panel, "");
    }

    /** The worst of the samples that share a place, as with errors. */
    private String latencyLine(ValueScale scale, ToDoubleFunction<LatencySample> value) {
        int together = Math.max(1, timeline.latencies().size() / ChartInterval.MAX);
        StringBuilder d = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < timeline.latencies().size(); i += together) {
            List<LatencySample> group = timeline.latencies()
                    .subList(i, Math.min(timeline.latencies().size(), i + together));
            double worst = group.stream()
                    .mapToDouble(value)
                    .filter(v -> !Double.isNaN(v))
                    .max()
                    .orElse(Double.NaN);
            if (!Double.isNaN(worst)) {
                Instant at = group.get(group.size() - 1).at();
                d.append(pen ? 'L' : 'M').append(Markup.decimal(time.unit(at)));
                d.append(' ').append(Markup.decimal(scale.y(worst)));
            }
            pen = !Double.isNaN(worst);
        }
        return d.toString();
    }

    private double max(ToDoubleFunction<ChartInterval> value) {
        return buckets.stream().mapToDouble(value).max().orElse(0);
    }

    /** @param note what is known when nothing can be drawn */
    static double end(Panel panel, String note) {
        panel.note(note);
        return panel.height() + GAP;
    }
}
