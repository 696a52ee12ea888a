package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.model.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A cutover as one {@code <svg>}: its phases and decisions on top, and under them the share of EKS, the requests, the
 * errors and, where known, the latency, all on one axis of time. It is as wide as the place it is put in, takes its
 * ground and its text color from the page, light or dark, and names no id, so that several fit into one page.
 */
public final class TrafficChart {
    private static final double RIBBON = 46;
    private static final double MARKERS = 48;
    private static final double AXIS = 26;

    private final Timeline timeline;
    private final TimeScale time;
    private final List<ChartInterval> buckets;
    private final Markup svg = new Markup();

    private TrafficChart(Timeline timeline) {
        this.timeline = timeline;
        time = new TimeScale(timeline.from(), timeline.to());
        buckets = ChartInterval.of(timeline);
    }

    public static String svg(Timeline timeline) {
        return new TrafficChart(timeline).draw();
    }

    private String draw() {
        Markup plots = new Markup();
        double bottom = new Panels(plots, time, timeline, buckets).draw(RIBBON + MARKERS);
        svg.open(
                "svg xmlns=http://www.w3.org/2000/svg role=img width=100% height={} font-family={} font-size=12",
                bottom + AXIS + 24, Palette.FONT);
        svg.element("title", timeline.service() + ": traffic during the cutover");
        svg.element("desc", Summary.of(timeline));
        svg.open("svg x=2% y=14 width=96% height={} overflow=visible", bottom + AXIS);
        PhaseRibbon.draw(svg, time, timeline, RIBBON, bottom);
        axis(bottom);
        svg.raw(plots.toString());
        hovers(bottom);
        markers(bottom);
        return svg.close("svg").close("svg").toString();
    }

    private void axis(double bottom) {
        for (Duration tick : time.ticks()) {
            double place = time.fraction(timeline.from().plus(tick));
            String x = TimeScale.percent(place);
            svg.leaf(
                    "line x1={} x2={} y1={} y2={} stroke={} stroke-opacity={} stroke-dasharray={}",
                    x,
                    x,
                    RIBBON + MARKERS,
                    bottom,
                    Palette.INK,
                    Palette.LINE_OPACITY,
                    "2 4");
            svg.element(
                    "text x={} y={} text-anchor={} fill={}",
                    DisplayText.elapsed(tick),
                    x,
                    bottom + 10,
                    place < 0.03 ? "start" : place > 0.96 ? "end" : "middle",
                    Palette.INK);
        }
    }

    /** A dot for each event, with its text as a tooltip; full lines for the most important ones. */
    private void markers(double bottom) {
        timeline.events().stream()
                .filter(EventStyle::isFault)
                .findFirst()
                .ifPresent(fault -> flag(fault.at(), "fault", Palette.INK, "2 3", bottom, RIBBON + 26, 0.12));
        if (timeline.rollback() != null) {
            flag(timeline.rollback().decidedAt(), "rollback", Palette.BAD, "none", bottom, RIBBON + 40, 0.85);
        }
        for (Event event : timeline.events()) {
            svg.open(
                    "circle cx={} cy={} r=3.5 fill={} stroke={}",
                    time.percent(event.at()),
                    RIBBON + 10,
                    EventStyle.color(event),
                    Palette.PAPER);
            svg.element("title", DisplayText.elapsed(since(event.at())) + "  " + event.text());
            svg.close("circle");
        }
    }

    /** A label beside a vertical line; left of the line near the right edge, so that it stays on the page. */
    private void flag(Instant at, String label, String color, String dashes, double bottom, double y, double leftFrom) {
        boolean left = time.fraction(at) > leftFrom;
        String x = time.percent(at);
        svg.leaf(
                "line x1={} x2={} y1={} y2={} stroke={} stroke-width=1.6 stroke-dasharray={}",
                x,
                x,
                RIBBON + 16,
                bottom,
                color,
                dashes);
        svg.element(
                "text x={} y={} dx={} text-anchor={} font-weight=bold fill={} stroke={} stroke-width=3"
                        + " paint-order=stroke",
                label,
                x,
                y,
                left ? -5 : 5,
                left ? "end" : "start",
                Palette.INK,
                Palette.PAPER);
    }

    /** Invisible columns with their numbers as tooltips. */
    private void hovers(double bottom) {
        for (ChartInterval b : buckets) {
            double from = time.fraction(b.from());
            svg.open(
                    "rect x={} y={} width={} height={} fill=none pointer-events=all",
                    TimeScale.percent(from),
                    RIBBON + MARKERS,
                    TimeScale.percent(time.fraction(b.to()) - from),
                    bottom - RIBBON - MARKERS);
            svg.element("title", tip(b)).close("rect");
        }
    }

    private String tip(ChartInterval b) {
        return DisplayText.elapsed(since(b.to())) + "  wanted " + b.wanted() + ", measured "
                + DisplayText.percent(b.measured())
                + "\nEKS " + DisplayText.count(b.eks(), "request") + ", " + DisplayText.count(b.eksErrors(), "error")
                + "\nMesos " + DisplayText.count(b.mesos(), "request") + ", "
                + DisplayText.count(b.mesosErrors(), "error");
    }

    private Duration since(Instant at) {
        return Duration.between(timeline.from(), at);
    }
}
