package io.jenkins.plugins.cutover.sandbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.model.TrafficSample;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.operation.deploy.Deploy;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.shift.Shift;
import io.jenkins.plugins.cutover.operation.verify.Verify;
import io.jenkins.plugins.cutover.sandbox.LoadGenerator;
import io.jenkins.plugins.cutover.sandbox.LoadPlan;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Real HAProxies under load are reloaded while the judge polls: their counters restart at zero. */
final class ReloadInMidPhaseTest {
    private static final Duration BAKE = Duration.ofSeconds(6);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String RULES = """
            phases: [50, 100]
            verify: {poll: 250ms, block: 1s, warmUp: 0s, minRequests: 40, max: 2m, blindAfter: 60s}
            """;

    @Test
    void aPhaseEndsHealthyDespiteReloadsWithAndWithoutAStateFile() throws Exception {
        try (Sandbox sandbox = Sandbox.start();
                LoadGenerator load = LoadGenerator.start(LoadPlan.of(150, sandbox.entrances()))) {
            Context context = sandbox.context("orders#1");
            ServiceSpec spec = sandbox.spec(RULES);
            run(new Deploy(context, spec, ""), context, r -> false);
            run(
                    new Shift(context, "orders", Share.ofPercent("50"), Duration.ZERO, Duration.ofSeconds(5)),
                    context,
                    r -> false);
            Verify verify = new Verify(context, "orders", BAKE);
            run(verify, context, r -> eksRequests(r) > 50);
            sandbox.first().reload(true);
            run(verify, context, r -> partial(r) == 1);
            sandbox.second().reload(false);
            Tick end = run(verify, context, r -> r.verify().verdict() != null);

            CutoverRecord record = record(context);
            assertThat(end).as("%s", record.history()).isInstanceOf(Tick.Done.class);
            assertThat(record.verify().verdict()).isEqualTo(Verdict.HEALTHY);
            assertThat(partial(record))
                    .as("one look for each reload is no whole one")
                    .isBetween(2L, 4L);
            assertThat(record.samples()).allSatisfy(ReloadInMidPhaseTest::isPossible);
            assertThat(record.samples().stream()
                            .mapToLong(TrafficSample::eksErrors)
                            .sum())
                    .isZero();
            assertThat(record.history()).anyMatch(e -> e.kind().equals("put-right"));
            assertThat(load.snapshot().errors(Side.EKS)).isZero();
        }
    }

    private static void isPossible(TrafficSample sample) {
        assertThat(List.of(sample.eksErrors(), sample.mesosErrors())).allMatch(n -> n >= 0);
        // The counts since the start must never be taken for counts since the last poll.
        assertThat(sample.eksRequests() + sample.mesosRequests()).isBetween(0L, 3000L);
    }

    private static long eksRequests(CutoverRecord record) {
        return record.samples().stream().mapToLong(TrafficSample::eksRequests).sum();
    }

    private static long partial(CutoverRecord record) {
        return record.samples().stream().filter(s -> !s.wholeFleet()).count();
    }

    private static CutoverRecord record(Context context) {
        return context.journal().find("orders").orElseThrow();
    }

    /** Ticks until the operation ends or the condition holds for the record. */
    private static Tick run(Operation operation, Context context, Predicate<CutoverRecord> enough) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Tick tick = operation.tick();
            if (!(tick instanceof Tick.Again again) || enough.test(record(context))) {
                return tick;
            }
            LockSupport.parkNanos(again.after().toNanos());
        }
        throw new AssertionError(
                operation.name() + " does not end: " + record(context).history());
    }
}
