package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.evidence.Timeline.PhaseSpan;
import io.jenkins.plugins.cutover.model.Verdict;

/** The phases as bands on top of a chart: share, verdict as a symbol and as text, and a light background. */
final class PhaseRibbon {
    /** Widths from which a text, a share, a symbol fit, as parts of the chart: .01 is 3 to 4 pixels on a phone. */
    private static final double TEXT = 0.16;

    private static final double SHARE = 0.05;
    private static final double SIGN = 0.03;

    private final Markup svg;
    private final TimeScale time;
    private final double height;

    private PhaseRibbon(Markup svg, TimeScale time, double height) {
        this.svg = svg;
        this.time = time;
        this.height = height;
    }

    static void draw(Markup svg, TimeScale time, Timeline timeline, double height, double bottom) {
        PhaseRibbon ribbon = new PhaseRibbon(svg, time, height);
        boolean odd = false;
        for (PhaseSpan phase : timeline.phases()) {
            odd = !odd;
            ribbon.phase(phase, odd ? bottom : height);
        }
        if (timeline.rollback() != null) {
            ribbon.back(timeline.rollback());
        }
    }

    private void phase(PhaseSpan phase, double bottom) {
        double from = time.fraction(phase.from());
        double width = Math.max(0.002, time.fraction(phase.to()) - from);
        svg.leaf(
                "rect x={} y={} width={} height={} fill={} fill-opacity=0.03",
                TimeScale.percent(from),
                height,
                TimeScale.percent(width),
                bottom - height,
                Palette.INK);
        open(from, width, Palette.of(phase.verdict()));
        svg.element("title", title(phase));
        if (width >= SHARE) {
            share(phase.share().toString());
        }
        if (width >= SIGN) {
            sign(phase.verdict());
        }
        if (width >= TEXT) {
            svg.element("text x=20 y=35 font-size=11 fill={}", DisplayText.verdict(phase.verdict()), Palette.INK);
        }
        svg.close("svg");
    }

    /** What follows a rollback. */
    private void back(RollbackSummary rollback) {
        double from = time.fraction(rollback.decidedAt());
        open(from, 1 - from, Palette.MESOS);
        if (1 - from >= TEXT) {
            share("0%");
            svg.element("text x=5 y=35 font-size=11 fill={}", "back on Mesos", Palette.INK);
        }
        svg.close("svg");
    }

    /** A box that clips what does not fit. */
    private void open(double from, double width, String color) {
        svg.open(
                "svg x={} y=0 width={} height={} overflow=hidden",
                TimeScale.percent(from),
                TimeScale.percent(width),
                height - 4);
        svg.leaf(
                "rect x=0.5 width=100% height=100% fill={} fill-opacity=0.15 stroke={} stroke-width=2",
                color, Palette.PAPER);
        svg.leaf("rect width=100% height=3 fill={}", color);
    }

    private void share(String text) {
        svg.element("text x=5 y=19 font-weight=bold fill={}", text, Palette.INK);
    }

    /** Drawn as a path: not every font has such characters. */
    private void sign(Verdict verdict) {
        String d = verdict == null
                ? "M7 31h8"
                : switch (verdict) {
                    case HEALTHY -> "M7 31l3 3.5l5.5-7";
                    case HARMFUL -> "M7.5 27.5l7 7m0-7l-7 7";
                    case INCONCLUSIVE -> "M8 29c.3-3 6-3 6 0c0 1.6-3 2-3 3.6m0 2.2v.4";
                    case BLIND -> "M11 27.5a3.6 3.6 0 1 0 .01 0M8.5 33.5l5-5";
                };
        svg.leaf(
                "path d={} fill=none stroke={} stroke-width=2 stroke-linecap=round stroke-linejoin=round",
                d,
                Palette.of(verdict));
    }

    private static String title(PhaseSpan phase) {
        return phase.share() + ": " + DisplayText.verdict(phase.verdict()) + ", measured "
                + DisplayText.percent(phase.measured()) + ", " + DisplayText.count(phase.requests(), "request");
    }
}
