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
    /** Two servers in the round robin. */
    private static final long LEEWAY = 2;

    @Test
    void theExpectedSplitIsAsExpected() {
        MeasuredShare measured = MeasuredShare.of(delta(1900, 100), 0.05, LEEWAY);
        assertThat(measured.state()).isEqualTo(State.AS_EXPECTED);
        assertThat(measured.text()).isEqualTo("EKS 5.00% of 2,000 requests, as expected");
    }

    @Test
    void tooLittleTrafficIsReportedAndNeverPasses() {
        MeasuredShare measured = MeasuredShare.of(delta(95, 5), 0.05, LEEWAY);
        assertThat(measured.state()).isEqualTo(State.NOT_ENOUGH_TRAFFIC);
        assertThat(measured.text()).isEqualTo("not enough traffic: 100 requests, 2,000 are needed");
        assertThat(MeasuredShare.of(delta(0, 0), 0.05, LEEWAY).state()).isEqualTo(State.NOT_ENOUGH_TRAFFIC);
    }

    @Test
    void anotherSplitIsReportedWithTheExpectedRange() {
        MeasuredShare measured = MeasuredShare.of(delta(1700, 300), 0.05, LEEWAY);
        assertThat(measured.state()).isEqualTo(State.OFF);
        assertThat(measured.text()).isEqualTo("EKS 15.00% of 2,000 requests, expected 3.30% to 6.70%");
    }

    @Test
    void oneRequestOnASideWithoutWeightIsOff() {
        assertThat(MeasuredShare.of(delta(500, 1), 0, 0).state()).isEqualTo(State.OFF);
        assertThat(MeasuredShare.of(delta(1, 500), 1, 0).state()).isEqualTo(State.OFF);
        assertThat(MeasuredShare.of(delta(500, 0), 0, 0).state()).isEqualTo(State.AS_EXPECTED);
    }

    @Property(tries = 200)
    void aRandomSplitIsRarelyOff(@ForAll long seed, @ForAll @DoubleRange(min = 0.01, max = 0.99) double part) {
        Random random = new Random(seed);
        int off = 0;
        for (int run = 0; run < 50; run++) {
            long eks = random.doubles(12_000).filter(d -> d < part).count();
            off += MeasuredShare.of(delta(12_000 - eks, eks), part, LEEWAY).state() == State.OFF ? 1 : 0;
        }
        assertThat(off).isLessThanOrEqualTo(3);
    }

    private static CounterSnapshot.Delta delta(long mesos, long eks) {
        return new CounterSnapshot.Delta(new Counters(mesos, 0, 0), new Counters(eks, 0, 0), 0, List.of());
    }

    @Test
    void eachInstanceIsComparedWithItsOwnWeights() {
        FleetReading before = fleet(0, 0);
        FleetReading after = fleet(950, 50);
        MeasuredShare measured = MeasuredShare.between(before.counters(), after);
        assertThat(measured.text()).isEqualTo("not enough traffic: 1,000 requests, 2,000 are needed");
        assertThat(MeasuredShare.between(before.counters(), fleet(1900, 100)).state())
                .isEqualTo(State.AS_EXPECTED);
        assertThat(MeasuredShare.between(before.counters(), fleet(1800, 200)).state())
                .isEqualTo(State.OFF);
    }

    private static FleetReading fleet(int mesos, int eks) {
        ModelBackend backend = new ModelBackend(Dialect.V2_6);
        ModelBackend.Server old = backend.add("mesos1", Side.MESOS);
        ModelBackend.Server fresh = backend.add("eks1", Side.EKS);
        old.weight = 95;
        old.requests = mesos;
        fresh.weight = 5;
        fresh.requests = eks;
        for (ModelBackend.Server s : List.of(old, fresh)) {
            s.healthy = true;
        }
        backend.check();
        return new FleetReading(List.of(TrafficPropertiesTest.reading(backend)));
    }
}
