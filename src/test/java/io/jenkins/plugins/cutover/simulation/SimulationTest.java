package io.jenkins.plugins.cutover.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.simulation.Simulation.Outcome;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Two thousand cutovers under faults; {@code ./cutover bench simulate} runs as many as there is time for. */
class SimulationTest {
    @Test
    void everyRuleHoldsInTwoThousandCutoversUnderEveryFault() {
        List<Outcome> all =
                LongStream.range(0, 2000).parallel().mapToObj(Simulation::run).toList();
        assertThat(all.stream()
                        .filter(o -> !o.violations().isEmpty())
                        .map(o -> "seed " + o.seed() + ": " + o.violations().get(0)))
                .isEmpty();
        Set<Fault> injected = EnumSet.noneOf(Fault.class);
        all.forEach(o -> injected.addAll(o.faults().keySet()));
        assertThat(injected).containsExactlyInAnyOrder(Fault.values());
        assertThat(all.stream().map(Outcome::state).distinct()).contains("COMPLETED", "ROLLED_BACK");
    }

    /** Found beyond the first two thousand: deleted apps, drained servers that nobody checks, bursts taken for capacity. */
    @Test
    void seedsThatOnceBrokeARuleKeepItNow() {
        assertThat(LongStream.of(
                                3318, 3864, 6551, 7842, 11655, 19990, 26201, 53666, 56848, 61709, 1490, 51090, 53678,
                                67116, 137703, 9783, 79982)
                        .mapToObj(Simulation::run)
                        .flatMap(o -> o.violations().stream()))
                .isEmpty();
    }

    @Test
    void theSameSeedGoesTheSameWay() {
        List<String> once = logs();
        assertThat(once).hasSizeGreaterThan(200);
        assertThat(logs()).isEqualTo(once);
    }

    private static List<String> logs() {
        return LongStream.range(0, 5)
                .mapToObj(seed -> Simulation.run(seed, true).log())
                .flatMap(List::stream)
                .toList();
    }
}
