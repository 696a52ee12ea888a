package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.evidence.Timeline.PhaseSpan;
import io.jenkins.plugins.cutover.model.Event;
import java.time.Duration;

/**
 * {@code report.html}: one file, no script, no style sheet, no style attribute and nothing loaded from elsewhere, since
 * Jenkins serves archived files under {@code sandbox; default-src 'none'; img-src 'self'; style-src 'self'}. What looks
 * like style is SVG and the presentational attributes of HTML.
 */
public final class ReportHtml {
    private final Timeline timeline;
    private final Markup html = new Markup();

    private ReportHtml(Timeline timeline) {
        this.timeline = timeline;
    }

    public static String page(Timeline timeline) {
        return new ReportHtml(timeline).page();
    }

    private String page() {
        html.raw("<!DOCTYPE html>\n").open("html lang=en").open("head");
        html.raw("<meta charset=\"utf-8\"/>\n");
        html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        html.element("title", timeline.service() + ": " + timeline.outcome().words() + " - Phased Cutover");
        html.close("head");
        html.open(
                "body bgcolor={} text={} topmargin=0 leftmargin=0 rightmargin=0 bottommargin=0 marginwidth=0"
                        + " marginheight=0",
                Palette.PAGE,
                Palette.INK);
        html.open("font face={}", Palette.FONT);
        header();
        html.open("table width=100% border=0 cellspacing=0 cellpadding=14")
                .open("tr")
                .open("td");
        KeyFigures.draw(html, timeline);
        html.raw(TrafficChart.svg(timeline));
        phases();
        events();
        footer();
        html.close("td").close("tr").close("table").close("font").close("body").close("html");
        return html.toString();
    }

    private void header() {
        html.open("table width=100% border=0 cellspacing=0 cellpadding=18 bgcolor={}", Palette.HEADER)
                .open("tr")
                .open("td")
                .open("font color={}", Palette.PAPER);
        html.open("h1")
                .element(
                        "font size={}",
                        timeline.service() + " ",
                        timeline.service().length() > 24 ? 5 : 6);
        KeyFigures.badge(html, timeline.outcome());
        html.close("h1");
        html.element("font size=3", Summary.of(timeline));
        html.open("p");
        html.element(
                "font size=2 color={}",
                "Mesos to EKS, " + DisplayText.wall(timeline.from()) + ", " + DisplayText.duration(timeline.length()),
                Palette.HEADER_SOFT);
        html.close("p").close("font").close("td").close("tr").close("table");
    }

    private void phases() {
        if (timeline.phases().isEmpty()) {
            return;
        }
        table("Phases", "Wanted", "Measured", "Verdict", "Time", "Requests");
        boolean odd = false;
        for (PhaseSpan p : timeline.phases()) {
            odd = !odd;
            row(odd);
            number(p.share().toString(), Palette.INK);
            number(DisplayText.percent(p.measured()), Palette.INK);
            number(DisplayText.verdict(p.verdict()), Palette.of(p.verdict()));
            number(DisplayText.duration(Duration.between(p.from(), p.to())), Palette.INK);
            number(DisplayText.count(p.requests()), Palette.INK);
            html.close("tr");
        }
        html.close("table");
    }

    private void events() {
        table("What happened", "Time", "Kind", "What");
        boolean odd = false;
        for (Event e : timeline.events()) {
            odd = !odd;
            row(odd);
            number(DisplayText.elapsed(Duration.between(timeline.from(), e.at())), Palette.SOFT);
            text(e.kind(), EventStyle.color(e));
            text(e.text(), Palette.INK);
            html.close("tr");
        }
        html.close("table");
        if (timeline.events().isEmpty()) {
            html.element("p", "Nothing is recorded.");
        }
    }

    private void footer() {
        html.open("p");
        html.element(
                "font size=2 color={}",
                "Times count from the start. Point at the chart to see its numbers; errors are those of the worst moment"
                        + " of each step. The same as data: report.json.",
                Palette.SOFT);
        html.close("p");
    }

    private void table(String heading, String... columns) {
        html.open("h2").element("font size=4", heading).close("h2");
        html.open("table width=100% border=0 cellspacing=0 cellpadding=7 bgcolor={}", Palette.PAPER);
        html.open("tr align=left");
        for (String column : columns) {
            html.open("th scope=col")
                    .element("font size=2 color={}", column, Palette.SOFT)
                    .close("th");
        }
        html.close("tr");
    }

    private void row(boolean odd) {
        html.open("tr valign=top bgcolor={}", odd ? Palette.BAND : Palette.PAPER);
    }

    /** Never wrapped. */
    private void number(String text, String color) {
        html.open("td nowrap=nowrap")
                .element("font size=2 color={}", text, color)
                .close("td");
    }

    private void text(String text, String color) {
        html.open("td").element("font size=2 color={}", text, color).close("td");
    }
}
