package io.jenkins.plugins.cutover.operation.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.sandbox.HaproxyProcess;
import io.jenkins.plugins.cutover.sandbox.LiveCutover;
import io.jenkins.plugins.cutover.traffic.CounterSnapshot;
import io.jenkins.plugins.cutover.traffic.Counters;
import io.jenkins.plugins.cutover.traffic.Router;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Little traffic at a small share, on real HAProxy processes with their round robin. */
class LiveSmallShareTest {
    @ParameterizedTest
    @CsvSource({"20,1,30", "2,5,50"})
    void littleTrafficAtASmallShareReachesEksAndIsNeverBlind(double rate, String percent, int seconds)
            throws Exception {
        String rules = """
                phases: [%s, 100]
                handover: {form: none}
                verify: {poll: 250ms, block: 1s, warmUp: 0s, max: %ds, blindAfter: 10s, onInconclusive: proceed}
                """.formatted(percent, seconds);
        try (LiveCutover live = LiveCutover.start(HaproxyProcess.Setup.example(), rate, "", rules)) {
            live.deploy();
            Router router = live.context().clients().router(live.spec().haproxy());
            CounterSnapshot before = router.read().counters();
            live.shift(percent);
            Map<String, Object> result = live.run(live.verify(Duration.ofSeconds(seconds)));
            assertThat(result.get("verdict")).as("%s", live.history()).isIn("INCONCLUSIVE", "HEALTHY");
            Counters eks = router.read().counters().since(before).eks();
            System.out.println(rate + "/s at " + percent + " %: " + eks.requests() + " requests to EKS, " + result);
            assertThat(eks.requests()).isPositive();
        }
    }
}
