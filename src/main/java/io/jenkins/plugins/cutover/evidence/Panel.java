package io.jenkins.plugins.cutover.evidence;

import java.util.function.DoubleFunction;

/**
 * One strip of a chart. Shapes go into a box of 1000 units that is stretched to the width of the page, text is
 * outside of it and keeps its size: one file is legible on a desk and on a phone, without style or script.
 */
final class Panel {
    private static final int TITLE = 24;
    private static final double TINT = 0.2;
    private static final int LEGEND_LINE = 17;

    /** A chart on a phone is about as wide. */
    private static final int LEGEND_WIDTH = 318;

    private final Markup svg;
    private final double top;
    private final ValueScale scale;
    private double legendAt;
    private double titleHeight = TITLE;

    /** @param top of the title; the plot begins below it and its legend */
    Panel(Markup svg, String title, double top, ValueScale scale) {
        this.svg = svg;
        this.top = top;
        this.scale = scale;
        svg.element("text x=0 y={} font-weight=bold fill={}", title, top + 13, Palette.INK);
        legendAt = title.length() * 7.6 + 14;
    }

    /** Grid lines: below the shapes. */
    Panel grid() {
        scale.gridLines().forEach(this::gridLine);
        return this;
    }

    /** The lowest grid line alone. */
    Panel ground() {
        gridLine(0);
        return this;
    }

    private void gridLine(double value) {
        double y = plotTop() + scale.y(value);
        svg.leaf("line x1=0 x2=100% y1={} y2={} stroke={} stroke-opacity={}", y, y, Palette.INK, Palette.LINE_OPACITY);
    }

    /** The values of the grid lines, inside the plot, to save space at its side: after the shapes. */
    Panel labels(DoubleFunction<String> label) {
        for (double value : scale.gridLines()) {
            if (value > 0) {
                halo(label.apply(value), "3", "start", plotTop() + scale.y(value) + 12);
            }
        }
        return this;
    }

    /** A label in the middle of an empty plot; none when the text is empty. */
    Panel note(String text) {
        if (!text.isEmpty()) {
            halo(text, "50%", "middle", plotTop() + scale.height() / 2 + 4);
        }
        return this;
    }

    /** Text with an edge of the page's color, so that it can be read on anything. */
    private void halo(String text, String x, String anchor, double y) {
        svg.element(
                "text x={} y={} text-anchor={} font-size=11 fill={} stroke={} stroke-width=3 stroke-opacity=0.85"
                        + " stroke-linejoin=round paint-order=stroke",
                text,
                x,
                y,
                anchor,
                Palette.INK,
                Palette.PAPER);
    }

    /** How a series is drawn. */
    enum Mark {
        AREA,
        TINT,
        LINE,
        DASHES
    }

    /** A sample of the line or area and its name, to the right of the title or on the next line; before any shape. */
    Panel legend(String name, String color, Mark mark) {
        double width = 17 + name.length() * 7.0;
        if (legendAt + width > LEGEND_WIDTH) {
            legendAt = 0;
            titleHeight += LEGEND_LINE;
        }
        double y = top + titleHeight - TITLE + 9;
        if (mark == Mark.AREA || mark == Mark.TINT) {
            svg.leaf(
                    "rect x={} y={} width=12 height=10 rx=2 fill={} fill-opacity={}",
                    legendAt,
                    y - 5,
                    color,
                    mark == Mark.TINT ? TINT : 1);
        } else {
            svg.leaf(
                    "line x1={} x2={} y1={} y2={} stroke={} stroke-width=2 stroke-dasharray={}",
                    legendAt,
                    legendAt + 12,
                    y,
                    y,
                    color,
                    mark == Mark.DASHES ? "4 3" : "none");
        }
        svg.element("text x={} y={} fill={}", name, legendAt + 17, y + 4, Palette.INK);
        legendAt += width + 12;
        return this;
    }

    Panel area(String path, String color) {
        return shape("path d={} fill={}", path, color);
    }

    /** A pale area, behind others. */
    Panel tint(String path, String color) {
        return shape("path d={} fill={} fill-opacity={}", path, color, TINT);
    }

    /** Thin bars keep at least a pixel. */
    Panel bars(String path, String color) {
        return shape("path d={} fill={} stroke={} stroke-width=1 vector-effect=non-scaling-stroke", path, color, color);
    }

    Panel line(String path, String color, double width, String dashes) {
        return shape(
                "path d={} fill=none stroke={} stroke-width={} stroke-dasharray={} stroke-linejoin=round"
                        + " vector-effect=non-scaling-stroke",
                path,
                color,
                width,
                dashes);
    }

    private Panel shape(String element, Object... values) {
        if (!values[0].equals("")) {
            svg.open(
                    "svg x=0 y={} width=100% height={} viewBox={} preserveAspectRatio=none overflow=visible",
                    plotTop(), scale.height(), "0 0 1000 " + Markup.decimal(scale.height()));
            svg.leaf(element, values).close("svg");
        }
        return this;
    }

    /** Of the title, the legend and the plot. */
    double height() {
        return titleHeight + scale.height();
    }

    private double plotTop() {
        return top + titleHeight;
    }
}
