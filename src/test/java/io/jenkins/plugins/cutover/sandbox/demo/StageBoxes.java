package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.sandbox.demo.DemoState.Stage;
import io.jenkins.plugins.cutover.sandbox.demo.DemoState.StageState;
import io.jenkins.plugins.cutover.sandbox.demo.Line.Ink;
import java.util.List;

/** The stages as a row of boxes, or as plain text where the boxes do not fit. */
final class StageBoxes {
    private static final int LEAST = 10;
    private static final int MOST = 18;
    private static final String SPINNER = "\u280b\u2819\u2839\u2838\u283c\u2834\u2826\u2827\u2807\u280f";

    private final TerminalCapabilities look;
    private final long tick;

    /** @param tick increases with time: it turns the spinner of the current stage */
    StageBoxes(TerminalCapabilities look, long tick) {
        this.look = look;
        this.tick = tick;
    }

    List<String> lines(List<Stage> stages) {
        if (stages.isEmpty()) {
            return List.of();
        }
        int width = Math.min(MOST, (look.columns() - 2) / stages.size() - 1);
        return width < LEAST ? List.of(words(stages)) : boxes(stages, width);
    }

    private List<String> boxes(List<Stage> stages, int width) {
        Line top = line();
        Line name = line();
        Line state = line();
        Line bottom = line();
        for (Stage stage : stages) {
            Ink ink = ink(stage.state());
            String side = look.unicode() ? "\u2502" : "|";
            top.add(edge("\u256d", "\u256e", width), ink).add(" ");
            name.add(side, ink)
                    .add(centre(stage.name(), width - 2), stage.state() == StageState.WAITING ? Ink.DIM : Ink.BOLD);
            name.add(side, ink).add(" ");
            state.add(side, ink).add(centre(sign(stage) + " " + word(stage), width - 2), ink);
            state.add(side, ink).add(" ");
            bottom.add(edge("\u2570", "\u256f", width), ink).add(" ");
        }
        return List.of(top.toString(), name.toString(), state.toString(), bottom.toString());
    }

    private String words(List<Stage> stages) {
        Line line = line();
        for (Stage stage : stages) {
            line.add(sign(stage) + " " + stage.name() + "  ", ink(stage.state()));
        }
        return line.toString();
    }

    private String edge(String left, String right, int width) {
        return look.unicode() ? left + "\u2500".repeat(width - 2) + right : "+" + "-".repeat(width - 2) + "+";
    }

    private String sign(Stage stage) {
        if (stage.state().underWay() && stage.state() != StageState.ASKING) {
            String frames = look.unicode() ? SPINNER : "|/-\\";
            return String.valueOf(frames.charAt((int) (tick % frames.length())));
        }
        return String.valueOf(stage.state().sign(look.unicode()));
    }

    private static String word(Stage stage) {
        return stage.note().isEmpty() ? stage.state().word() : stage.note();
    }

    static Ink ink(StageState state) {
        return switch (state) {
            case WAITING, SKIPPED -> Ink.DIM;
            case ASKING, INCONCLUSIVE -> Ink.DOUBT;
            case RUNNING, SHIFTING, JUDGING, SOAKING -> Ink.ACTIVE;
            case DONE, HEALTHY -> Ink.GOOD;
            case HARMFUL, BLIND, FAILED -> Ink.BAD;
        };
    }

    private Line line() {
        return new Line(look.columns() - 1).add(" ");
    }

    private static String centre(String text, int width) {
        String shown = text.length() > width ? text.substring(0, width) : text;
        int left = (width - shown.length()) / 2;
        return " ".repeat(left) + shown + " ".repeat(width - shown.length() - left);
    }
}
