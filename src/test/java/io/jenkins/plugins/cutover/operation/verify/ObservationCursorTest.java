package io.jenkins.plugins.cutover.operation.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.judge.Calibration;
import io.jenkins.plugins.cutover.judge.Counts;
import io.jenkins.plugins.cutover.judge.Pair;
import io.jenkins.plugins.cutover.judge.Poll;
import io.jenkins.plugins.cutover.model.HarmKind;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.Answer;
import io.jenkins.plugins.cutover.traffic.CounterSnapshot;
import io.jenkins.plugins.cutover.traffic.CounterSnapshot.Delta;
import io.jenkins.plugins.cutover.traffic.Counters;
import io.jenkins.plugins.cutover.traffic.InFlight;
import io.jenkins.plugins.cutover.traffic.RingReading;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObservationCursorTest {
    private final Delta delta = new Delta(new Counters(60, 1, 0), new Counters(30, 2, 0), 10, List.of());

    @Test
    void requestsThatFoundNoServerAreFailuresOfEksAtAHundredPercent() {
        assertThat(ObservationCursor.pair(delta, Share.ALL)).isEqualTo(new Pair(new Counts(40, 12), new Counts(60, 1)));
    }

    @Test
    void requestsThatFoundNoServerAreDividedByTheShare() {
        assertThat(ObservationCursor.pair(delta, Share.ofPercent("30")))
                .isEqualTo(new Pair(new Counts(33, 5), new Counts(67, 8)));
    }

    @Test
    void requestsThatBeganBeforeTheShareWasLoweredAreNotCompared() {
        CounterSnapshot none = new CounterSnapshot(Map.of());
        RingReading nothing = new RingReading(List.of(), List.of(), List.of());
        ObservationCursor first = ObservationCursor.first(none, nothing, Calibration.NONE);
        RingReading read = new RingReading(List.of(gaveUp(30_000), gaveUp(5000)), List.of(), List.of());
        assertThat(givenUp(first.nextPhase(none, nothing, 100.0, 100), read)).isEqualTo(1);
        assertThat(givenUp(first.nextPhase(none, nothing, null, 100), read)).isEqualTo(2);
    }

    private static Answer gaveUp(int bodyMillis) {
        return new Answer(Side.EKS, "", 200, HarmKind.GIVEN_UP_IN_BODY, 5, bodyMillis, 100, "");
    }

    private static long givenUp(ObservationCursor cursor, RingReading read) {
        Poll poll = cursor.poll(110, cursor.counters(), read, Share.ofPercent("5"), 1.2);
        return poll.kinds().get(0).kinds().get(HarmKind.GIVEN_UP_IN_BODY).canary();
    }

    @Test
    void requestsThatClientsGaveUpAreFailuresOfTheirSide() {
        Delta aborted = new Delta(new Counters(60, 1, 0), new Counters(30, 2, 0), 0, 4, 5, InFlight.NONE, List.of());
        assertThat(ObservationCursor.pair(aborted, Share.ALL))
                .isEqualTo(new Pair(new Counts(35, 7), new Counts(64, 5)));
    }
}
