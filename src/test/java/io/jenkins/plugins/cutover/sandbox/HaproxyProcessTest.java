package io.jenkins.plugins.cutover.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class HaproxyProcessTest {
    private static final List<Endpoint> MESOS = List.of(new Endpoint("127.0.1.1", 9), new Endpoint("127.0.1.2", 9));

    @Test
    void theExampleFileStartsAndHoldsTheServersAskedFor() {
        try (HaproxyProcess haproxy = HaproxyProcess.start(MESOS)) {
            assertThat(haproxy.command("show servers state orders")).contains("mesos1 127.0.1.1", "eks10 127.0.0.1");
            assertThat(haproxy.command("show servers state orders")).doesNotContain("mesos3", "10.0.1.");
        }
    }

    @Test
    void aReloadForgetsWeightsUnlessTheStateIsKept() {
        try (HaproxyProcess haproxy = HaproxyProcess.start(MESOS)) {
            haproxy.command("set weight orders/mesos1 7");
            haproxy.reload(true);
            assertThat(haproxy.command("get weight orders/mesos1")).isEqualTo("7 (initial 100)");
            haproxy.reload(false);
            assertThat(haproxy.command("get weight orders/mesos1")).isEqualTo("100 (initial 100)");
        }
    }

    @Test
    void theRingAndTheFieldsOfItsLinesCanBeLeftOut() throws IOException {
        HaproxyProcess.Setup setup = HaproxyProcess.Setup.example();
        try (HaproxyProcess none = HaproxyProcess.start(setup.withoutRing(), HaproxyProcess.lines(MESOS));
                HaproxyProcess few = HaproxyProcess.start(setup.withShortLines(), HaproxyProcess.lines(MESOS))) {
            assertThat(Files.readString(none.config())).doesNotContain("ring requests", "ring@");
            assertThat(none.command("show events")).doesNotContain("requests");
            assertThat(few.command("show events")).contains("requests");
            assertThat(Files.readString(few.config())).contains("\"cutover/%rt/%b/%s/%ST/%Tw/%Tc/%Tr\"");
        }
    }
}
