package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.model.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A cutover as one {@code <svg>}: its phases and decisions on top, and under them the share of EKS, the requests, the
 * errors and, where known, the latency, all on one axis of time. It is as wide as the place it is put in, has its own
 * pale ground for dark surroundings, and names no id, so that several fit into one page.
 */
public final class TrafficChart {
    private static final double RIBBON = 46;
    private static final double MARKERS = 48;
    private static final double AXIS = 26;

    private final Timeline timeline;
    private final TimeScale time;
    private final List<Bucket> buckets;

    private TrafficChart(Timeline timeline) {
        this.timeline = timeline;
        time = new TimeScale(timeline.from(), timeline.to());
        buckets = Bucket.of(timeline);
    }

    public static String svg(Timeline timeline) {
        return new TrafficChart(timeline).draw();
    }

    private String draw() {
        Markup plots = new Markup();
        Panels panels = new Panels(plots, time, timeline, buckets);
        double top = RIBBON + MARKERS;
        top += panels.share(top);
        top += panels.requests(top);
        top += panels.errors(top);
        top += panels.latency(top);
        Markup svg = new Markup();
        svg.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "role",
                "img",
                "width",
                "100%",
                "height",
                top + AXIS + 24,
                "font-family",
                "system-ui, -apple-system, Segoe UI, Roboto, sans-serif",
                "font-size",
                12);
        svg.element("title", timeline.service() + ": traffic during the cutover");
        svg.element("desc", Summary.of(timeline));
        svg.leaf("rect", "width", "100%", "height", "100%", "rx", 10, "fill", Palette.PAPER);
        svg.open("svg", "x", "2%", "y", 14, "width", "96%", "height", top + AXIS, "overflow", "visible");
        PhaseRibbon.draw(svg, time, timeline, RIBBON, top);
        axis(svg, top);
        svg.raw(plots.toString());
        markers(svg, top);
        hovers(svg, top);
        return svg.close("svg").close("svg").toString();
    }

    private void axis(Markup svg, double bottom) {
        for (Duration tick : time.ticks()) {
            Instant at = timeline.from().plus(tick);
            double place = time.fraction(at);
            String anchor = place < 0.03 ? "start" : place > 0.96 ? "end" : "middle";
            svg.leaf(
                    "line",
                    "x1",
                    TimeScale.percent(place),
                    "x2",
                    TimeScale.percent(place),
                    "y1",
                    RIBBON + MARKERS,
                    "y2",
                    bottom,
                    "stroke",
                    Palette.LINE,
                    "stroke-dasharray",
                    "2 4");
            svg.element(
                    "text",
                    Words.elapsed(tick),
                    "x",
                    TimeScale.percent(place),
                    "y",
                    bottom + 10,
                    "text-anchor",
                    anchor,
                    "fill",
                    Palette.SOFT);
        }
    }

    /** A dot for each event, with its sentence for whoever points at it; full lines for what matters most. */
    private void markers(Markup svg, double bottom) {
        for (Event event : timeline.events()) {
            String x = time.percent(event.at());
            svg.open(
                    "circle",
                    "cx",
                    x,
                    "cy",
                    RIBBON + 10,
                    "r",
                    3.5,
                    "fill",
                    EventStyle.color(event),
                    "stroke",
                    Palette.PAPER);
            svg.element("title", Words.elapsed(Duration.between(timeline.from(), event.at())) + "  " + event.text());
            svg.close("circle");
        }
        timeline.events().stream().filter(EventStyle::isFault).findFirst().ifPresent(fault -> {
            flag(svg, fault.at(), "fault", Palette.INK, "2 3", bottom, RIBBON + 26, true);
        });
        if (timeline.rollback() != null) {
            flag(svg, timeline.rollback().decidedAt(), "rollback", Palette.BAD, "none", bottom, RIBBON + 40, false);
        }
    }

    /** A word beside a line from top to bottom; it turns to the other side at the edge of the page. */
    private void flag(
            Markup svg, Instant at, String word, String color, String dashes, double bottom, double y, boolean left) {
        double place = time.fraction(at);
        boolean toLeft = left ? place > 0.12 : place > 0.85;
        svg.leaf(
                "line",
                "x1",
                TimeScale.percent(place),
                "x2",
                TimeScale.percent(place),
                "y1",
                RIBBON + 16,
                "y2",
                bottom,
                "stroke",
                color,
                "stroke-width",
                1.6,
                "stroke-dasharray",
                dashes);
        svg.element(
                "text",
                word,
                "x",
                TimeScale.percent(place),
                "y",
                y,
                "dx",
                toLeft ? -5 : 5,
                "text-anchor",
                toLeft ? "end" : "start",
                "font-weight",
                "bold",
                "fill",
                color,
                "stroke",
                Palette.PAPER,
                "stroke-width",
                3,
                "paint-order",
                "stroke");
    }

    /** Invisible columns that tell their numbers. */
    private void hovers(Markup svg, double bottom) {
        for (Bucket b : buckets) {
            double from = time.fraction(b.from());
            svg.open(
                    "rect",
                    "x",
                    TimeScale.percent(from),
                    "y",
                    RIBBON + MARKERS,
                    "width",
                    TimeScale.percent(time.fraction(b.to()) - from),
                    "height",
                    bottom - RIBBON - MARKERS,
                    "fill",
                    "none",
                    "pointer-events",
                    "all");
            svg.element("title", tip(b)).close("rect");
        }
    }

    private String tip(Bucket b) {
        return Words.elapsed(Duration.between(timeline.from(), b.to())) + "  wanted " + b.wanted() + ", measured "
                + Words.percent(b.measured()) + "\nEKS " + Words.count(b.eks(), "request") + ", "
                + Words.count(b.eksErrors(), "error") + "\nMesos " + Words.count(b.mesos(), "request") + ", "
                + Words.count(b.mesosErrors(), "error");
    }
}
