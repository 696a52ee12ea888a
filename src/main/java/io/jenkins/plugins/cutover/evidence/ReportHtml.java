package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.model.Event;
import java.time.Duration;
import java.util.List;

/**
 * {@code report.html}: one file, no script, no style sheet, no style attribute and nothing loaded from elsewhere, since
 * Jenkins serves archived files under {@code sandbox; default-src 'none'; img-src 'self'; style-src 'self'}. What looks
 * like style is SVG and the presentational attributes of HTML.
 */
public final class ReportHtml {
    private static final String FACE = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif";

    private final Timeline timeline;
    private final Markup html = new Markup();

    private ReportHtml(Timeline timeline) {
        this.timeline = timeline;
    }

    public static String page(Timeline timeline) {
        return new ReportHtml(timeline).page();
    }

    private String page() {
        html.raw("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
        html.raw(
                "<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.element("title", timeline.service() + ": " + timeline.outcome().words() + " - Phased Cutover");
        html.close("head")
                .open(
                        "body",
                        "bgcolor",
                        Palette.PAGE,
                        "text",
                        Palette.INK,
                        "topmargin",
                        0,
                        "leftmargin",
                        0,
                        "rightmargin",
                        0,
                        "bottommargin",
                        0,
                        "marginwidth",
                        0,
                        "marginheight",
                        0);
        html.open("font", "face", FACE);
        header();
        open(14);
        Figures.draw(html, timeline);
        html.raw(TrafficChart.svg(timeline));
        phases();
        events();
        footer();
        return html.close("td")
                .close("tr")
                .close("table")
                .close("font")
                .close("body")
                .close("html")
                .toString();
    }

    private void header() {
        html.open("table", "width", "100%", "border", 0, "cellspacing", 0, "cellpadding", 18, "bgcolor", Palette.HEADER)
                .open("tr")
                .open("td")
                .open("font", "color", Palette.PAPER);
        html.open("h1")
                .open("font", "size", timeline.service().length() > 24 ? 5 : 6)
                .text(timeline.service() + " ")
                .close("font");
        Pill.draw(html, timeline.outcome());
        html.close("h1");
        html.open("font", "size", 3).text(Summary.of(timeline)).close("font");
        html.open("p").open("font", "size", 2, "color", Palette.HEADER_SOFT);
        html.text("Mesos to EKS, " + Words.wall(timeline.from()) + ", " + Words.duration(timeline.length()));
        html.close("font").close("p");
        html.close("font").close("td").close("tr").close("table");
    }

    private void phases() {
        if (timeline.phases().isEmpty()) {
            return;
        }
        heading("Phases");
        table("Wanted", "Measured", "Verdict", "Time", "Requests");
        boolean odd = false;
        for (PhaseSpan p : timeline.phases()) {
            row(odd = !odd);
            cell(p.share().toString(), Palette.INK, true);
            cell(Words.percent(p.measured()), Palette.INK, true);
            cell(Words.verdict(p.verdict()), Palette.of(p.verdict()), true);
            cell(Words.duration(Duration.between(p.from(), p.to())), Palette.INK, true);
            cell(Words.count(p.requests()), Palette.INK, true);
            html.close("tr");
        }
        html.close("table");
    }

    private void events() {
        heading("What happened");
        if (timeline.events().isEmpty()) {
            html.element("p", "Nothing is recorded.");
            return;
        }
        table("Time", "Kind", "What");
        boolean odd = false;
        for (Event e : timeline.events()) {
            row(odd = !odd);
            cell(Words.elapsed(Duration.between(timeline.from(), e.at())), Palette.SOFT, true);
            cell(e.kind(), EventStyle.color(e), false);
            cell(e.text(), Palette.INK, false);
            html.close("tr");
        }
        html.close("table");
    }

    private void footer() {
        html.open("p").open("font", "size", 2, "color", Palette.SOFT);
        html.text("Times count from the start. A sample of the chart shows its numbers when pointed at; errors are the"
                + " worst second of each sample. The same as data: report.json.");
        html.close("font").close("p");
    }

    private void heading(String text) {
        html.open("h2").open("font", "size", 4).text(text).close("font").close("h2");
    }

    private void open(int padding) {
        html.open("table", "width", "100%", "border", 0, "cellspacing", 0, "cellpadding", padding)
                .open("tr")
                .open("td");
    }

    private void table(String... heads) {
        html.open("table", "width", "100%", "border", 0, "cellspacing", 0, "cellpadding", 7, "bgcolor", Palette.PAPER)
                .open("tr", "align", "left");
        for (String head : List.of(heads)) {
            html.open("th", "scope", "col")
                    .open("font", "size", 2, "color", Palette.SOFT)
                    .text(head);
            html.close("font").close("th");
        }
        html.close("tr");
    }

    private void row(boolean odd) {
        html.open("tr", "valign", "top", "bgcolor", odd ? Palette.BAND : Palette.PAPER);
    }

    private void cell(String text, String color, boolean whole) {
        html.open("td", whole ? new Object[] {"nowrap", "nowrap"} : new Object[0]);
        html.open("font", "size", 2, "color", color).text(text).close("font").close("td");
    }
}
