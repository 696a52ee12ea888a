package io.jenkins.plugins.cutover.evidence;

import java.time.Duration;
import java.util.Locale;

/** The key figures as small cards: two in a row on a phone, all in one row on a desk. */
final class KeyFigures {
    private static final int WIDTH = 168;

    private KeyFigures() {}

    /** The outcome as a badge. */
    static void badge(Markup html, CutoverOutcome outcome) {
        String label = outcome.words().toUpperCase(Locale.ROOT);
        double width = label.length() * 9.8 + 28;
        html.open("svg role=img width={} height=26 font-family={}", width, Palette.FONT);
        html.element("title", "outcome: " + outcome.words());
        html.leaf("rect width={} height=26 rx=13 fill={}", width, Palette.of(outcome));
        html.element(
                "text x=50% y=17.5 text-anchor=middle font-size=12.5 font-weight=bold letter-spacing=1 fill={}",
                label, Palette.ON_STRONG);
        html.close("svg");
    }

    static void draw(Markup html, Timeline t) {
        RequestTotals r = t.requests();
        html.open("p");
        card(html, "Requests", DisplayText.count(r.total()), Palette.INK);
        card(
                html,
                "Failed",
                DisplayText.count(r.failed()),
                r.failed() > 0 ? Palette.BAD : r.total() > 0 ? Palette.GOOD : Palette.INK);
        if (t.rollback() == null) {
            card(html, "Answered by EKS", DisplayText.count(r.eks()), Palette.EKS);
            card(html, "Duration", DisplayText.duration(t.length()), Palette.INK);
        } else {
            rollback(html, t.rollback());
        }
        html.close("p");
    }

    private static void rollback(Markup html, RollbackSummary r) {
        if (r.harmedRequests() != null) {
            card(html, "Harmed by the fault", DisplayText.count(r.harmedRequests()), Palette.BAD);
        }
        if (r.faultToVerdictMs() != null) {
            card(html, "Fault to verdict", millis(r.faultToVerdictMs()), Palette.INK);
        }
        if (r.verdictToMesosMs() != null) {
            card(html, "Verdict to Mesos", millis(r.verdictToMesosMs()), Palette.INK);
        }
        if (r.mesosInstancesBefore() != null && r.mesosInstancesAfter() != null) {
            boolean whole = r.mesosInstancesAfter() >= r.mesosInstancesBefore();
            card(
                    html,
                    "Mesos instances",
                    r.mesosInstancesBefore() + " \u2192 " + r.mesosInstancesAfter(),
                    whole ? Palette.GOOD : Palette.BAD);
        }
    }

    private static String millis(long ms) {
        return DisplayText.duration(Duration.ofMillis(ms));
    }

    private static void card(Markup html, String label, String value, String color) {
        html.open("svg role=img width={} height=78 font-family={}", WIDTH, Palette.FONT);
        html.element("title", label + ": " + value);
        html.leaf("rect width={} height=72 rx=8 fill={} fill-opacity={}", WIDTH - 6, Palette.INK, Palette.TINT);
        html.leaf("rect width=4 height=72 rx=2 fill={}", color);
        html.element("text x=16 y=24 font-size=12 fill={}", label, Palette.INK);
        int size = value.length() > 8 ? 20 : 25;
        html.element("text x=16 y=54 font-size={} font-weight=bold fill={}", value, size, color);
        html.close("svg");
    }
}
