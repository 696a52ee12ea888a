package io.jenkins.plugins.cutover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import hudson.AbortException;
import io.jenkins.plugins.cutover.controller.CutoverPermissions;
import io.jenkins.plugins.cutover.journal.MemoryLocks;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.sandbox.PipelineRunner;
import io.jenkins.plugins.cutover.simulation.MemoryJournal;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated(PipelineRunner.ONE_JENKINS)
class OperationExecutionTest {
    private static Supplier<Tick> tick;
    private static final AtomicInteger TICKS = new AtomicInteger();

    private static final Clock CLOCK = Clock.systemUTC();

    /** Knows of no cutover. */
    private static final Context NOTHING =
            new Context(new MemoryJournal(CLOCK), new MemoryLocks(CLOCK), null, CLOCK, new Owner("build", "orders#12"));

    private final StepFixture bench = new StepFixture(null, NOTHING);
    private final FakeStepContext context = bench.stepContext();
    private final Scripted execution = new Scripted(context, false);

    /** Does what the test says. */
    private static final class Scripted extends OperationExecution {
        private static final long serialVersionUID = 1L;
        private final boolean outlives;

        Scripted(FakeStepContext context, boolean outlives) {
            super(context, "orders", "orders: scripted");
            this.outlives = outlives;
        }

        @Override
        boolean outlivesAbort() {
            return outlives;
        }

        @Override
        Operation operation(Context ignored) {
            return new Operation() {
                @Override
                public String service() {
                    return "orders";
                }

                @Override
                public String name() {
                    return "test";
                }

                @Override
                public Tick tick() {
                    TICKS.incrementAndGet();
                    return tick.get();
                }
            };
        }
    }

    @BeforeEach
    void counting() {
        TICKS.set(0);
        tick = () -> new Tick.Again(Duration.ofMillis(5), "orders: on its way");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Object outcome() throws Exception {
        return context.outcome().get(10, TimeUnit.SECONDS);
    }

    @Test
    void theResultGoesToThePipelineAsAMap() throws Exception {
        tick = () -> new Tick.Done(Map.of("to", 5));
        assertThat(execution.start()).isFalse();
        assertThat(outcome()).isEqualTo(Map.of("to", 5));
    }

    @Test
    void theNodeIsLabelledForThePipelineViews() throws Exception {
        execution.start();
        assertThat(bench.node.getAction(LabelAction.class).getDisplayName()).isEqualTo("orders: scripted");
    }

    @Test
    void aBuildThatMayNotShiftIsRefusedInOneLineBeforeAnythingIsDone() {
        bench.build.getParent().deny(CutoverPermissions.SHIFT);
        assertThatThrownBy(execution::start)
                .isInstanceOf(AbortException.class)
                .hasMessage("orders: scripted: SYSTEM, as whom this build runs, lacks the permission Job/CutoverShift");
        assertThat(TICKS).hasValue(0);
    }

    @Test
    void afterARestartNoQuestionIsRepeated() throws Exception {
        execution.start();
        Scripted resumed = StepFixture.restarted(execution);
        bench.build.getParent().deny(CutoverPermissions.SHIFT);
        tick = () -> new Tick.Done(Map.of());
        resumed.onResume();
        assertThat(outcome()).isEqualTo(Map.of());
    }

    @Test
    void statusIsLiveAndLogged() throws Exception {
        execution.start();
        await().until(() -> "orders: on its way".equals(execution.getStatus()));
        assertThat(bench.log()).contains("[cutover] orders: on its way");
    }

    @Test
    void aFailureIsOneLineWithoutAStackTrace() throws Exception {
        tick = () -> {
            throw new CutoverException("instance h2 refused");
        };
        execution.start();
        assertThatThrownBy(this::outcome)
                .cause()
                .isInstanceOf(AbortException.class)
                .hasMessage("test of orders failed: instance h2 refused")
                .hasNoCause();
    }

    @Test
    void anAbortEndsTheStepAtOnceAndTheTicksStop() throws Exception {
        execution.start();
        await().until(() -> TICKS.get() > 1);
        execution.stop(new InterruptedException("by alice"));
        assertThatThrownBy(this::outcome)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .hasMessage("by alice");
        execution.stop(new InterruptedException("by alice, again"));
        int ticks = TICKS.get();
        await().during(Duration.ofMillis(100)).atMost(Duration.ofSeconds(2)).until(() -> TICKS.get() <= ticks + 1);
    }

    @Test
    void aRollbackOutlivesTheAbortOfItsStep() throws Exception {
        Scripted rollback = new Scripted(context, true);
        rollback.start();
        await().until(() -> TICKS.get() > 1);
        rollback.stop(new InterruptedException("by alice"));
        int ticks = TICKS.get();
        await().until(() -> TICKS.get() > ticks + 2);
        assertThat(bench.log()).contains("rollback continues in the background");
    }

    @Test
    void afterARestartTheSameOperationIsBegunAgain() throws Exception {
        execution.start();
        await().until(() -> TICKS.get() > 1);
        Scripted resumed = StepFixture.restarted(execution);
        tick = () -> new Tick.Done(Map.of("verdict", "HEALTHY"));
        resumed.onResume();
        assertThat(outcome()).isEqualTo(Map.of("verdict", "HEALTHY"));
        assertThat(bench.log()).contains("continues after the restart");
    }
}
