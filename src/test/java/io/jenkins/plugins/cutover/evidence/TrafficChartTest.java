package io.jenkins.plugins.cutover.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.TrafficSample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class TrafficChartTest {
    private static final Pattern PERCENT = Pattern.compile("(-?[\\d.]+)%");

    private static Element chart(Timeline timeline) {
        return Pages.parse(TrafficChart.svg(timeline));
    }

    private static List<String> lines(Element chart, String color) {
        return Pages.elements(chart, "path").stream()
                .filter(p -> p.getAttribute("stroke").equals(color))
                .map(p -> p.getAttribute("d"))
                .toList();
    }

    private static Timeline of(List<TrafficSample> samples) {
        Instant end = samples.get(samples.size() - 1).at();
        return Timeline.of("orders", CutoverOutcome.UNDER_WAY, Timelines.START, end)
                .samples(samples)
                .build();
    }

    private static TrafficSample sample(int second, String share, long eks, long mesos) {
        return new TrafficSample(Timelines.START.plusSeconds(second), Share.ofPercent(share), eks, 0, mesos, 0);
    }

    @Test
    void theWantedShareStepsAndTheMeasuredOneFollowsTheCounts() {
        Element chart = chart(of(List.of(sample(1, "0", 0, 100), sample(2, "50", 50, 50), sample(3, "50", 25, 75))));
        assertThat(lines(chart, Palette.INK)).containsExactly("M0 140H333.33V70H1000");
        assertThat(lines(chart, Palette.EKS)).containsExactly("M0 140H333.33V70H666.67V105H1000");
    }

    @Test
    void timeWithoutPollsIsLeftOut() {
        List<TrafficSample> samples = new ArrayList<>();
        for (int second : new int[] {1, 2, 3, 60, 61, 62}) {
            samples.add(sample(second, "50", 50, 50));
        }
        assertThat(lines(chart(of(samples)), Palette.EKS).get(0)).containsPattern("^M[^M]*M[^M]*$");
    }

    @Test
    void aSecondWithoutTrafficHasNoShare() {
        Element chart = chart(of(List.of(sample(1, "50", 50, 50), sample(2, "50", 0, 0), sample(3, "50", 50, 50))));
        assertThat(lines(chart, Palette.EKS)).containsExactly("M0 70H333.33M666.67 70H1000");
    }

    @Test
    void phasesFaultAndRollbackAreMarked() {
        Element chart = chart(Timelines.rolledBack(12, 5, 25, 50));
        assertThat(Pages.texts(chart, "text")).contains("5%", "25%", "healthy", "fault", "rollback", "back on Mesos");
        assertThat(Pages.texts(chart, "title")).anyMatch(t -> t.startsWith("50%: harmful, measured 50"));
    }

    @Test
    void shapesStayInsideThePage() {
        for (Timeline t : List.of(Timelines.completed(3, 100), Timelines.rolledBack(400, 1, 5, 10, 25, 50, 100))) {
            for (Element e : Pages.elements(chart(t), "*")) {
                for (String name : List.of("x", "x1", "x2", "cx", "width")) {
                    assertThat(PERCENT.matcher(e.getAttribute(name)).results().map(TrafficChartTest::number))
                            .allMatch(p -> p >= 0 && p <= 100);
                }
            }
        }
    }

    private static double number(MatchResult percent) {
        return Double.parseDouble(percent.group(1));
    }

    @Test
    void aDayIsNoLargerThanAnHour() {
        assertThat(TrafficChart.svg(Timelines.completed(21_600, 5, 25, 50, 100)))
                .hasSizeLessThan(120_000);
        assertThat(TrafficChart.svg(Timelines.completed(900, 5, 25, 50, 100))).hasSizeLessThan(120_000);
    }

    @Test
    void latencyIsDrawnOnlyWhereItWasMeasured() {
        Timeline t = Timelines.completed(3, 50);
        assertThat(Pages.texts(chart(t), "text")).contains("Latency p99, ms");
        assertThat(Pages.texts(chart(of(t.samples())), "text")).doesNotContain("Latency p99, ms");
    }

    @Test
    void endingsAreStackedForBothSides() {
        Element chart = chart(Timelines.stalled(12, 5, 25));
        assertThat(Pages.texts(chart, "text"))
                .contains("EKS, % of requests", "Mesos, % of requests (same colors)")
                .containsSubsequence("answered well", "cut off or stalled", "404", "3xx");
        assertThat(Pages.elements(chart, "path"))
                .filteredOn(p -> p.getAttribute("fill").equals(OutcomeGroup.NOT_FOUND.color()))
                .hasSize(2);
    }

    @Test
    void failedRequestsAloneNeedNoFurtherStrip() {
        assertThat(Pages.texts(chart(Timelines.rolledBack(12, 5, 25)), "text")).doesNotContain("EKS, % of requests");
    }

    @Test
    void chartSaysThatThereWereNoErrors() {
        assertThat(Pages.texts(chart(of(List.of(sample(1, "50", 5, 5)))), "text"))
                .contains("no errors");
    }
}
