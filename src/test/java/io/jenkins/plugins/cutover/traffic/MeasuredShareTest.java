package io.jenkins.plugins.cutover.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.MeasuredShare.State;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class MeasuredShareTest {
    private static final FleetReading TWO_SERVERS = fleet();

    @Test
    void theExpectedSplitIsSeen() {
        MeasuredShare seen = MeasuredShare.of(delta(1900, 100), 0.05, TWO_SERVERS, false);
        assertThat(seen.state()).isEqualTo(State.AS_EXPECTED);
        assertThat(seen.text()).isEqualTo("EKS 5.00% of 2,000 requests, as expected");
    }

    @Test
    void littleTrafficIsSaidAndNeverPassed() {
        MeasuredShare seen = MeasuredShare.of(delta(95, 5), 0.05, TWO_SERVERS, false);
        assertThat(seen.state()).isEqualTo(State.NOT_ENOUGH_TRAFFIC);
        assertThat(seen.text()).isEqualTo("not enough traffic: 100 requests, 2,000 are needed");
        assertThat(MeasuredShare.of(delta(0, 0), 0.05, TWO_SERVERS, false).state())
                .isEqualTo(State.NOT_ENOUGH_TRAFFIC);
    }

    @Test
    void anotherSplitIsToldWithWhatWasExpected() {
        MeasuredShare seen = MeasuredShare.of(delta(1700, 300), 0.05, TWO_SERVERS, false);
        assertThat(seen.state()).isEqualTo(State.OFF);
        assertThat(seen.text()).isEqualTo("EKS 15.00% of 2,000 requests and not 4.90% to 5.10%");
    }

    @Test
    void oneRequestOnASideWithoutWeightIsOff() {
        assertThat(MeasuredShare.of(delta(500, 1), 0, TWO_SERVERS, false).state())
                .isEqualTo(State.OFF);
        assertThat(MeasuredShare.of(delta(1, 500), 1, TWO_SERVERS, false).state())
                .isEqualTo(State.OFF);
        assertThat(MeasuredShare.of(delta(500, 0), 0, TWO_SERVERS, false).state())
                .isEqualTo(State.AS_EXPECTED);
    }

    @Property(tries = 200)
    void aRandomDrawIsHardlyEverCalledOff(@ForAll long seed, @ForAll @DoubleRange(min = 0.01, max = 0.99) double part) {
        Random random = new Random(seed);
        int off = 0;
        for (int run = 0; run < 50; run++) {
            long eks = random.doubles(12_000).filter(d -> d < part).count();
            off += MeasuredShare.of(delta(12_000 - eks, eks), part, TWO_SERVERS, true)
                                    .state()
                            == State.OFF
                    ? 1
                    : 0;
        }
        assertThat(off).isLessThanOrEqualTo(3);
    }

    private static CounterSnapshot.Delta delta(long mesos, long eks) {
        return new CounterSnapshot.Delta(new Counters(mesos, 0, 0), new Counters(eks, 0, 0), List.of());
    }

    private static FleetReading fleet() {
        ModelBackend backend = new ModelBackend(Dialect.V2_6);
        backend.add("mesos1", Side.MESOS).weight = 95;
        backend.add("eks1", Side.EKS).weight = 5;
        return new FleetReading(List.of(TrafficPropertiesTest.reading(backend)));
    }
}
