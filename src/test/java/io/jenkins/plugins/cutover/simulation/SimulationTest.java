package io.jenkins.plugins.cutover.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.simulation.Simulation.Outcome;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Two thousand cutovers under faults; {@code ./cutover bench simulate} runs more. */
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
        assertThatEachConditionWasCheckedOften(all);
        assertThat(all.stream().map(Outcome::state).distinct()).contains("COMPLETED", "ROLLED_BACK", "RETIRED");
    }

    /** The minimum number of checks per condition, about half of the present number: a condition that is never checked
     * proves nothing. */
    private static final Map<String, Integer> LEAST = new TreeMap<>(Map.ofEntries(
            Map.entry("Rule01WrittenFirst, fleet", 15_000),
            Map.entry("Rule01WrittenFirst, command", 30_000),
            Map.entry("Rule01WrittenFirst, marathon", 350),
            Map.entry("Rule01WrittenFirst, cluster", 1000),
            Map.entry("Rule01WrittenFirst, read back", 4000),
            Map.entry("Rule02No503FromUs, command", 30_000),
            Map.entry("Rule03AllOrBack, confirmation", 12_000),
            Map.entry("Rule03AllOrBack, partial", 800),
            Map.entry("Rule03AllOrBack, round back", 13_000),
            Map.entry("Rule03AllOrBack, shift done", 1500),
            Map.entry("Rule04MesosStaysWhole, held", 350),
            Map.entry("Rule04MesosStaysWhole, not scaled down", 350),
            Map.entry("Rule04MesosStaysWhole, carried", 1000),
            Map.entry("Rule04MesosStaysWhole, left at once", 15),
            Map.entry("Rule04MesosStaysWhole, noticed", 25),
            Map.entry("Rule04MesosStaysWhole, retired", 50),
            Map.entry("Rule04MesosStaysWhole, stays retired", 30),
            Map.entry("Rule05BackFromAnywhere, by the file", 1),
            Map.entry("Rule05BackFromAnywhere, EKS target", 400),
            Map.entry("Rule05BackFromAnywhere, ended", 900),
            Map.entry("Rule05BackFromAnywhere, instances", 900),
            Map.entry("Rule05BackFromAnywhere, weights recorded", 900),
            Map.entry("Rule05BackFromAnywhere, no share increase", 10_000),
            Map.entry("Rule05BackFromAnywhere, no other state", 10_000),
            Map.entry("Rule05BackFromAnywhere, weights", 200),
            Map.entry("Rule05BackFromAnywhere, EKS left", 200),
            Map.entry("Rule05BackFromAnywhere, no record", 100),
            Map.entry("Rule06HarmLeavesInTheSameTick, answer", 60),
            Map.entry("Rule06HarmLeavesInTheSameTick, same tick", 90),
            Map.entry("Rule07NoEvidenceIsNotHealth, enough", 400),
            Map.entry("Rule07NoEvidenceIsNotHealth, lately", 400),
            Map.entry("Rule08OneAtATime, begins alone", 1000),
            Map.entry("Rule08OneAtATime, lock held", 4000),
            Map.entry("Rule08OneAtATime, turn", 100),
            Map.entry("Rule08OneAtATime, taken over", 10),
            Map.entry("Rule09NothingSaidIsLost, kept", 30_000),
            Map.entry("Rule09NothingSaidIsLost, reported", 9000),
            Map.entry("Rule10SecretsStaySecret, said", 40_000),
            Map.entry("Rule14BlamedOnlyForItsOwn, cause", 45),
            Map.entry("Rule15AsksEnd, asks", 180_000),
            Map.entry("Rule15AsksEnd, asks in a rollback", 180_000),
            Map.entry("Rule15AsksEnd, share after an ask", 12),
            Map.entry("Rule15GuardedThroughout, Mesos kept", 25),
            Map.entry("Rule15GuardedThroughout, harm found", 25),
            Map.entry("Rule15NoDeadAddress, a server", 8),
            Map.entry("Rule15NoDeadAddress, ready address", 250),
            Map.entry("Rule16NoFaultOfOurs, thrown", 700),
            Map.entry("Rule16NoFaultOfOurs, one line", 25_000)));

    private static void assertThatEachConditionWasCheckedOften(List<Outcome> all) {
        Map<String, Long> checks = new TreeMap<>();
        all.forEach(o -> o.checks()
                .forEach((rule, conditions) ->
                        conditions.forEach((what, n) -> checks.merge(rule + ", " + what, n, Long::sum))));
        assertThat(checks).as("each new condition is listed above").containsOnlyKeys(LEAST.keySet());
        assertThat(checks)
                .allSatisfy((condition, n) -> assertThat(n).as(condition).isGreaterThan(LEAST.get(condition)));
    }

    /** Found beyond the first two thousand: deleted apps, drained servers without health checks, bursts mistaken for
     * capacity. */
    @Test
    void seedsThatOnceViolatedARuleNowPass() {
        assertThat(LongStream.of(
                                3318, 3864, 6551, 7842, 11655, 19990, 26201, 53666, 56848, 61709, 1490, 51090, 53678,
                                67116, 137703, 9783, 79982, 53631, 11399, 14281, 135769, 160442, 172377)
                        .mapToObj(Simulation::run)
                        .flatMap(o -> o.violations().stream()))
                .isEmpty();
    }

    @Test
    void theSameSeedGivesTheSameLog() {
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
