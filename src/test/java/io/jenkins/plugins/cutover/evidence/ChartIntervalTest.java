package io.jenkins.plugins.cutover.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.TrafficSample;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ChartIntervalTest {
    private static TrafficSample sample(long millis, long eks, long errors) {
        return new TrafficSample(Timelines.START.plusMillis(millis), Share.ofPercent(50), eks, errors, eks, 0);
    }

    private static Timeline of(List<TrafficSample> samples) {
        return Timeline.of(
                        "orders",
                        CutoverOutcome.UNDER_WAY,
                        Timelines.START,
                        samples.get(samples.size() - 1).at())
                .samples(samples)
                .build();
    }

    @Property(tries = 50)
    void noRequestIsLostOrCountedTwice(@ForAll @IntRange(min = 1, max = 5_000) int n) {
        List<TrafficSample> samples = new ArrayList<>();
        for (int i = 1; i <= n; i++) {
            samples.add(sample(i * 1_000L, i, i % 2));
        }
        List<ChartInterval> buckets = ChartInterval.of(of(samples));
        assertThat(buckets).hasSizeLessThanOrEqualTo(ChartInterval.MAX + 1);
        assertThat(buckets.stream().mapToLong(ChartInterval::eks).sum()).isEqualTo(n * (n + 1L) / 2);
        assertThat(buckets.stream().mapToLong(ChartInterval::eksErrors).sum()).isEqualTo((n + 1L) / 2);
    }

    @Test
    void theWorstSecondIsNotAveragedAway() {
        List<TrafficSample> samples = new ArrayList<>();
        for (int i = 1; i <= 3_600; i++) {
            samples.add(sample(i * 1_000L, 100, i == 1_800 ? 40 : 0));
        }
        assertThat(ChartInterval.of(of(samples)))
                .extracting(ChartInterval::eksErrorPeak)
                .contains(40.0);
    }

    @Test
    void ratesCountTheSecondsThatASampleCovers() {
        ChartInterval quarter =
                ChartInterval.of(of(List.of(sample(250, 25, 5)))).get(0);
        assertThat(quarter.eks() / quarter.seconds()).isEqualTo(100);
        assertThat(quarter.eksErrorPeak()).isEqualTo(20);
    }

    @Test
    void countsAcrossAControllerRestartAreNoPeak() {
        List<TrafficSample> samples =
                List.of(sample(1_000, 100, 0), sample(2_000, 100, 0), sample(20_000, 1_800, 0), sample(21_000, 100, 0));
        assertThat(ChartInterval.of(of(samples)))
                .allSatisfy(b -> assertThat(b.eks() / b.seconds()).isEqualTo(100));
    }

    @Test
    void mergedSamplesAreNoGap() {
        List<TrafficSample> samples = List.of(sample(8_000, 1, 0), sample(16_000, 1, 0), sample(17_000, 1, 0));
        assertThat(ChartInterval.of(of(samples))).noneMatch(ChartInterval::afterGap);
    }
}
