package io.jenkins.plugins.cutover.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class ScalesTest {
    @Property
    void theAxisReachesJustAboveTheHighestValue(@ForAll @DoubleRange(min = 1e-6, max = 1e9) @Scale(6) double max) {
        ValueScale scale = ValueScale.upTo(max, 100);
        assertThat(scale.max()).isBetween(max * 0.999999, max * 2.5);
        assertThat(scale.steps()).isBetween(1, 4);
        assertThat(scale.y(max)).isBetween(0.0, 61.0);
    }

    @Test
    void gridLinesAreRoundNumbers() {
        assertThat(ValueScale.upTo(300, 100).gridLines()).containsExactly(0.0, 100.0, 200.0, 300.0);
        assertThat(ValueScale.upTo(312, 100).gridLines()).containsExactly(0.0, 100.0, 200.0, 300.0, 400.0);
        assertThat(ValueScale.upTo(0, 100).max()).isEqualTo(1);
    }

    @Property
    void aPhoneHasRoomForTheTicks(@ForAll @LongRange(min = 0, max = 3_000_000) long seconds) {
        TimeScale scale = new TimeScale(Timelines.START, Timelines.START.plusSeconds(seconds));
        assertThat(scale.ticks()).hasSizeBetween(1, 7).contains(Duration.ZERO);
    }

    @Test
    void timesOutsideTheScaleAreAtItsEdge() {
        TimeScale scale = new TimeScale(Timelines.START, Timelines.START.plusSeconds(10));
        assertThat(scale.percent(Timelines.START.minusSeconds(1))).isEqualTo("0%");
        assertThat(scale.percent(Timelines.START.plusSeconds(5))).isEqualTo("50%");
        assertThat(scale.percent(Timelines.START.plusSeconds(11))).isEqualTo("100%");
    }
}
