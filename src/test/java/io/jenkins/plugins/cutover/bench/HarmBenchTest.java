package io.jenkins.plugins.cutover.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Four kinds of harm on one HAProxy with the ring. */
@Isolated("it measures what clients got in seconds")
class HarmBenchTest {
    @Test
    void missingRoutesStallsHangsAndEmptyBodiesAreRolledBackWithFewRequestsHarmed() throws Exception {
        assumeTrue(
                HaproxyProcess.missing().isEmpty(),
                () -> "skipped: " + HaproxyProcess.missing().orElse(""));
        String version = HarmOptions.Haproxy.of("haproxy").version();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int exit = HarmBench.run(
                new String[] {
                    "--kinds", "not-found,stall,hang,empty-body", "--haproxy", version, "--ring", "yes", "--json"
                },
                new PrintStream(bytes, true, StandardCharsets.UTF_8));
        JsonNode rows = Json.mapper().readTree(bytes.toByteArray());
        assertThat(exit).as(rows.toString()).isZero();
        assertThat(rows).hasSize(4).allSatisfy(row -> {
            assertThat(row.get("state").asText()).isEqualTo("ROLLED_BACK");
            assertThat(row.get("verdict").asText()).isEqualTo("HARMFUL");
            assertThat(row.get("share").asText()).isEqualTo("25");
            // Half of EKS's quarter of 300 requests/s for ten seconds; on an idle machine it is a third of that.
            assertThat(row.get("harmed").asInt()).isBetween(1, 375);
        });
    }

    @Test
    void wrongUsageNamesWhatIsValid() throws Exception {
        assertThatThrownBy(() -> HarmOptions.parse(new String[] {"--kinds", "flood"}))
                .hasMessage("--kinds: \"flood\" is not one of " + String.join(", ", names()));
        assertThatThrownBy(() -> HarmOptions.parse(new String[] {"--ring", "perhaps"}))
                .hasMessage("--ring: \"perhaps\" is not yes or no");
        assertThat(HarmBench.run(new String[] {"--haproxy"}, System.out)).isEqualTo(2);
    }

    private static Iterable<String> names() {
        return HarmKindRow.ALL.stream().map(HarmKindRow::name).toList();
    }
}
