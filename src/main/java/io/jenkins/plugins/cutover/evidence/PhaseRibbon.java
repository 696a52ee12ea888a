package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.model.Verdict;

/** The phases as bands on top of a chart: share, verdict as a sign and a word, and a faint ground down to the axis. */
final class PhaseRibbon {
    private static final double NARROW = 0.16;
    private static final double NO_ROOM = 0.08;
    private static final double SLIT = 0.03;

    private PhaseRibbon() {}

    static void draw(Markup svg, TimeScale time, Timeline timeline, double height, double bottom) {
        boolean odd = false;
        for (PhaseSpan phase : timeline.phases()) {
            double from = time.fraction(phase.from());
            double width = Math.max(0.002, time.fraction(phase.to()) - from);
            odd = !odd;
            if (odd) {
                svg.leaf(
                        "rect",
                        "x",
                        TimeScale.percent(from),
                        "y",
                        height,
                        "width",
                        TimeScale.percent(width),
                        "height",
                        bottom - height,
                        "fill",
                        Palette.BAND);
            }
            band(svg, phase, from, width, height);
        }
        if (timeline.rollback() != null) {
            back(svg, time.fraction(timeline.rollback().decidedAt()), height);
        }
    }

    /** In a box of its own that cuts off what does not fit. */
    private static void band(Markup svg, PhaseSpan phase, double from, double width, double height) {
        svg.open(
                "svg",
                "x",
                TimeScale.percent(from),
                "y",
                0,
                "width",
                TimeScale.percent(width),
                "height",
                height - 4,
                "overflow",
                "hidden");
        svg.element("title", title(phase));
        svg.leaf(
                "rect",
                "x",
                0.5,
                "y",
                0,
                "width",
                "100%",
                "height",
                "100%",
                "fill",
                Palette.tint(phase.verdict()),
                "stroke",
                Palette.PAPER,
                "stroke-width",
                2);
        svg.leaf("rect", "width", "100%", "height", 3, "fill", Palette.of(phase.verdict()));
        if (width >= NO_ROOM) {
            svg.element(
                    "text",
                    phase.share().toString(),
                    "x",
                    6,
                    "y",
                    19,
                    "font-weight",
                    "bold",
                    "font-size",
                    12,
                    "fill",
                    Palette.INK);
        }
        if (width >= SLIT) {
            sign(svg, phase.verdict());
        }
        if (width >= NARROW) {
            svg.element(
                    "text",
                    Words.verdict(phase.verdict()),
                    "x",
                    20,
                    "y",
                    35,
                    "font-size",
                    11,
                    "fill",
                    Palette.of(phase.verdict()));
        }
        svg.close("svg");
    }

    /** After a rollback. */
    private static void back(Markup svg, double from, double height) {
        if (1 - from < NARROW) {
            return;
        }
        svg.open(
                "svg",
                "x",
                TimeScale.percent(from),
                "y",
                0,
                "width",
                TimeScale.percent(1 - from),
                "height",
                height - 4,
                "overflow",
                "hidden");
        svg.leaf(
                "rect",
                "x",
                0.5,
                "width",
                "100%",
                "height",
                "100%",
                "fill",
                Palette.PAGE,
                "stroke",
                Palette.PAPER,
                "stroke-width",
                2);
        svg.leaf("rect", "width", "100%", "height", 3, "fill", Palette.MESOS);
        svg.element("text", "0%", "x", 6, "y", 19, "font-weight", "bold", "font-size", 12, "fill", Palette.INK);
        svg.element("text", "back on Mesos", "x", 6, "y", 35, "font-size", 11, "fill", Palette.SOFT);
        svg.close("svg");
    }

    /** Drawn, not written: not every font has them. */
    private static void sign(Markup svg, Verdict verdict) {
        String d = verdict == null
                ? "M7 31h8"
                : switch (verdict) {
                    case HEALTHY -> "M7 31l3 3.5l5.5-7";
                    case HARMFUL -> "M7.5 27.5l7 7m0-7l-7 7";
                    case INCONCLUSIVE -> "M8 29c.3-3 6-3 6 0c0 1.6-3 2-3 3.6m0 2.2v.4";
                    case BLIND -> "M11 27.5a3.6 3.6 0 1 0 .01 0M8.5 33.5l5-5";
                };
        svg.leaf(
                "path",
                "d",
                d,
                "fill",
                "none",
                "stroke",
                Palette.of(verdict),
                "stroke-width",
                2,
                "stroke-linecap",
                "round",
                "stroke-linejoin",
                "round");
    }

    private static String title(PhaseSpan phase) {
        return phase.share() + ": " + Words.verdict(phase.verdict()) + ", measured " + Words.percent(phase.measured())
                + ", " + Words.count(phase.requests(), "request");
    }
}
