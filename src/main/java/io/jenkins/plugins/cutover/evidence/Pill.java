package io.jenkins.plugins.cutover.evidence;

import java.util.Locale;

/** The outcome as a badge. */
final class Pill {
    private Pill() {}

    static void draw(Markup html, CutoverOutcome outcome) {
        String word = outcome.words().toUpperCase(Locale.ROOT);
        double width = word.length() * 9.8 + 28;
        html.open("svg", "role", "img", "width", width, "height", 26, "font-family", "system-ui, sans-serif");
        html.element("title", "outcome: " + outcome.words());
        html.leaf("rect", "width", width, "height", 26, "rx", 13, "fill", Palette.of(outcome));
        html.element(
                "text",
                word,
                "x",
                "50%",
                "y",
                17.5,
                "text-anchor",
                "middle",
                "font-size",
                12.5,
                "font-weight",
                "bold",
                "letter-spacing",
                1,
                "fill",
                Palette.PAPER);
        html.close("svg");
    }
}
