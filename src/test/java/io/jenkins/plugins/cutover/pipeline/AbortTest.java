package io.jenkins.plugins.cutover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.deploy.Deploy;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.shift.Shift;
import io.jenkins.plugins.cutover.sandbox.PipelineRunner;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A build of bare steps, with nothing around them that would roll back, is aborted in the middle of a phase. */
@Isolated(PipelineRunner.ONE_JENKINS)
class AbortTest {
    private static Sandbox sandbox;
    private static ScheduledExecutorService scheduler;

    private StepFixture bench;
    private FakeStepContext step;
    private StepExecution verify;

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.start();
        scheduler = Executors.newSingleThreadScheduledExecutor();
    }

    @AfterAll
    static void stop() {
        scheduler.shutdownNow();
        sandbox.close();
    }

    @BeforeEach
    void inTheMiddleOfAPhase() throws Exception {
        Context context = sandbox.context("orders#12");
        run(new Deploy(context, sandbox.spec("phases: [25, 100]"), ""));
        run(new Shift(context, "orders", Share.ofPercent(25), Duration.ZERO, Duration.ofSeconds(10)));
        bench = new StepFixture(null, context);
        step = bench.stepContext();
        verify = DataBinding.step(VerifyStabilityStep.class, Map.of("service", "orders", "bake", "10m"))
                .start(step);
        verify.start();
        await().until(() -> bench.log().contains("watching"));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static void run(Operation operation) throws Exception {
        new Runner(scheduler).start(operation).result().get(60, TimeUnit.SECONDS);
    }

    private static CutoverState state() {
        return sandbox.journal().find("orders").orElseThrow().state();
    }

    @Test
    void theStepEndsWhenTheTrafficIsBack() throws Exception {
        verify.stop(new InterruptedException("by alice"));
        await().atMost(Duration.ofSeconds(60)).until(() -> step.outcome().isDone());
        assertThat(sandbox.journal().find("orders").orElseThrow().rollback().trafficBackAt())
                .isNotNull();
        await().atMost(Duration.ofSeconds(60)).until(() -> state() == CutoverState.ROLLED_BACK);
        assertThat(step.outcome()).isCompletedExceptionally();
        assertThat(sandbox.first().command("get weight orders/eks1")).startsWith("0 ");
        assertThat(bench.log()).contains("rolling orders back to Mesos");
    }

    @Test
    void aFrozenHaproxyDoesNotHoldUpTheStep() throws Exception {
        sandbox.second().freeze();
        try {
            verify.stop(new InterruptedException("by alice"));
            await().atMost(Duration.ofSeconds(60)).until(() -> step.outcome().isCompletedExceptionally());
            assertThat(state()).isEqualTo(CutoverState.PARTIAL);
        } finally {
            sandbox.second().thaw();
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> state() == CutoverState.ROLLED_BACK);
    }

    @Test
    void aSecondAbortEndsTheStepButNotTheRollback() throws Exception {
        verify.stop(new InterruptedException("by alice"));
        await().until(() -> state().returning());
        verify.stop(new InterruptedException("by alice, again"));
        await().until(() -> step.outcome().isCompletedExceptionally());
        await().atMost(Duration.ofSeconds(60)).until(() -> state() == CutoverState.ROLLED_BACK);
        assertThat(sandbox.first().command("get weight orders/eks1")).startsWith("0 ");
    }
}
