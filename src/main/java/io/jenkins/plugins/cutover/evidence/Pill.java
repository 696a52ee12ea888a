package io.jenkins.plugins.cutover.evidence;

import java.util.Locale;

/** The outcome as a badge. */
final class Pill {
    private Pill() {}

    static void draw(Markup html, CutoverOutcome outcome) {
        String word = outcome.words().toUpperCase(Locale.ROOT);
        double width = word.length() * 9.8 + 28;
        html.open("svg role=img width={} height=26 font-family={}", width, Palette.FONT);
        html.element("title", "outcome: " + outcome.words());
        html.leaf("rect width={} height=26 rx=13 fill={}", width, Palette.of(outcome));
        html.element(
                "text x=50% y=17.5 text-anchor=middle font-size=12.5 font-weight=bold letter-spacing=1 fill={}",
                word, Palette.PAPER);
        html.close("svg");
    }
}
