package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.evidence.KindSeries.Point;
import io.jenkins.plugins.cutover.evidence.KindSeries.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * One kind of ending as a tile of a fixed size, which is that of a narrow phone: the difference over the phase with its
 * confidence interval, the limit, and the counts. It takes its ground and its text color from the page.
 */
final class KindTile {
    private static final int WIDTH = 330;
    private static final int HEIGHT = 234;
    private static final int LEFT = 14;
    private static final int RIGHT = WIDTH - 20;

    private final Markup svg;
    private final KindSeries series;
    private final String color;

    private KindTile(Markup svg, KindSeries series) {
        this.svg = svg;
        this.series = series;
        color = color(series.state());
    }

    static void draw(Markup svg, KindSeries series) {
        new KindTile(svg, series).draw();
    }

    private void draw() {
        svg.open(
                "svg role=img width={} height={} viewBox={} font-family={} font-size=12",
                WIDTH,
                HEIGHT,
                "0 0 " + WIDTH + " " + HEIGHT,
                Palette.FONT);
        svg.element("title", series.title() + ": " + figure() + "; " + series.sentence());
        svg.leaf(
                "rect width={} height={} rx=8 fill={} fill-opacity={}",
                WIDTH - 6,
                HEIGHT - 6,
                Palette.INK,
                Palette.TINT);
        svg.leaf("rect width={} height=3 rx=1.5 fill={}", WIDTH - 6, color);
        text(series.title(), 26, 14, 1, "bold");
        pill();
        svg.element("text x={} y=56 font-size=22 font-weight=bold fill={}", figure(), LEFT, color);
        text(interval(), 75, 12, Palette.SOFT_OPACITY, "normal");
        if (series.last().compared()) {
            new KindPlot(svg, series, color).draw(LEFT, RIGHT);
        }
        span();
        String eks = series.eksCounts();
        text(eks, 204, eks.length() > 44 ? 10 : 12, 1, "normal");
        text(series.mesosCounts(), 219, 12, 1, "normal");
        svg.close("svg");
    }

    private void text(String text, int y, int size, double opacity, String weight) {
        svg.element(
                "text x={} y={} font-size={} font-weight={} fill={} fill-opacity={}",
                text,
                LEFT,
                y,
                size,
                weight,
                Palette.INK,
                opacity);
    }

    private void pill() {
        String word = word(series.state());
        double width = word.length() * 5.9 + 16;
        svg.leaf(
                "rect x={} y=40 width={} height=18 rx=9 fill={}",
                RIGHT - width,
                width,
                series.state() == State.ABOVE || series.state() == State.BELOW ? color : Palette.MUTED);
        svg.element(
                "text x={} y=53 text-anchor=middle font-size=11 fill={}", word, RIGHT - width / 2, Palette.ON_STRONG);
    }

    private static String word(State state) {
        return switch (state) {
            case ABOVE -> "above the limit";
            case OPEN -> "not enough data";
            case BELOW -> "within the limit";
            case NOT_COMPARED -> "no comparison";
        };
    }

    private static String color(State state) {
        return switch (state) {
            case ABOVE -> Palette.BAD;
            case BELOW -> Palette.GOOD;
            case OPEN, NOT_COMPARED -> Palette.PLAIN;
        };
    }

    private String figure() {
        Point last = series.last();
        return last.compared() ? points(last.difference()) + " points" : "one side only";
    }

    private String interval() {
        Point last = series.last();
        if (!last.compared()) {
            return "no requests on " + (last.eksOf() == 0 ? "EKS" : "Mesos") + " to compare with";
        }
        return interval(last.interval()) + ", limit " + points(series.limit());
    }

    static String interval(DifferenceInterval i) {
        return points(i.low()) + " to " + points(i.high());
    }

    private void span() {
        Instant end = series.last().at();
        String begin = series.share() == null ? "start" : series.share() + " begins";
        svg.element("text x={} y=184 font-size=10 fill={}", begin, LEFT, Palette.INK);
        svg.element(
                "text x={} y=184 font-size=10 text-anchor=end fill={}",
                "after " + DisplayText.duration(Duration.between(series.from(), end)),
                RIGHT,
                Palette.INK);
    }

    /** Percentage points with their sign: {@code +23.5}, {@code +0.05}, {@code −1.2}. */
    static String points(double difference) {
        double points = difference * 100;
        String text = String.format(Locale.ROOT, Math.abs(points) < 1 ? "%.2f" : "%.1f", Math.abs(points));
        boolean zero = text.equals("0.00");
        return (zero ? "" : points < 0 ? "\u2212" : "+") + text;
    }
}
