package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.evidence.Timeline.PhaseSpan;
import io.jenkins.plugins.cutover.model.Event;
import java.time.Duration;

/**
 * {@code report.html}: one file, no script, no style sheet, no style attribute and nothing loaded from elsewhere, since
 * Jenkins serves archived files under {@code sandbox; default-src 'none'; img-src 'self'; style-src 'self'}. What looks
 * like style is SVG and the presentational attributes of HTML. The browser chooses light or dark, which
 * {@code <meta name="color-scheme">} allows it to do without a style sheet; {@link Palette} suits both.
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
        html.raw("<meta name=\"color-scheme\" content=\"light dark\"/>\n");
        html.element("title", timeline.service() + ": " + timeline.outcome().words() + " - Phased Cutover");
        html.close("head");
        html.open("body topmargin=0 leftmargin=0 rightmargin=0 bottommargin=0 marginwidth=0 marginheight=0");
        html.open("font face={}", Palette.FONT);
        header();
        html.open("table width=100% border=0 cellspacing=0 cellpadding=14")
                .open("tr")
                .open("td");
        KeyFigures.draw(html, timeline);
        html.raw(TrafficChart.svg(timeline));
        KindTiles.draw(html, timeline);
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
                .open("font color={}", Palette.ON_STRONG);
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
        for (PhaseSpan p : timeline.phases()) {
            row();
            number(p.share().toString());
            number(DisplayText.percent(p.measured()));
            marked(DisplayText.verdict(p.verdict()), Palette.of(p.verdict()));
            number(DisplayText.duration(Duration.between(p.from(), p.to())));
            number(DisplayText.count(p.requests()));
            html.close("tr");
        }
        html.close("table");
    }

    private void events() {
        table("What happened", "Time", "Kind", "What");
        for (Event e : timeline.events()) {
            row();
            number(DisplayText.elapsed(Duration.between(timeline.from(), e.at())));
            marked(e.kind(), EventStyle.color(e));
            html.open("td").element("font size=2", e.text()).close("td");
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
                "font size=2",
                "Times count from the start. Point at the chart to see its numbers; errors are those of the worst moment"
                        + " of each step. The same as data: report.json.");
        html.close("p");
    }

    private void table(String heading, String... columns) {
        html.open("h2").element("font size=4", heading).close("h2");
        html.open(
                "table width=100% border=1 rules=rows frame=void bordercolor={} cellspacing=0 cellpadding=5",
                Palette.PLAIN);
        html.open("tr align=left");
        for (String column : columns) {
            html.open("th scope=col").element("font size=2", column).close("th");
        }
        html.close("tr");
    }

    private void row() {
        html.open("tr valign=top");
    }

    /** Never wrapped. */
    private void number(String text) {
        html.open("td nowrap=nowrap").element("font size=2", text).close("td");
    }

    /** With a dot of that color: small text in it could be hard to read. */
    private void marked(String text, String color) {
        html.open("td nowrap=nowrap").open("svg width=14 height=9");
        html.leaf("circle cx=4.5 cy=4.5 r=4.5 fill={}", color).close("svg");
        html.element("font size=2", text).close("td");
    }
}
