package io.jenkins.plugins.cutover.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.cutover.judge.Endings;
import io.jenkins.plugins.cutover.judge.Pair;
import io.jenkins.plugins.cutover.judge.Poll;
import io.jenkins.plugins.cutover.model.HarmKind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeBenchTest {
    private static final Traffic.Load LOAD = new Traffic.Load(200, .1, 1);

    @Test
    void aSmallBenchFillsTheWholeTable() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        JudgeBench.run(
                new String[] {"--runs", "2", "--fault-runs", "2", "--json"},
                new PrintStream(bytes, true, StandardCharsets.UTF_8));
        JsonNode table = new ObjectMapper().readTree(bytes.toByteArray());
        assertThat(table.get("falseRollbacks")).hasSize(9);
        assertThat(table.at("/falseRollbacks/this judge")).hasSize(18);
        assertThat(table.at("/harmedRequests/this judge")).hasSize(23);
        assertThat(table.at("/caught/this judge/notFound").asDouble()).isEqualTo(1);
        assertThat(table.at("/caught/this judge/50 %").asDouble()).isEqualTo(1);
        assertThat(table.at("/cost/stateBytes").asInt()).isBetween(500, 8192);
    }

    @Test
    void theSameSeedGivesTheSameStreams() {
        Rule[] rules = {new JudgeRule("j", io.jenkins.plugins.cutover.judge.JudgeSettings.defaults())};
        Scenario fault = Scenario.faults().get(3);
        assertThat(BenchRun.of(List.of(rules), fault, LOAD, 5, 9))
                .isEqualTo(BenchRun.of(List.of(rules), fault, LOAD, 5, 9));
    }

    @Test
    void streamsFailAsTheirScenarioSays() {
        for (Scenario scenario : Scenario.nulls()) {
            if (scenario.incident() == 1) {
                Pair sum = sum(scenario, 20_000);
                double bursts = scenario.burstEvery() == 0
                        ? 0
                        : 12.5 / scenario.burstEvery() / scenario.load(LOAD).rate();
                assertThat(sum.baseline().fraction())
                        .as(scenario.name())
                        .isCloseTo(scenario.base() + bursts, within(.4 * (scenario.base() + bursts)));
            }
        }
    }

    @Test
    void everyKindHasARow() {
        for (HarmKind kind : HarmKind.values()) {
            if (kind != HarmKind.FAILED) {
                Traffic traffic = new Traffic(named(Scenario.faults(), kind.id()), LOAD, 3);
                double ended = 0;
                double requests = 0;
                for (int i = 0; i < 1000; i++) {
                    Endings all = traffic.next().kinds().get(0);
                    ended += all.kinds()
                            .getOrDefault(kind, new Endings.Split(0, 0))
                            .canary();
                    requests += all.canary();
                }
                double usual = Mix.NORMAL.usual().getOrDefault(kind, 0.0);
                assertThat(ended / requests).as(kind.id()).isCloseTo(.5 + .5 * usual, within(.02));
            }
        }
    }

    @Test
    void requestsThatHangAreInFlightForThreeSeconds() {
        Traffic traffic = new Traffic(named(Scenario.faults(), "hanging"), LOAD, 3);
        Poll poll = traffic.next();
        for (int i = 0; i < 20; i++) {
            poll = traffic.next();
        }
        // Half of 20 requests a second, for 3 s.
        assertThat(poll.open().orElseThrow().canary()).isBetween(15L, 45L);
    }

    private static Scenario named(List<Scenario> all, String name) {
        return all.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void noBurstIsLost() {
        Scenario bursts = Scenario.nulls().get(3);
        Pair with = sum(bursts, 50_000);
        Pair without = sum(Scenario.nulls().get(0), 50_000);
        double extra = with.canary().errors()
                + with.baseline().errors()
                - without.canary().errors()
                - without.baseline().errors();
        assertThat(extra).isCloseTo(50_000 / 200.0 * 12.5, within(900.0));
    }

    @Test
    void aLateFaultIsNotThereBefore() {
        Scenario late = Scenario.faults().get(5);
        assertThat(late.canary(299)).isEqualTo(.001);
        assertThat(late.canary(300)).isEqualTo(.05);
    }

    @Test
    void theSamplersMeansAreTheirs() {
        Sampler random = new Sampler(1);
        double poisson = 0;
        double binomial = 0;
        for (int i = 0; i < 20_000; i++) {
            poisson += random.poisson(180);
            binomial += random.binomial(2000, .7);
        }
        assertThat(poisson / 20_000).isCloseTo(180, within(.5));
        assertThat(binomial / 20_000).isCloseTo(1400, within(1.0));
    }

    private static Pair sum(Scenario scenario, int polls) {
        Traffic traffic = new Traffic(scenario, LOAD, 3);
        Pair sum = Pair.NONE;
        for (int i = 0; i < polls; i++) {
            Poll poll = traffic.next();
            sum = sum.plus(poll.traffic());
        }
        return sum;
    }
}
