package io.jenkins.plugins.cutover.operation.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.mesos.Mesos;
import io.jenkins.plugins.cutover.metrics.MetricReader;
import io.jenkins.plugins.cutover.metrics.MetricReading;
import io.jenkins.plugins.cutover.model.CheckSpec;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.MarathonSpec;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.operation.deploy.Deploy;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.engine.SystemClients;
import io.jenkins.plugins.cutover.operation.shift.Shift;
import io.jenkins.plugins.cutover.operation.shift.ShiftOptions;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import io.jenkins.plugins.cutover.simulation.Specs;
import io.jenkins.plugins.cutover.traffic.Router;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChecksTest {
    private static final Map<String, Object> ERRORS = Map.of(
            "name",
            "errors",
            "source",
            "prometheus",
            "url",
            "http://prom",
            "query",
            "eks",
            "max",
            "0.1",
            "every",
            "2s",
            "window",
            "3s",
            "period",
            "1s",
            "delay",
            "0s");

    private final Map<String, MetricReading> answers = new HashMap<>();
    private int asked;

    @Test
    void phasePassesWithCheckWithinLimits() {
        CalmWorld rehearsal = shifted(ERRORS);
        assertThat(rehearsal.run(verify(rehearsal))).containsEntry("verdict", Verdict.HEALTHY.name());
        assertThat(rehearsal.history()).contains("check: check errors: 0.05 is within its limits");
    }

    @Test
    void limitExceededTwiceInARowIsHarm() {
        CalmWorld rehearsal = shifted(ERRORS);
        answers.put("eks", new MetricReading.Value(0.4));
        assertThatThrownBy(() -> rehearsal.run(verify(rehearsal)))
                .hasMessageEndingWith(
                        "HARMFUL: check errors: 0.4 is above max 0.1, twice in a row; traffic is back on Mesos");
        assertThat(rehearsal.mesosAsBefore()).isTrue();
    }

    @Test
    void limitExceededOnceDelaysThePhase() {
        CalmWorld rehearsal = shifted(ERRORS);
        answers.put("eks", new MetricReading.Value(0.4));
        Runner.Run run = rehearsal.start(verify(rehearsal));
        rehearsal.time().run(Duration.ofMillis(2500));
        answers.put("eks", new MetricReading.Value(0.1));
        rehearsal.time().run(Duration.ofSeconds(10));
        assertThat(run.result().join()).containsEntry("verdict", Verdict.HEALTHY.name());
        assertThat(rehearsal.history()).contains("check: check errors: 0.4 is above max 0.1");
    }

    @Test
    void checkWithoutNumbersDelaysThePhaseAndIsBlindInTheEnd() {
        CalmWorld rehearsal = shifted(ERRORS, "10s");
        answers.put("eks", new MetricReading.NoData("no series answers"));
        Runner.Run run = rehearsal.start(verify(rehearsal));
        rehearsal.time().run(Duration.ofSeconds(14));
        assertThat(run.result()).isNotDone();
        assertThat(run.status()).contains("waits for check errors");
        rehearsal.time().run(Duration.ofSeconds(4));
        assertThat(rehearsal.record().verify().verdict()).isEqualTo(Verdict.BLIND);
        assertThat(rehearsal.record().verify().sentence())
                .startsWith("BLIND: check errors gave no number for ")
                .endsWith(": no series answers");
        assertThat(rehearsal.mesosAsBefore()).isTrue();
    }

    @Test
    void retryAfterOfASourceIsRespected() {
        CalmWorld rehearsal = shifted(ERRORS);
        answers.put("eks", new MetricReading.Failed("HTTP 429", Duration.ofSeconds(7)));
        int before = asked;
        rehearsal.start(verify(rehearsal));
        rehearsal.time().run(Duration.ofMillis(7500));
        assertThat(asked - before).isEqualTo(1);
    }

    @Test
    void newPhaseNeedsANewAnswer() {
        CalmWorld rehearsal = shifted(ERRORS);
        rehearsal.run(verify(rehearsal));
        rehearsal.run(new Shift(
                context(rehearsal),
                "orders",
                io.jenkins.plugins.cutover.model.Share.ofPercent("25"),
                ShiftOptions.of(Duration.ZERO, Duration.ofSeconds(5))));
        int before = asked;
        rehearsal.run(verify(rehearsal));
        assertThat(asked).isGreaterThan(before);
    }

    @Test
    void checkWithBaselineComparesBothSides() {
        CalmWorld rehearsal = shifted(comparison());
        answers.put("eks", new MetricReading.Value(0.09));
        answers.put("mesos", new MetricReading.Value(0.03));
        assertThatThrownBy(() -> rehearsal.run(verify(rehearsal)))
                .hasMessageContaining("HARMFUL: check errors: 0.09 is more than 2 times Mesos's 0.03 (maxRatio)");
    }

    @Test
    void sourceWithoutAnswerStopsTheCutoverBeforeItBegins() {
        CalmWorld rehearsal = rehearsal(ERRORS);
        answers.put("eks", new MetricReading.Failed("prometheus http://prom \"eks\": no connection"));
        assertThatThrownBy(() -> rehearsal.run(deploy(rehearsal)))
                .hasMessageContaining("check errors: prometheus http://prom \"eks\": no connection");
        answers.put("eks", new MetricReading.NoData("no series answers"));
        assertThatThrownBy(() -> rehearsal.run(deploy(rehearsal)))
                .hasMessageEndingWith(": check errors: no series answers");
    }

    @Test
    void limitExceededBeforeAnyShiftStopsTheCutover() {
        CalmWorld rehearsal = rehearsal(ERRORS);
        answers.put("eks", new MetricReading.Value(3));
        assertThatThrownBy(() -> rehearsal.run(deploy(rehearsal)))
                .hasMessageEndingWith(": check errors: 3 is above max 0.1, already before any shift");
    }

    @Test
    void checkThatNeedsTrafficMayHaveNoDataBeforeTheShift() {
        Map<String, Object> late = new HashMap<>(ERRORS);
        late.put("needsTraffic", "true");
        CalmWorld rehearsal = rehearsal(late);
        answers.put("eks", new MetricReading.Failed("HTTP 400: parse error"));
        assertThatThrownBy(() -> rehearsal.run(deploy(rehearsal)))
                .hasMessageEndingWith(": check errors: HTTP 400: parse error");
        answers.put("eks", new MetricReading.NoData("no series answers"));
        assertThat(rehearsal.run(deploy(rehearsal))).isNotEmpty();
    }

    @Test
    void comparisonNeedsItsBaselineBeforeTheFirstShift() {
        CalmWorld rehearsal = rehearsal(comparison());
        answers.put("eks", new MetricReading.NoData("no series answers"));
        answers.put("mesos", new MetricReading.NoData("only nulls"));
        assertThatThrownBy(() -> rehearsal.run(deploy(rehearsal)))
                .hasMessageEndingWith(": check errors: baseline: only nulls");
        answers.put("mesos", new MetricReading.Value(0.01));
        assertThat(rehearsal.run(deploy(rehearsal))).isNotEmpty();
    }

    private static Map<String, Object> comparison() {
        Map<String, Object> two = new HashMap<>(ERRORS);
        two.put("baselineQuery", "mesos");
        two.put("maxRatio", "2");
        return two;
    }

    private CalmWorld rehearsal(Map<String, Object> check) {
        return rehearsal(check, "4s");
    }

    private CalmWorld rehearsal(Map<String, Object> check, String blindAfter) {
        answers.put("eks", new MetricReading.Value(0.05));
        answers.put("mesos", new MetricReading.Value(0.05));
        return new CalmWorld(
                Specs.of(
                        "orders",
                        2,
                        List.of("5", "25", "100"),
                        Map.of("checks", List.of(check), "blindAfter", blindAfter)),
                List.of(100, 100, 100));
    }

    private CalmWorld shifted(Map<String, Object> check) {
        return shifted(check, "4s");
    }

    private CalmWorld shifted(Map<String, Object> check, String blindAfter) {
        CalmWorld rehearsal = rehearsal(check, blindAfter);
        rehearsal.run(deploy(rehearsal));
        rehearsal.run(rehearsal.shift("5"));
        return rehearsal;
    }

    private Deploy deploy(CalmWorld rehearsal) {
        return new Deploy(context(rehearsal), rehearsal.world().spec(), CalmWorld.MANIFESTS);
    }

    private Verify verify(CalmWorld rehearsal) {
        return new Verify(context(rehearsal), "orders", Duration.ofSeconds(3));
    }

    private Context context(CalmWorld rehearsal) {
        Context calm = rehearsal.context("orders#1");
        return new Context(
                calm.journal(),
                calm.locks(),
                new WithMetrics(calm.clients(), this::answer),
                calm.clock(),
                calm.owner());
    }

    private MetricReading answer(CheckSpec check) {
        asked++;
        return answers.get(check.query());
    }

    private record WithMetrics(SystemClients world, MetricReader metrics) implements SystemClients {
        @Override
        public Router router(HaproxySpec spec) {
            return world.router(spec);
        }

        @Override
        public Mesos mesos(MarathonSpec spec) {
            return world.mesos(spec);
        }

        @Override
        public Eks eks(EksSpec spec) {
            return world.eks(spec);
        }
    }
}
