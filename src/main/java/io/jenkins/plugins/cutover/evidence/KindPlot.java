package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.evidence.KindSeries.Point;
import java.util.List;

/** The curve in a tile: the difference, its confidence interval as a band, zero, and the limit with what is above it. */
final class KindPlot {
    private static final int TOP = 88;
    private static final int BOTTOM = 170;

    private final Markup svg;
    private final KindSeries series;
    private final String color;
    private final List<Point> points;
    private final TimeScale time;
    private final double max;
    private final double min;
    private double left;
    private double right;

    KindPlot(Markup svg, KindSeries series, String color) {
        this.svg = svg;
        this.series = series;
        this.color = color;
        points = series.points().stream().filter(Point::compared).toList();
        time = new TimeScale(series.from(), series.last().at());
        max = Math.max(highest(), series.limit() * 1.6);
        min = Math.min(lowest(), -max / 12);
    }

    void draw(double from, double to) {
        left = from;
        right = to;
        double limit = y(series.limit());
        svg.leaf(
                "rect x={} y={} width={} height={} fill={} fill-opacity=0.08",
                left,
                TOP,
                right - left,
                limit - TOP,
                Palette.BAD);
        level(y(0), Palette.INK, "none", 0.3);
        svg.leaf("path d={} fill={} fill-opacity=0.25", band(), color);
        svg.leaf("path d={} fill=none stroke={} stroke-width=1.8 stroke-linejoin=round", curve(), color);
        level(limit, Palette.BAD, "4 3", 1);
        label("limit", limit > TOP + 14 ? limit - 4 : limit + 11, right - 2, "end");
        if (Math.abs(y(0) - limit) > 12) {
            label("0", y(0) - 3, left + 2, "start");
        }
    }

    private void level(double y, String stroke, String dashes, double opacity) {
        svg.leaf(
                "line x1={} x2={} y1={} y2={} stroke={} stroke-dasharray={} stroke-opacity={}",
                left,
                right,
                y,
                y,
                stroke,
                dashes,
                opacity);
    }

    private void label(String text, double y, double x, String anchor) {
        svg.element(
                "text x={} y={} text-anchor={} font-size=10 fill={} stroke={} stroke-width=3 stroke-opacity=0.8"
                        + " paint-order=stroke",
                text,
                x,
                y,
                anchor,
                Palette.INK,
                Palette.PAPER);
    }

    private String band() {
        StringBuilder d = new StringBuilder();
        points.forEach(p -> to(d, p, p.interval().high()));
        for (int i = points.size() - 1; i >= 0; i--) {
            to(d, points.get(i), points.get(i).interval().low());
        }
        return d.append('Z').toString();
    }

    private String curve() {
        StringBuilder d = new StringBuilder();
        points.forEach(p -> to(d, p, p.difference()));
        return d.toString();
    }

    private void to(StringBuilder d, Point p, double value) {
        d.append(d.length() == 0 ? 'M' : 'L').append(Markup.decimal(left + (right - left) * time.fraction(p.at())));
        d.append(' ').append(Markup.decimal(y(value)));
    }

    /** What is off the scale is at its edge. */
    private double y(double value) {
        double fraction = (max - value) / (max - min);
        return TOP + (BOTTOM - TOP) * Math.min(1, Math.max(0, fraction));
    }

    /** The first points have wide intervals: they may leave the plot, so that the later ones can be seen. */
    private double highest() {
        return points.stream()
                .skip(points.size() / 3)
                .mapToDouble(p -> p.interval().high())
                .max()
                .orElse(0);
    }

    private double lowest() {
        return points.stream()
                .skip(points.size() / 3)
                .mapToDouble(p -> p.interval().low())
                .min()
                .orElse(0);
    }
}
