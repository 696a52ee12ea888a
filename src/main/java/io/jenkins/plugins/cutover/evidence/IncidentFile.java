package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.evidence.Timeline.PhaseSpan;
import io.jenkins.plugins.cutover.model.Event;
import java.time.Duration;
import java.util.List;

/** The report of a rollback for the people on call: one page of Markdown, with the same as data at its end. */
public final class IncidentFile {
    private final Timeline timeline;
    private final RollbackSummary rollback;
    private final StringBuilder page = new StringBuilder();

    private IncidentFile(Timeline timeline) {
        this.timeline = timeline;
        this.rollback = timeline.rollback();
    }

    /**
     * @param missing what could not be restored, one sentence each; empty when everything was
     * @throws IllegalArgumentException when there was no rollback
     */
    public static String markdown(Timeline timeline, List<String> missing) {
        if (timeline.rollback() == null) {
            throw new IllegalArgumentException(timeline.service() + " was not rolled back: there is no incident");
        }
        return new IncidentFile(timeline).write(missing);
    }

    private String write(List<String> missing) {
        append("# " + plain(timeline.service()) + ": back on Mesos from " + rollback.phase() + " EKS");
        append("");
        append("**Why:** " + plain(rollback.reason()));
        append("");
        append("**When:** " + DisplayText.wall(rollback.decidedAt()) + ", "
                + DisplayText.duration(Duration.between(timeline.from(), rollback.decidedAt())) + " into the cutover");
        state(missing);
        figures();
        phases();
        endings();
        events();
        append("");
        append("## As data");
        append("");
        append("    " + Report.line(timeline));
        return page.toString();
    }

    private void state(List<String> missing) {
        append("");
        append("## State");
        append("");
        if (missing.isEmpty()) {
            boolean done = timeline.outcome() == CutoverOutcome.ROLLED_BACK;
            append(done ? "Everything is restored. No action is needed." : "The rollback continues.");
        } else {
            append("**Action is needed.** Not restored:");
            missing.forEach(m -> append("- " + plain(m)));
        }
    }

    private void figures() {
        append("");
        append("| | |");
        append("|---|---|");
        row("Requests", DisplayText.count(timeline.requests().total()));
        row("Failed", DisplayText.count(timeline.requests().failed()));
        row("Harmed", rollback.harmedRequests() == null ? "not known" : DisplayText.count(rollback.harmedRequests()));
        row("Fault to verdict", millis(rollback.faultToVerdictMs()));
        row("Verdict to Mesos", millis(rollback.verdictToMesosMs()));
        row("Mesos instances before", known(rollback.mesosInstancesBefore()));
        row("Mesos instances after", known(rollback.mesosInstancesAfter()));
    }

    private void phases() {
        append("");
        append("## Phases");
        append("");
        append("| wanted | measured | verdict | time | requests |");
        append("|---|---|---|---|---|");
        for (PhaseSpan p : timeline.phases()) {
            row(
                    p.share().toString(),
                    DisplayText.percent(p.measured()),
                    DisplayText.verdict(p.verdict()),
                    DisplayText.duration(Duration.between(p.from(), p.to())),
                    DisplayText.count(p.requests()));
        }
    }

    private void endings() {
        List<KindSeries> all = KindSeriesReader.read(timeline);
        append("");
        append("## How requests ended");
        append("");
        if (all.isEmpty()) {
            append(KindTiles.nothing(timeline));
            return;
        }
        append("The difference is EKS minus Mesos in percentage points, with its 95% confidence interval (Newcombe).");
        append("");
        append("| requests | difference | interval | limit |");
        append("|---|---|---|---|");
        for (KindSeries s : all) {
            boolean compared = s.last().compared();
            row(
                    cell(s.sentence() + (s.share() == null ? "" : " (at " + s.share() + ")")),
                    compared ? KindTile.points(s.last().difference()) : "-",
                    compared ? KindTile.interval(s.last().interval()) : "-",
                    KindTile.points(s.limit()));
        }
    }

    private void events() {
        append("");
        append("## What happened");
        append("");
        append("| time | kind | what |");
        append("|---|---|---|");
        for (Event e : timeline.events()) {
            row(DisplayText.elapsed(Duration.between(timeline.from(), e.at())), cell(e.kind()), cell(e.text()));
        }
    }

    private void row(String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private void append(String text) {
        page.append(text).append('\n');
    }

    private static String millis(Long millis) {
        return millis == null ? "not known" : DisplayText.duration(Duration.ofMillis(millis));
    }

    private static String known(Integer number) {
        return number == null ? "not known" : String.valueOf(number);
    }

    private static String cell(String text) {
        return plain(text).replace("|", "\\|");
    }

    /** One line without Markdown or HTML markup. */
    private static String plain(String text) {
        return text.replaceAll("\\s+", " ").replaceAll("([\\\\`*_\\[\\]<>#&])", "\\\\$1");
    }
}
