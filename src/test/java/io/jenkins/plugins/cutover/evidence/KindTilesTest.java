package io.jenkins.plugins.cutover.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.HarmKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;

class KindTilesTest {
    private static Element tiles(Timeline timeline) {
        return Pages.parse("<div>" + KindTiles.svg(timeline) + "</div>");
    }

    @Test
    void tileNamesTheDifferenceTheLimitAndTheCounts() {
        List<String> texts = Pages.texts(tiles(Timelines.stalled(40, 5, 25)), "text");
        assertThat(texts).contains("Stalled", "above the limit", "limit", "25% begins", "after 40 s");
        assertThat(texts)
                .anyMatch(t -> t.matches("\\+2\\d\\.\\d points"))
                .anyMatch(t -> t.matches("\\+2\\d\\.\\d to \\+2\\d\\.\\d, limit \\+0\\.05"))
                .anyMatch(t -> t.matches("EKS [\\d,]+ of [\\d,]+"))
                .anyMatch(t -> t.matches("Mesos 0 of [\\d,]+"));
    }

    @Test
    void goodCutoverHasOneLineInsteadOfTiles() {
        Timeline good = Timeline.of("orders", CutoverOutcome.COMPLETED, Timelines.START, Timelines.START.plusSeconds(9))
                .samples(Timelines.stalled(4, 5).samples().stream()
                        .map(s -> new io.jenkins.plugins.cutover.model.TrafficSample(
                                s.at(), s.wanted(), s.eksRequests(), 0, s.mesosRequests(), 0))
                        .toList())
                .build();
        assertThat(KindTiles.svg(good)).isEmpty();
        assertThat(ReportHtml.page(good)).contains("was answered well");
    }

    @Test
    void curvesStayInsideTheirTile() {
        for (Element path : Pages.elements(tiles(Timelines.stalled(40, 5, 25)), "path")) {
            List<Double> numbers = new ArrayList<>();
            Stream.of(path.getAttribute("d").split("[^-.\\d]+"))
                    .filter(t -> !t.isEmpty())
                    .forEach(t -> numbers.add(Double.valueOf(t)));
            assertThat(numbers).isNotEmpty().allMatch(n -> n >= 0 && n <= 330);
        }
    }

    @ParameterizedTest
    @EnumSource(HarmKind.class)
    void everyKindHasATitleAndAColor(HarmKind kind) {
        KindSeries series =
                new KindSeries(kind, null, Timelines.START, List.of(new KindSeries.Point(Timelines.START, 1, 2, 3, 4)));
        assertThat(series.title()).matches("[A-Z].{3,40}").doesNotContain("ere ");
        assertThat(Stream.of(OutcomeGroup.values()).filter(e -> e.among(java.util.Set.of(kind))))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"0.2497, +25.0", "0.00052, +0.05", "-0.0121, \u22121.2", "0.00001, 0.00"})
    void differencesArePercentagePoints(double difference, String text) {
        assertThat(KindTile.points(difference)).isEqualTo(text);
    }

    /** WCAG 2.1, 1.4.11: 3:1, against white and the dark grounds of Chromium and Firefox. */
    @Test
    void colorsAreVisibleOnLightAndOnDark() {
        List<String> colors = new ArrayList<>(List.of(
                Palette.MESOS,
                Palette.EKS,
                Palette.EKS_ERROR,
                Palette.MESOS_ERROR,
                Palette.GOOD,
                Palette.BAD,
                Palette.DOUBT,
                Palette.PLAIN));
        Stream.of(OutcomeGroup.values()).map(OutcomeGroup::color).forEach(colors::add);
        for (String color : colors) {
            for (String ground : List.of("#ffffff", "#121212", "#1c1b22")) {
                assertThat(contrast(color, ground)).as(color + " on " + ground).isGreaterThan(3);
            }
        }
    }

    private static double contrast(String a, String b) {
        double light = Math.max(luminance(a), luminance(b));
        double dark = Math.min(luminance(a), luminance(b));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double luminance(String color) {
        return 0.2126 * linear(color, 1) + 0.7152 * linear(color, 3) + 0.0722 * linear(color, 5);
    }

    private static double linear(String color, int at) {
        double c = Integer.parseInt(color.substring(at, at + 2), 16) / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
}
