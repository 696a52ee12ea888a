package io.jenkins.plugins.cutover.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.bench.ShiftsUnderLoad;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("measures splits and times under load")
class ShiftsUnderLoadTest {
    @Test
    void shiftsAndReloadsLoseNoRequestAndMisrouteNone() {
        try (ShiftsUnderLoad scene = new ShiftsUnderLoad()) {
            ShiftsUnderLoad.Result result = scene.run(400, 20, Duration.ofMillis(400));
            System.out.println(result);
            assertThat(result.failed()).as(result.detail()).isZero();
            assertThat(result.strays()).isZero();
            assertThat(result.requests()).isGreaterThan(2_000);
            assertThat(result.http2Requests()).isGreaterThan(100);
            assertThat(result.http2Failed()).isZero();
            assertThat(result.echoes()).isGreaterThan(100);
            assertThat(result.echoesBroken() + result.downloadsBroken()).isZero();
        }
    }
}
