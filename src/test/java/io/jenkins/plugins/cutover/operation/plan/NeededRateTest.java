package io.jenkins.plugins.cutover.operation.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.Phase;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.simulation.Specs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NeededRateTest {
    private final ServiceSpec spec = withDefaults(2);

    /** 298 requests at 1 % within 15 minutes: 298 / (.01 x 900 s) = 33.1 requests/s. */
    @Test
    void onePercentCanBeJudgedFromThirtyFourRequestsASecondOn() {
        NeededRate needed = NeededRate.of(spec, phase("1"), 4);
        assertThat(needed.perSecond()).isEqualTo(34);
        assertThat(needed.eksRequests()).isEqualTo(298);
        assertThat(needed.within()).isEqualTo(900);
        assertThat(needed.firstAfter()).as("300 on each of 2 instances").isEqualTo(600);
    }

    @Test
    void aLargerShareNeedsLessTraffic() {
        assertThat(NeededRate.of(spec, phase("5"), 4).perSecond()).isEqualTo(6.7);
        assertThat(NeededRate.of(spec, phase("100"), 4).perSecond()).isEqualTo(.4);
    }

    /** 20 instances of 80 requests each before EKS's first one: 1600 / 60 s. */
    @Test
    void manyInstancesNeedMoreTrafficUntilEachOfThemHasSentOneToEks() {
        assertThat(NeededRate.of(withDefaults(20), phase("5"), 4).perSecond()).isEqualTo(27);
    }

    private static Phase phase(String percent) {
        return new Phase(Share.ofPercent(percent), Duration.ofMinutes(10), false);
    }

    private static ServiceSpec withDefaults(int instances) {
        return Specs.of(
                "orders", instances, List.of("100"), Map.of("minRequests", "298", "max", "15m", "blindAfter", "60s"));
    }
}
