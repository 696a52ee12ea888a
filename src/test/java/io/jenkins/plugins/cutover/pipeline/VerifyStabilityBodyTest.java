package io.jenkins.plugins.cutover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import hudson.model.Result;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.sandbox.PipelineRunner;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The step with a body, on a rehearsed service: virtual time moves only as the test lets it. */
@Isolated(PipelineRunner.ONE_JENKINS)
class VerifyStabilityBodyTest {
    private final CalmWorld rehearsal = new CalmWorld().upTo("5");
    private final StepFixture bench = StepFixture.inVirtualTime(rehearsal.context("orders#1"), rehearsal.runner());
    private final FakeStepContext context = bench.stepContext().withBody();

    @AfterEach
    void close() {
        bench.close();
    }

    private StepExecution started() throws Exception {
        rehearsal.run(rehearsal.shift("25"));
        StepExecution execution = DataBinding.step(
                        VerifyStabilityWithStep.class, new HashMap<>(Map.of("service", "orders", "bake", "3s")))
                .start(context);
        execution.start();
        rehearsal.time().run(Duration.ofMillis(100));
        return execution;
    }

    private Object outcome() throws Exception {
        return context.outcome().get(10, TimeUnit.SECONDS);
    }

    private Object verdict() throws Exception {
        return ((Map<?, ?>) outcome()).get("verdict");
    }

    @Test
    void thePhaseWaitsForTheBodyAndThenPasses() throws Exception {
        StepExecution execution = started();
        rehearsal.time().run(Duration.ofSeconds(10));
        assertThat(execution.getStatus()).contains("waits for the step's own checks");
        context.body().succeed();
        rehearsal.time().run(Duration.ofSeconds(2));
        assertThat(verdict()).isEqualTo(Verdict.HEALTHY.name());
    }

    @Test
    void aFailingBodyIsHarmAndTheTrafficGoesBack() throws Exception {
        started();
        context.body().fail(new AbortException("script returned exit code 1\nmore"));
        rehearsal.time().run(Duration.ofSeconds(2));
        assertThatThrownBy(this::outcome)
                .cause()
                .isInstanceOf(AbortException.class)
                .hasMessage(
                        "verify of orders failed: HARMFUL: the step's own checks failed: script returned exit code 1;"
                                + " traffic is back on Mesos");
        assertThat(rehearsal.mesosAsBefore()).isTrue();
    }

    @Test
    void harmEndsTheBodyAndOnlyThenTheStep() throws Exception {
        started();
        rehearsal.world().cluster().crashLoop(true);
        rehearsal.time().run(Duration.ofSeconds(10));
        assertThat(context.body().over()).isTrue();
        assertThatThrownBy(this::outcome).cause().hasMessageContaining("CrashLoopBackOff");
        assertThat(rehearsal.record().state()).isEqualTo(CutoverState.ROLLING_BACK);
    }

    @Test
    void anAbortInTheBodyIsShownAsAnAbortAndTheTrafficGoesBack() throws Exception {
        started();
        context.body().fail(new FlowInterruptedException(Result.ABORTED));
        rehearsal.time().run(Duration.ofSeconds(2));
        assertThatThrownBy(this::outcome)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(FlowInterruptedException.class);
        assertThat(rehearsal.mesosAsBefore()).isTrue();
    }

    @Test
    void anAbortOfTheStepEndsTheBodyFirst() throws Exception {
        StepExecution execution = started();
        execution.stop(new InterruptedException("by alice"));
        rehearsal.time().run(Duration.ofMinutes(1));
        assertThat(context.body().over()).isTrue();
        assertThatThrownBy(this::outcome).cause().hasMessage("by alice");
        assertThat(rehearsal.mesosAsBefore()).isTrue();
    }

    @Test
    void theBodySurvivesARestartOfTheController() throws Exception {
        VerifyStabilityStep.Execution resumed = StepFixture.restarted((VerifyStabilityStep.Execution) started());
        context.body().calls(resumed.body());
        resumed.onResume();
        rehearsal.time().run(Duration.ofSeconds(10));
        assertThat(context.outcome()).isNotDone();
        context.body().succeed();
        rehearsal.time().run(Duration.ofSeconds(2));
        assertThat(verdict()).isEqualTo(Verdict.HEALTHY.name());
    }

    @Test
    void aBodyThatFailedJustBeforeTheRestartIsNotForgotten() throws Exception {
        StepExecution execution = started();
        context.body().fail(new AbortException("the shop's front page is empty"));
        VerifyStabilityStep.Execution resumed = StepFixture.restarted((VerifyStabilityStep.Execution) execution);
        assertThat(resumed.body().companion().reason()).isEqualTo("the shop's front page is empty");
    }
}
