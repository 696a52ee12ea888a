package io.jenkins.plugins.cutover.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.evidence.KindSeries.State;
import io.jenkins.plugins.cutover.evidence.Timeline.PhaseSpan;
import io.jenkins.plugins.cutover.model.HarmKind;
import io.jenkins.plugins.cutover.model.KindSample;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.TrafficSample;
import io.jenkins.plugins.cutover.model.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KindSeriesReaderTest {
    private final List<TrafficSample> samples = new ArrayList<>();
    private final List<PhaseSpan> phases = new ArrayList<>();

    private static Instant at(int second) {
        return Timelines.START.plusSeconds(second);
    }

    private void sample(int second, int percent, long eks, long mesos, KindSample... kinds) {
        samples.add(new TrafficSample(at(second), Share.ofPercent(percent), eks, 0, mesos, 0, true, List.of(kinds)));
    }

    private void phase(int percent, int from, int to) {
        phases.add(new PhaseSpan(Share.ofPercent(percent), at(from), at(to), 0, Verdict.HEALTHY, 0));
    }

    private List<KindSeries> read() {
        return KindSeriesReader.read(Timeline.of("orders", CutoverOutcome.UNDER_WAY, at(0), at(100))
                .samples(samples)
                .phases(phases)
                .build());
    }

    private static KindSample kind(HarmKind kind, long eks, long mesos) {
        return new KindSample(kind, eks, mesos);
    }

    @Test
    void countsAddUpFromTheBeginningOfThePhase() {
        phase(25, 10, 13);
        sample(10, 25, 9, 9, kind(HarmKind.STALLED, 9, 9));
        sample(11, 25, 200, 700);
        sample(12, 25, 302, 807, kind(HarmKind.STALLED, 118, 0));
        assertThat(read()).singleElement().satisfies(s -> {
            assertThat(s.sentence()).isEqualTo("EKS 118 of 502 stalled, Mesos 0 of 1,507");
            assertThat(s.points()).extracting(KindSeries.Point::eks).containsExactly(0L, 118L);
            assertThat(s.state()).isEqualTo(State.ABOVE);
        });
    }

    /** The clients of a demo do not know which side left them without an answer. */
    @Test
    void kindsAreThoseThatHaproxyCountedWhereTheChartIsOfAnotherSource() {
        sample(1, 50, 500, 500, kind(HarmKind.GIVEN_UP, 200, 1));
        Timeline timeline = Timeline.of("orders", CutoverOutcome.UNDER_WAY, at(0), at(100))
                .samples(List.of(new TrafficSample(at(1), Share.ofPercent(50), 300, 0, 500, 201)))
                .counted(samples)
                .build();
        assertThat(KindSeriesReader.read(timeline))
                .extracting(KindSeries::sentence)
                .containsExactly("EKS 200 of 500 were given up before the answer, Mesos 1 of 500");
    }

    @Test
    void kindsThatDidNotOccurHaveNoSeries() {
        sample(1, 5, 50, 950, kind(HarmKind.NOT_FOUND, 0, 3));
        assertThat(read()).extracting(KindSeries::kind).containsExactly(HarmKind.NOT_FOUND);
    }

    @Test
    void endingsBeforeEksHadTrafficHaveNoSeries() {
        sample(1, 0, 0, 950, kind(HarmKind.NOT_FOUND, 0, 3));
        sample(2, 5, 50, 950);
        assertThat(read()).isEmpty();
    }

    @Test
    void phaseWithHarmIsTakenBeforeALaterOne() {
        phase(5, 0, 1);
        phase(25, 1, 2);
        sample(1, 5, 500, 1000, kind(HarmKind.FAILED, 400, 0));
        sample(2, 25, 5000, 5000, kind(HarmKind.FAILED, 1, 1));
        assertThat(read()).extracting(KindSeries::share).containsExactly(Share.ofPercent(5));
    }

    @Test
    void withoutHarmThePhaseWithTheMostEvidenceIsTaken() {
        phase(5, 0, 1);
        phase(50, 1, 2);
        phase(100, 2, 3);
        sample(1, 5, 50, 950, kind(HarmKind.REDIRECTED, 1, 19));
        sample(2, 50, 5000, 5000, kind(HarmKind.REDIRECTED, 100, 100));
        sample(3, 100, 10_000, 0, kind(HarmKind.REDIRECTED, 200, 0));
        assertThat(read()).extracting(KindSeries::share).containsExactly(Share.ofPercent(50));
    }

    @Test
    void worstKindIsFirst() {
        sample(
                1,
                50,
                5000,
                5000,
                kind(HarmKind.NOT_FOUND, 250, 250),
                kind(HarmKind.TRUNCATED, 20, 0),
                kind(HarmKind.REDIRECTED, 900, 10));
        assertThat(read())
                .extracting(KindSeries::kind)
                .containsExactly(HarmKind.REDIRECTED, HarmKind.TRUNCATED, HarmKind.NOT_FOUND);
    }

    @Test
    void fewerThanOnMesosIsWithinTheLimit() {
        sample(1, 50, 5000, 5000, kind(HarmKind.NOT_FOUND, 0, 500));
        assertThat(read()).extracting(KindSeries::state).containsExactly(State.BELOW);
    }

    @Test
    void sideWithoutRequestsIsNotCompared() {
        sample(1, 100, 5000, 0, kind(HarmKind.FAILED, 3, 0));
        assertThat(read()).extracting(KindSeries::state).containsExactly(State.NOT_COMPARED);
    }

    /** As in records of earlier versions. */
    @Test
    void errorsOfUnknownKindCountAsFailed() {
        samples.add(new TrafficSample(at(1), Share.ofPercent(50), 500, 40, 500, 1));
        assertThat(read()).extracting(KindSeries::sentence).containsExactly("EKS 40 of 500 failed, Mesos 1 of 500");
    }

    @Test
    void longPhaseHasNoMorePointsThanATileCanShow() {
        for (int i = 1; i <= 5_000; i++) {
            sample(i, 50, 10, 10, kind(HarmKind.NOT_FOUND, 1, 1));
        }
        assertThat(read().get(0).points()).hasSizeBetween(50, 101);
        assertThat(read().get(0).last().eks()).isEqualTo(5_000);
    }
}
