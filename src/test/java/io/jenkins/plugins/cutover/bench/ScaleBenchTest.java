package io.jenkins.plugins.cutover.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The figures are filled in. How large they are depends on the machine, so nothing is said about that. */
@Isolated
class ScaleBenchTest {
    private static JsonNode row(String... args) throws Exception {
        assumeTrue(
                HaproxyProcess.missing().isEmpty(),
                () -> "skipped: " + HaproxyProcess.missing().orElse(""));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ScaleBench.run(args, new PrintStream(bytes, true, StandardCharsets.UTF_8)))
                .isZero();
        JsonNode all = new ObjectMapper().readTree(bytes.toByteArray());
        assertThat(all.get("processors").asInt()).isPositive();
        assertThat(all.get("rows")).hasSize(1);
        return all.get("rows").get(0);
    }

    /** The burst is part of the row: one start of everything for both. */
    @Test
    void verificationRowIsFilledAndItsBurstEndsOnMesos() throws Exception {
        JsonNode row = row("--cutovers", "3", "--seconds", "5", "--row", "verify/disk", "--json");
        assertThat(row.get("cutovers").asInt()).isEqualTo(3);
        assertThat(row.get("ticks").asInt()).isPositive();
        assertThat(row.at("/tick/p50").asDouble()).isPositive();
        assertThat(row.at("/lateness/max").asDouble()).isPositive();
        assertThat(row.at("/threadsByName/phased-cutover").asInt()).isBetween(1, 8);
        assertThat(row.get("heapMb").asDouble()).isPositive();
        assertThat(row.get("cpuMicrosPerTick").asDouble()).isPositive();
        assertThat(row.get("wcharMbPerMinute").asDouble()).isPositive();
        assertThat(row.get("ended").asInt())
                .as(row.get("firstFailure").asText())
                .isZero();
        assertThat(row.at("/load/requests").asInt()).isPositive();
        assertThat(row.at("/load/failed").asInt()).isZero();
        assertThat(row.get("split").size()).isEqualTo(5);
        assertThat(row.at("/burst/services").asInt()).isEqualTo(1);
        assertThat(row.at("/burst/harmful").asInt()).isEqualTo(1);
        assertThat(row.at("/burst/confirmed").asInt()).isEqualTo(1);
        assertThat(row.at("/burst/faultToConfirmed/max").asDouble())
                .isGreaterThan(row.at("/burst/decisionToConfirmed/max").asDouble());
    }

    @Test
    void waitingRowIsFilled() throws Exception {
        JsonNode row = row("--cutovers", "2", "--seconds", "5", "--row", "waiting/disk", "--json");
        assertThat(row.get("kind").asText()).isEqualTo("waiting");
        assertThat(row.get("ticks").asInt()).isPositive();
        assertThat(row.get("ended").asInt())
                .as(row.get("firstFailure").asText())
                .isZero();
        assertThat(row.get("burst").isNull()).isTrue();
    }

    @Test
    void wrongArgumentIsNamed() {
        assertThatThrownBy(() -> ScaleOptions.parse(new String[] {"--cutovers", "0"}))
                .hasMessage("--cutovers: \"0\" is not a whole number from 1 to 2000");
        assertThatThrownBy(() -> ScaleOptions.parse(new String[] {"--row", "verify"}))
                .hasMessage("--row: \"verify\" is not one of verify/disk, verify/tmpfs, waiting/disk");
    }
}
