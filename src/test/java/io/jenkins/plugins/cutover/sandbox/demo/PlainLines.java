package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.sandbox.demo.DemoState.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The view for logs and pipes: one line per change, and one with the numbers every two seconds. No colours. */
final class PlainLines {
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Map<String, String> stages = new HashMap<>();
    private int events;
    private Instant printed = Instant.MIN;
    private boolean begun;
    private boolean ended;

    /** The lines for what changed since the last state. */
    List<String> lines(DemoState state) {
        List<String> lines = new ArrayList<>();
        if (!begun) {
            begun = true;
            lines.add(state.service() + ": Mesos to EKS, " + state.subtitle());
        }
        state.events()
                .subList(Math.min(events, state.events().size()), state.events().size())
                .forEach(e -> lines.add(
                        Frame.elapsed(Duration.between(state.start(), e.at())) + "  " + e.kind() + ": " + e.text()));
        events = Math.max(events, state.events().size());
        for (Stage stage : state.stages()) {
            stage(stage, state, lines);
        }
        numbers(state, lines);
        if (!state.ending().isEmpty() && !ended) {
            ended = true;
            lines.add(at(state) + state.ending());
        }
        return lines;
    }

    private void stage(Stage stage, DemoState state, List<String> lines) {
        String word = stage.state().word();
        String before = stages.put(stage.name(), word);
        if (!word.isEmpty() && !word.equals(before)) {
            lines.add(at(state) + "[" + stage.name() + "] " + word);
        }
    }

    private void numbers(DemoState state, List<String> lines) {
        boolean due = printed.equals(Instant.MIN)
                || Duration.between(printed, state.now()).compareTo(EVERY) >= 0;
        if (!due || state.mesos().requests() + state.eks().requests() == 0) {
            return;
        }
        printed = state.now();
        lines.add(at(state) + "EKS target " + state.wanted() + ", measured " + Frame.percent(state.measured())
                + "; Mesos " + side(state.mesos()) + "; EKS " + side(state.eks())
                + (state.lost().requests() == 0
                        ? ""
                        : "; " + Frame.count(state.lost().requests()) + " without an answer")
                + (state.status().isEmpty() ? "" : "; " + state.status()));
    }

    private static String side(DemoState.Traffic t) {
        return Frame.decimal(t.perSecond()) + "/s, " + Frame.count(t.errors()) + " errors";
    }

    private static String at(DemoState state) {
        return Frame.elapsed(state.elapsed()) + "  ";
    }
}
