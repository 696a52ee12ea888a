package io.jenkins.plugins.cutover.operation.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.judge.Counts;
import io.jenkins.plugins.cutover.judge.Pair;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.traffic.CounterSnapshot.Delta;
import io.jenkins.plugins.cutover.traffic.Counters;
import io.jenkins.plugins.cutover.traffic.InFlight;
import java.util.List;
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
    void requestsThatClientsGaveUpAreFailuresOfTheirSide() {
        Delta aborted = new Delta(new Counters(60, 1, 0), new Counters(30, 2, 0), 0, 4, 5, InFlight.NONE, List.of());
        assertThat(ObservationCursor.pair(aborted, Share.ALL))
                .isEqualTo(new Pair(new Counts(35, 7), new Counts(64, 5)));
    }
}
