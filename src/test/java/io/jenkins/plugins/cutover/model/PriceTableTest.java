package io.jenkins.plugins.cutover.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PriceTableTest {
    @Test
    void theExampleIsATable() throws IOException {
        Path example = Path.of(System.getProperty("cutover.basedir", "."), "examples", "prices.yaml");
        PriceTable table = PriceTable.yaml("prices.yaml", Files.readString(example));
        assertThat(table.node("").name()).isEqualTo("m6i.large");
        assertThat(table.node("m6i.xlarge").memoryMib()).isEqualTo(16_384);
        assertThat(table.monthly(table.node(""), 2)).isEqualTo(2 * 0.10 * 730);
    }

    @Test
    void allFaultsAreReportedTogetherEachWithItsPath() {
        assertThatThrownBy(() -> PriceTable.yaml("p.yaml", """
                        mesos: {cpus: 8, memory: 30GB, hourly: 1}
                        nodes:
                          small: {cpus: 0, memory: 8Gi, hourly: -1, colour: red}
                        """))
                .hasMessageContaining("p.yaml: mesos.memory: \"30GB\" is not an amount of memory such as 8Gi")
                .hasMessageContaining("p.yaml: nodes.small.cpus: \"0\" is not a number from 0.1 to 1024")
                .hasMessageContaining("nodes.small.hourly: \"-1\"")
                .hasMessageContaining("nodes.small.colour: unknown; valid here: cpus, hourly, memory, pods");
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> PriceTable.yaml("p.yaml", "mesos: {cpus: 8}"))
                .hasMessageContaining("mesos.memory: missing; it is its memory, such as 8Gi")
                .hasMessageContaining("nodes: missing; it maps type names to");
    }

    @Test
    void anUnknownTypeNamesThoseThatAreThere() {
        PriceTable table = PriceTable.yaml(
                "p", "{mesos: {cpus: 8, memory: 8Gi, hourly: 1}, nodes: {a: {cpus: 2, memory: 8Gi, hourly: 1}}}");
        assertThatThrownBy(() -> table.node("b")).hasMessage("node type \"b\" is not in the price table; it has a");
    }
}
