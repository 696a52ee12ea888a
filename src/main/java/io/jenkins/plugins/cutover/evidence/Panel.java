package io.jenkins.plugins.cutover.evidence;

import java.util.function.DoubleFunction;

/**
 * One strip of a chart. Shapes go into a box of 1000 units that is stretched to the width of the page, text stands
 * outside of it and keeps its size: so one file is legible on a desk and on a phone, without style or script.
 */
final class Panel {
    static final int TITLE = 24;

    private final Markup svg;
    private final double top;
    private final ValueScale scale;
    private double legendAt;

    /** @param top of the title; the plot begins {@link #TITLE} below */
    Panel(Markup svg, String title, double top, ValueScale scale) {
        this.svg = svg;
        this.top = top;
        this.scale = scale;
        svg.element("text", title, "x", 0, "y", top + 13, "font-weight", "bold", "fill", Palette.INK);
        legendAt = width(title, 7.6) + 14;
    }

    /** Grid lines: below the shapes. */
    Panel grid() {
        for (double value : scale.gridLines()) {
            double y = plotTop() + scale.y(value);
            svg.leaf("line", "x1", "0", "x2", "100%", "y1", y, "y2", y, "stroke", Palette.LINE);
        }
        return this;
    }

    /**
     * The values of the grid lines, inside the plot so that no room is lost at its side: after the shapes, with a pale
     * edge, so that they can be read on anything.
     */
    Panel labels(DoubleFunction<String> label) {
        for (double value : scale.gridLines()) {
            if (value > 0) {
                halo(label.apply(value), plotTop() + scale.y(value) + 12);
            }
        }
        return this;
    }

    private void halo(String text, double y) {
        svg.element(
                "text",
                text,
                "x",
                3,
                "y",
                y,
                "font-size",
                11,
                "fill",
                Palette.SOFT,
                "stroke",
                Palette.PAPER,
                "stroke-width",
                3,
                "stroke-opacity",
                0.85,
                "stroke-linejoin",
                "round",
                "paint-order",
                "stroke");
    }

    /** A sample of the line or area and its name, to the right of the title. */
    Panel legend(String name, String color, Mark mark) {
        double y = top + 9;
        switch (mark) {
            case AREA -> svg.leaf("rect", "x", legendAt, "y", y - 5, "width", 12, "height", 10, "rx", 2, "fill", color);
            case LINE -> line(y, color, "none");
            case DASHES -> line(y, color, "4 3");
        }
        svg.element("text", name, "x", legendAt + 17, "y", top + 13, "fill", Palette.SOFT);
        legendAt += 17 + width(name, 7.0) + 12;
        return this;
    }

    /** How a series is drawn. */
    enum Mark {
        AREA,
        LINE,
        DASHES
    }

    private void line(double y, String color, String dashes) {
        svg.leaf(
                "line",
                "x1",
                legendAt,
                "x2",
                legendAt + 12,
                "y1",
                y,
                "y2",
                y,
                "stroke",
                color,
                "stroke-width",
                2,
                "stroke-dasharray",
                dashes);
    }

    /** A word in the middle of an empty plot. */
    Panel note(String text) {
        svg.element(
                "text",
                text,
                "x",
                "50%",
                "y",
                plotTop() + scale.height() / 2 + 4,
                "text-anchor",
                "middle",
                "fill",
                Palette.SOFT);
        return this;
    }

    Panel area(String path, String color) {
        return shape(path, "fill", color, "stroke", "none");
    }

    /** Thin bars keep at least a pixel. */
    Panel bars(String path, String color) {
        return shape(path, "fill", color, "stroke", color, "stroke-width", 1, "vector-effect", "non-scaling-stroke");
    }

    Panel line(String path, String color, double width, String dashes) {
        return shape(
                path,
                "fill",
                "none",
                "stroke",
                color,
                "stroke-width",
                width,
                "stroke-dasharray",
                dashes,
                "stroke-linejoin",
                "round",
                "vector-effect",
                "non-scaling-stroke");
    }

    private Panel shape(String path, Object... attributes) {
        if (path.isEmpty()) {
            return this;
        }
        svg.open(
                "svg",
                "x",
                0,
                "y",
                plotTop(),
                "width",
                "100%",
                "height",
                scale.height(),
                "viewBox",
                "0 0 1000 " + Markup.decimal(scale.height()),
                "preserveAspectRatio",
                "none",
                "overflow",
                "visible");
        Object[] all = new Object[attributes.length + 2];
        all[0] = "d";
        all[1] = path;
        System.arraycopy(attributes, 0, all, 2, attributes.length);
        svg.leaf("path", all).close("svg");
        return this;
    }

    double plotTop() {
        return top + TITLE;
    }

    private static double width(String text, double perCharacter) {
        return text.length() * perCharacter;
    }
}
