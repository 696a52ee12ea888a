package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.sandbox.demo.DemoState.Countdown;
import io.jenkins.plugins.cutover.sandbox.demo.DemoState.Traffic;
import io.jenkins.plugins.cutover.sandbox.demo.Line.Ink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws a state as the lines of one screen: none is wider than the terminal, and all fit its rows. */
final class Frame {
    private static final int LABEL = 12;
    private static final int EVENT_TEXT = 20;
    private static final int MOST_EVENTS = 10;

    private final DemoState state;
    private final TerminalCapabilities look;
    private final List<String> lines = new ArrayList<>();

    private Frame(DemoState state, TerminalCapabilities look) {
        this.state = state;
        this.look = look;
    }

    static List<String> lines(DemoState state, TerminalCapabilities look) {
        return new Frame(state, look).draw();
    }

    private List<String> draw() {
        title();
        lines.add("");
        lines.addAll(new StageBoxes(look, state.elapsed().toMillis() / 150).lines(state.stages()));
        lines.add("");
        share("target", state.wanted().fraction(), Ink.DIM);
        share("measured", state.measured(), Ink.EKS);
        lines.add("");
        lines.add(line().add("")
                .to(LABEL)
                .add("requests/s   errors/s    p99 ms   requests    errors", Ink.DIM)
                .toString());
        traffic("Mesos", state.mesos(), Ink.BOLD);
        traffic("EKS", state.eks(), Ink.EKS);
        if (state.lost().requests() > 0) {
            traffic("no answer", state.lost(), Ink.BAD);
        }
        lines.add("");
        status();
        lines.add("");
        events(look.rows() - 1 - lines.size());
        if (lines.size() >= look.rows()) {
            lines.removeIf(String::isEmpty);
        }
        return lines.subList(0, Math.min(lines.size(), look.rows() - 1));
    }

    private void title() {
        String arrow = look.unicode() ? " \u2192 " : " -> ";
        String elapsed = elapsed(state.elapsed());
        Line title = line().add(state.service(), Ink.BOLD).add("  Mesos" + arrow + "EKS  ");
        int space = look.columns() - 2 - title.width() - elapsed.length() - 1;
        title.add(
                state.subtitle().length() > space
                        ? state.subtitle().substring(0, Math.max(0, space))
                        : state.subtitle(),
                Ink.DIM);
        lines.add(title.to(look.columns() - 1 - elapsed.length())
                .add(elapsed, Ink.BOLD)
                .toString());
    }

    private void share(String label, double fraction, Ink ink) {
        int width = Math.max(10, Math.min(60, look.columns() - LABEL - 12));
        Line line = line().add(label).to(LABEL);
        bar(line, Double.isNaN(fraction) ? 0 : fraction, width, ink);
        lines.add(line.right(percent(fraction), 7, Ink.BOLD).toString());
    }

    private void bar(Line line, double fraction, int width, Ink ink) {
        int eighths = (int) Math.round(fraction * width * 8);
        int full = look.unicode() ? eighths / 8 : (int) Math.round(fraction * width);
        boolean part = look.unicode() && eighths % 8 > 0;
        line.add((look.unicode() ? "\u2588" : "#").repeat(full), ink);
        line.add(part ? String.valueOf((char) ('\u2590' - eighths % 8)) : "", ink);
        line.add((look.unicode() ? "\u2591" : ".").repeat(width - full - (part ? 1 : 0)), Ink.DIM)
                .add("  ");
    }

    private void traffic(String label, Traffic t, Ink ink) {
        Line line = line().add(label, ink).to(LABEL);
        line.right(decimal(t.perSecond()), 10, Ink.PLAIN);
        line.right(decimal(t.errorsPerSecond()), 11, t.errorsPerSecond() > 0 ? Ink.BAD : Ink.DIM);
        line.right(Double.isNaN(t.p99()) ? "-" : decimal(t.p99()), 10, Ink.PLAIN);
        line.right(count(t.requests()), 11, Ink.PLAIN);
        line.right(count(t.errors()), 10, t.errors() > 0 ? Ink.BAD : Ink.DIM);
        lines.add(line.toString());
    }

    private void status() {
        if (!state.ending().isEmpty()) {
            lines.add(line().add(state.ending(), Ink.BOLD).toString());
            lines.add("");
            return;
        }
        lines.add(line().add(state.status(), Ink.ACTIVE).toString());
        Line countdown = line();
        if (state.countdown() != null) {
            bar(countdown, state.countdown().fraction(), 24, Ink.ACTIVE);
            countdown.add(left(state.countdown()), Ink.DIM);
        }
        lines.add(countdown.toString());
    }

    private static String left(Countdown c) {
        return c.left().isZero() ? c.over() : elapsed(c.left().plusMillis(999)) + " to go";
    }

    /** The latest events that fit; a long one takes two lines. */
    private void events(int space) {
        List<String> shown = new ArrayList<>();
        for (int i = state.events().size() - 1; i >= 0; i--) {
            List<String> event = event(state.events().get(i));
            if (shown.size() + event.size() > Math.min(MOST_EVENTS, space)) {
                break;
            }
            shown.addAll(0, event);
        }
        lines.addAll(shown);
    }

    private List<String> event(Event e) {
        Ink ink =
                switch (e.kind()) {
                    case "rollback", "fault", "failed", "deploy-failed" -> Ink.BAD;
                    case "ready", "completed", "rolled-back", "traffic-back", "retired", "gate", "handed-over" ->
                        Ink.GOOD;
                    case "drift", "undo", "waiting", "extended" -> Ink.DOUBT;
                    default -> Ink.BOLD;
                };
        Line line = line().add(elapsed(Duration.between(state.start(), e.at())), Ink.DIM)
                .to(7);
        line.add(e.kind(), ink).to(Math.max(EVENT_TEXT, line.width() + 1));
        int space = look.columns() - 1 - line.width();
        int end = e.text().length() <= space ? e.text().length() : e.text().lastIndexOf(' ', space);
        if (end <= 0 || end == e.text().length()) {
            return List.of(line.add(e.text()).toString());
        }
        String rest = e.text().substring(end + 1);
        int more = look.columns() - 1 - EVENT_TEXT;
        return List.of(
                line.add(e.text().substring(0, end)).toString(),
                line().to(EVENT_TEXT)
                        .add(rest.length() <= more ? rest : rest.substring(0, more - 3) + "...")
                        .toString());
    }

    private Line line() {
        return new Line(look.columns() - 1).add(" ");
    }

    static String elapsed(Duration d) {
        long s = Math.max(0, d.toSeconds());
        return String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60);
    }

    static String percent(double fraction) {
        return Double.isNaN(fraction) ? "-" : String.format(Locale.ROOT, "%.2f%%", fraction * 100);
    }

    static String decimal(double value) {
        return String.format(Locale.ROOT, "%,.1f", value);
    }

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
