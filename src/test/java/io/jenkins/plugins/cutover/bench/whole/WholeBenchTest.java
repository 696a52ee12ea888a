package io.jenkins.plugins.cutover.bench.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class WholeBenchTest {
    private static final List<String> ROWS =
            List.of("independent .05 %", "fails 50 %, Mesos 0.05 %, 300/s", "blip 20 % for 5 s at 100 %");

    @Test
    void aRowHasItsFiguresAndThoseOfThePeers() throws IOException {
        JsonNode rows = json().get("rows");
        assertThat(rows).hasSize(3);
        JsonNode quiet = rows.get(0);
        assertThat(quiet.get("quiet").asBoolean()).isTrue();
        assertThat(quiet.get("falseRollbackPercent").asDouble()).isZero();
        assertThat(quiet.get("completedPercent").asDouble()).isEqualTo(100);
        JsonNode harm = rows.get(2);
        assertThat(harm.get("caughtPercent").asDouble()).isEqualTo(100);
        assertThat(harm.get("harmedMedian").asDouble()).isBetween(1.0, 100.0);
        assertThat(harm.get("oracle").asDouble()).isPositive();
        assertThat(harm.get("peers").get("Argo 60s x 5").get("harmedMedian").asDouble())
                .isGreaterThan(harm.get("harmedMedian").asDouble());
    }

    /** An outage of both sides while EKS has all traffic. */
    @Test
    void aBlipOfBothSidesAsksAndCompletes() {
        WholeRow blip = QuietRows.all().stream()
                .filter(r -> r.name().equals(ROWS.get(2)))
                .findFirst()
                .orElseThrow();
        WholeRun.Result run = WholeRun.of(blip.world().apply(new Draws(2)), 1, 1);
        assertThat(run.completed()).as(run.reason()).isTrue();
        assertThat(run.asks()).isBetween(1, 6);
        assertThat(WholeRun.of(blip.world().apply(new Draws(2)), 1, 1))
                .as("the same numbers again")
                .isEqualTo(run);
    }

    private static JsonNode json() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        new WholeBench(1, ROWS, new PrintStream(text, true, StandardCharsets.UTF_8)).run(true);
        return new ObjectMapper().readTree(text.toString(StandardCharsets.UTF_8));
    }
}
