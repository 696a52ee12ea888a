package io.jenkins.plugins.cutover.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class SplitSpecTest {
    private static final String YAML = """
            service: orders
            haproxy:
              instances: ["unix:/run/haproxy/admin.sock"]
              split: {%s}
            marathon: {url: "http://marathon:8080", app: /orders}
            eks: {kubeconfig: k, fromMarathon: true}
            """;

    @Test
    void aSplitNeedsItsMapAndHasTheServicesNamesByDefault() {
        HaproxySpec.Split split = read("map: /etc/haproxy/split.map").split();
        assertThat(split).isEqualTo(new HaproxySpec.Split("orders-eks", "/etc/haproxy/split.map", "orders"));
        assertThatThrownBy(() -> read("key: orders")).hasMessageContaining("haproxy.split.map: missing");
        assertThatThrownBy(() -> read("map: /m, weight: 1")).hasMessageContaining("weight");
    }

    @Test
    void itSurvivesTheJournal() throws Exception {
        ObjectMapper json = new ObjectMapper();
        HaproxySpec spec = read("map: /etc/haproxy/split.map");
        assertThat(json.readValue(json.writeValueAsString(spec), HaproxySpec.class))
                .isEqualTo(spec);
    }

    private static HaproxySpec read(String split) {
        return SpecReader.yaml("orders.yaml", YAML.formatted(split)).haproxy();
    }
}
