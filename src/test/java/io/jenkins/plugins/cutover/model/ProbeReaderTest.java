package io.jenkins.plugins.cutover.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbeReaderTest {
    private static final String SPEC = """
            service: orders
            haproxy: {instances: ["unix:/run/haproxy/admin.sock"]}
            marathon: {url: "http://marathon:8080", app: /shop/orders}
            eks: {kubeconfig: k, manifests: m}
            verify:
              probes:
            """;

    @Test
    void aProbeIsAGetOnceASecondThatExpects200To399() {
        assertThat(read("{path: /health}"))
                .containsExactly(new ProbeSpec("/health", "GET", List.of(), 1, Duration.ofSeconds(1)));
        ProbeSpec probe = read("{path: /health}").get(0);
        assertThat(probe.expects(399)).isTrue();
        assertThat(probe.expects(404)).isFalse();
    }

    @Test
    void aProbeMayExpectOneStatusOrSeveral() {
        assertThat(read("{path: /a, expect: 404}").get(0).expects(404)).isTrue();
        ProbeSpec several = read("{path: \"/a?b=1\", method: HEAD, expect: [200, 503], rate: 0.5, timeout: 5s}")
                .get(0);
        assertThat(several.expects(503)).isTrue();
        assertThat(several.expects(302)).isFalse();
    }

    @Test
    void allFaultsAreReportedTogether() {
        assertThatThrownBy(() -> SpecReader.yaml("orders.yaml", SPEC + """
                    - {path: health, method: get, expect: 99, rate: 11, timeout: 6s}
                    - {path: /a, rate: 10}
                    - {path: /b, rate: 10, body: x}
                    - {path: "/c d", rate: 1}
                """))
                .hasMessageContaining("verify.probes[0].path: \"health\" is not a path such as /health?deep=1")
                .hasMessageContaining("verify.probes[0].method: \"get\" is not one of GET, HEAD, OPTIONS")
                .hasMessageContaining("verify.probes[0].expect: \"99\" is not a status from 100 to 599")
                .hasMessageContaining("verify.probes[0].rate: ")
                .hasMessageContaining("verify.probes[0].timeout: \"6s\" is not longer than 0 and at most 5s")
                .hasMessageContaining("verify.probes[2].body: unknown")
                .hasMessageContaining("verify.probes[3].path: \"/c d\" is not a path")
                .hasMessageContaining("verify.probes: the rates add up to 22; at most 20 requests a second are sent");
    }

    @Test
    void aSpecWithProbesIsTheSameAfterBeingStored() throws JsonProcessingException {
        ServiceSpec spec = SpecReader.yaml("orders.yaml", SPEC + "    - {path: /health, expect: 204}\n");
        String json = Json.mapper().writeValueAsString(spec);
        assertThat(Json.mapper().readValue(json, ServiceSpec.class)).isEqualTo(spec);
    }

    private static List<ProbeSpec> read(String yaml) {
        return SpecReader.yaml("orders.yaml", SPEC + "    - " + yaml + "\n")
                .verify()
                .probes();
    }
}
