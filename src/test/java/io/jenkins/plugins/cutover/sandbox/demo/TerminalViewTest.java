package io.jenkins.plugins.cutover.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.sandbox.demo.DemoState.Countdown;
import io.jenkins.plugins.cutover.sandbox.demo.DemoState.Stage;
import io.jenkins.plugins.cutover.sandbox.demo.DemoState.StageState;
import io.jenkins.plugins.cutover.sandbox.demo.DemoState.Traffic;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TerminalViewTest {
    private static final Instant START = Instant.parse("2026-03-04T10:00:00Z");
    private static final Map<String, String> TERMINAL = Map.of("TERM", "xterm-256color", "LANG", "en_US.UTF-8");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);

    private static DemoState state(int second, int stages, List<Event> events) {
        return state(second, stages, events, Traffic.NONE);
    }

    private static DemoState state(int second, int stages, List<Event> events, Traffic lost) {
        List<Stage> row = IntStream.range(0, stages)
                .mapToObj(i -> new Stage(i + "%", i == 1 ? StageState.JUDGING : StageState.WAITING, ""))
                .toList();
        return new DemoState(
                "orders",
                "examples/Jenkinsfile",
                START,
                START.plusSeconds(second),
                row,
                Share.ofPercent(25),
                0.2498,
                new Traffic(225, 0, 9.8, 4_736, 0),
                new Traffic(75, 36, 11.2, 1_491, 193),
                lost,
                "orders 25%: 491 EKS requests",
                new Countdown(Duration.ofSeconds(2), Duration.ofSeconds(5)),
                events,
                "");
    }

    private static String visible(String line) {
        return line.replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "");
    }

    private static List<String> frame(DemoState state, int columns, int rows) {
        return Frame.lines(state, new TerminalCapabilities(true, true, columns, rows)).stream()
                .map(TerminalViewTest::visible)
                .toList();
    }

    @Test
    void aFrameFitsEveryTerminal() {
        List<Event> events = Collections.nCopies(9, Event.of(START, "verdict", "word ".repeat(80)));
        for (int columns : new int[] {40, 79, 80, 132, 300}) {
            for (int rows : new int[] {10, 17, 24, 50}) {
                List<String> frame = frame(state(20, 5, events), columns, rows);
                assertThat(frame).hasSizeLessThan(rows).allMatch(line -> line.length() < columns);
            }
        }
    }

    @Test
    void requestsWithoutAnAnswerHaveALineOfTheirOwnOnceThereAreSome() {
        assertThat(String.join("\n", frame(state(83, 5, List.of()), 80, 24))).doesNotContain("no answer");
        Traffic lost = new Traffic(12, 12, Double.NaN, 57, 57);
        assertThat(frame(state(83, 5, List.of(), lost), 80, 24))
                .anyMatch(line -> line.contains("no answer") && line.contains("57"));
    }

    @Test
    void theFrameShowsTheNumbers() {
        String frame = String.join("\n", frame(state(83, 5, List.of()), 80, 24));
        assertThat(frame).contains("1:23", "25.00%", "24.98%", "36.0", "1,491", "193", "judging", "0:03 to go");
    }

    @Test
    void manyPhasesAreShownAsTextInsteadOfBoxes() {
        assertThat(String.join("\n", frame(state(1, 5, List.of()), 80, 24))).contains("\u256d");
        assertThat(String.join("\n", frame(state(1, 11, List.of()), 80, 24)))
                .doesNotContain("\u256d")
                .contains("10%");
    }

    @Test
    void withoutUnicodeTheFrameIsAscii() {
        List<String> frame = Frame.lines(state(1, 5, List.of()), new TerminalCapabilities(true, false, 80, 24));
        assertThat(String.join("", frame)).matches("\\p{ASCII}*");
    }

    @Test
    void aFrameReplacesThePreviousOne() {
        try (TerminalView view = new TerminalView(out, new TerminalCapabilities(true, true, 80, 24))) {
            view.show(state(1, 5, List.of()));
            int lines = (int) bytes.toString(StandardCharsets.UTF_8)
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
            bytes.reset();
            view.show(state(2, 5, List.of()));
            assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("\u001b[" + lines + "A");
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith("\u001b[?25h");
    }

    @Test
    void plainLinesReportEachChangeOnceWithoutColour() {
        Event shift = Event.of(START, "shift", "shifting 0% -> 25%");
        try (TerminalView view = new TerminalView(out, new TerminalCapabilities(false, true, 80, 24))) {
            view.show(state(1, 3, List.of(shift)));
            view.show(state(2, 3, List.of(shift)));
            view.show(state(3, 3, List.of(shift)));
        }
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertThat(text).containsOnlyOnce("shifting 0% -> 25%").containsOnlyOnce("[1%] judging");
        assertThat(text.lines().filter(l -> l.contains("EKS target"))).hasSize(2);
        assertThat(text).doesNotContain("\u001b");
    }

    @Test
    void onlyARealTerminalIsDrawnOn() {
        assertThat(TerminalCapabilities.detect(true, TERMINAL, "50 132"))
                .isEqualTo(new TerminalCapabilities(true, true, 132, 50));
        assertThat(TerminalCapabilities.detect(true, TERMINAL, "0 0"))
                .isEqualTo(new TerminalCapabilities(true, true, 80, 24));
        assertThat(TerminalCapabilities.detect(false, TERMINAL, "").live()).isFalse();
        assertThat(TerminalCapabilities.detect(true, Map.of("TERM", "dumb"), "").live())
                .isFalse();
        assertThat(TerminalCapabilities.detect(true, Map.of("TERM", "xterm", "NO_COLOR", "1"), "")
                        .live())
                .isFalse();
        assertThat(TerminalCapabilities.detect(true, Map.of("TERM", "xterm", "LANG", "C"), "")
                        .unicode())
                .isFalse();
    }
}
