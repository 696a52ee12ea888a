package io.jenkins.plugins.cutover.operation.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.mesos.Mesos;
import io.jenkins.plugins.cutover.metrics.MetricReader;
import io.jenkins.plugins.cutover.metrics.MetricReading;
import io.jenkins.plugins.cutover.model.CheckSpec;
import io.jenkins.plugins.cutover.model.CheckSpec.Source;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.MarathonSpec;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.operation.deploy.Deploy;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.engine.SystemClients;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import io.jenkins.plugins.cutover.simulation.Specs;
import io.jenkins.plugins.cutover.traffic.Router;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks of sources that have a number a minute, asked every 10 s. */
class CheckPeriodsTest {
    private static final long MINUTE = 60;

    private final Map<String, LongToDoubleFunction> series = new HashMap<>();
    private CalmWorld rehearsal;
    private String silent = "";

    @ParameterizedTest
    @EnumSource(names = "HTTP", mode = EnumSource.Mode.EXCLUDE)
    void onePeriodCountsOnce(Source source) {
        shifted(check(source, Map.of("min", "50")));
        long bad = rehearsal.time().clock().instant().getEpochSecond() / MINUTE + 2;
        series.put("eks", minute -> minute == bad ? 10 : 100);
        Runner.Run run = rehearsal.start(verify(Duration.ofMinutes(5)));
        rehearsal.time().run(Duration.ofMinutes(12));
        assertThat(run.result().join()).containsEntry("verdict", Verdict.HEALTHY.name());
        assertThat(rehearsal.history()).contains("check: check orders: 10 is below min 50");
    }

    @Test
    void twoBadPeriodsInARowAreHarm() {
        shifted(check(Source.PROMETHEUS, Map.of("min", "50")));
        series.put("eks", minute -> 10);
        rehearsal.start(verify(Duration.ofMinutes(10)));
        rehearsal.time().run(Duration.ofMinutes(6));
        assertThat(rehearsal.record().verify().sentence())
                .isEqualTo("HARMFUL: check orders: 10 is below min 50, twice in a row");
        assertThat(rehearsal.mesosAsBefore()).isTrue();
    }

    @Test
    void aPeriodBeforeTheShareSaysNothingAboutIt() {
        series.put("eks", minute -> 100);
        shifted(check(Source.PROMETHEUS, Map.of("min", "50")));
        Runner.Run run = rehearsal.start(verify(Duration.ofSeconds(3)));
        rehearsal.time().run(Duration.ofSeconds(50));
        assertThat(run.result()).isNotDone();
        assertThat(run.status()).contains("waits for check orders");
        rehearsal.time().run(Duration.ofMinutes(3));
        assertThat(run.result().join()).containsEntry("verdict", Verdict.HEALTHY.name());
    }

    @Test
    void aSignalNeverRollsBackAndIsNeverWaitedFor() {
        shifted(check(Source.PROMETHEUS, Map.of("min", "50", "kind", "signal")));
        series.put("eks", minute -> 10);
        Runner.Run run = rehearsal.start(verify(Duration.ofMinutes(5)));
        rehearsal.time().run(Duration.ofMinutes(4));
        assertThat(run.status()).contains("; signal orders: 10 is below min 50");
        rehearsal.time().run(Duration.ofMinutes(3));
        assertThat(run.result().join()).containsEntry("verdict", Verdict.HEALTHY.name());
        assertThat(rehearsal.record().verify().sentence()).endsWith("; signal orders: 10 is below min 50");
        assertThat(rehearsal.record().reported().notice("signal orders"))
                .contains("signal orders at 5%: 10 is below min 50; it decides nothing");
        assertThat(rehearsal.history()).contains("check: signal orders: 10 is below min 50");
    }

    @Test
    void aSignalWithoutANumberIsNotBlind() {
        series.put("eks", minute -> 100);
        shifted(check(Source.PROMETHEUS, Map.of("min", "50", "kind", "signal")));
        silent = "eks";
        Runner.Run run = rehearsal.start(verify(Duration.ofMinutes(6)));
        rehearsal.time().run(Duration.ofMinutes(7));
        assertThat(run.result().join()).containsEntry("verdict", Verdict.HEALTHY.name());
    }

    @Test
    void aGuardrailOfBothSidesIsComparedAndRollsBack() {
        series.put("mesos", minute -> 100);
        shifted(check(Source.PROMETHEUS, comparison("direction", "lower")));
        series.put("eks", minute -> 50);
        rehearsal.start(verify(Duration.ofMinutes(40)));
        rehearsal.time().run(Duration.ofMinutes(30));
        assertThat(rehearsal.record().verify().sentence())
                .startsWith("HARMFUL: ")
                .contains("check orders: EKS is worse than Mesos beyond margin 1.2 in ")
                .doesNotContain("more requests fail");
        assertThat(rehearsal.mesosAsBefore()).isTrue();
    }

    @Test
    void aDisturbanceOfBothSidesIsNoHarmInAComparison() {
        LongToDoubleFunction wobble = minute -> minute % 3 == 0 ? 10 : 100;
        series.put("mesos", wobble);
        series.put("eks", wobble);
        shifted(check(Source.PROMETHEUS, comparison("direction", "lower")));
        Runner.Run run = rehearsal.start(verify(Duration.ofMinutes(20)));
        rehearsal.time().run(Duration.ofMinutes(25));
        assertThat(run.result().join()).containsEntry("verdict", Verdict.HEALTHY.name());
    }

    private static Map<String, Object> comparison(String key, String value) {
        return Map.of("baselineQuery", "mesos", "margin", "1.2", key, value);
    }

    private static Map<String, Object> check(Source source, Map<String, Object> more) {
        Map<String, Object> check = new HashMap<>(more);
        check.put("name", "orders");
        check.put("source", source.name().toLowerCase(Locale.ROOT));
        check.put("url", "http://source");
        check.put("query", "eks");
        check.put("credential", "c");
        if (source == Source.CLOUDWATCH) {
            check.put("region", "eu-west-1");
        }
        return check;
    }

    private void shifted(Map<String, Object> check) {
        series.putIfAbsent("eks", minute -> 100);
        rehearsal = new CalmWorld(
                Specs.of(
                        "orders",
                        2,
                        List.of("5", "25", "100"),
                        Map.of("checks", List.of(check), "blindAfter", "4s", "max", "1h")),
                List.of(100, 100, 100));
        rehearsal.run(new Deploy(context(), rehearsal.world().spec(), CalmWorld.MANIFESTS));
        rehearsal.run(rehearsal.shift("5"));
    }

    private Verify verify(Duration bake) {
        return new Verify(context(), "orders", bake);
    }

    private Context context() {
        Context calm = rehearsal.context("orders#1");
        return new Context(
                calm.journal(),
                calm.locks(),
                new WithMetrics(calm.clients(), this::answer),
                calm.clock(),
                calm.owner());
    }

    /** The newest minute that is complete. */
    private MetricReading answer(CheckSpec check) {
        if (check.query().equals(silent)) {
            return new MetricReading.NoData("no series answers");
        }
        long end = rehearsal.time().clock().instant().minus(check.settling()).getEpochSecond();
        end -= Math.floorMod(end, MINUTE);
        double value = series.get(check.query()).applyAsDouble(end / MINUTE - 1);
        return new MetricReading.Value(value, new MetricReading.Period(end - MINUTE, end));
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
