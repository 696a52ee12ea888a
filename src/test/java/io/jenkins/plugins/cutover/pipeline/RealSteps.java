package io.jenkins.plugins.cutover.pipeline;

import io.jenkins.plugins.cutover.operation.engine.Context;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** The plugin's own steps, run without a controller: what a pipeline calls is what Jenkins would call. */
public final class RealSteps implements AutoCloseable {
    private final StepFixture bench;
    private volatile StepExecution running;

    /** @param workspace where the steps find the service's YAML and its manifests */
    public RealSteps(Path workspace, Context context) {
        this.bench = new StepFixture(workspace, context);
    }

    /** What the running step says of itself; empty when none runs. */
    public String status() {
        StepExecution execution = running;
        String status = execution == null ? null : execution.getStatus();
        return status == null ? "" : status;
    }

    public Object deployToEks(Map<String, Object> arguments) throws Exception {
        return run(DeployToEksStep.class, arguments);
    }

    public Object shiftTraffic(Map<String, Object> arguments) throws Exception {
        return run(ShiftTrafficStep.class, arguments);
    }

    public Object verifyStability(Map<String, Object> arguments) throws Exception {
        return run(VerifyStabilityStep.class, arguments);
    }

    public Object recordApproval(Map<String, Object> arguments) throws Exception {
        return run(RecordApprovalStep.class, arguments);
    }

    public Object rollbackToMesos(Map<String, Object> arguments) throws Exception {
        return run(RollbackToMesosStep.class, arguments);
    }

    public Object handOver(Map<String, Object> arguments) throws Exception {
        return run(HandOverStep.class, arguments);
    }

    public Object retireMesos(Map<String, Object> arguments) throws Exception {
        return run(RetireMesosStep.class, arguments);
    }

    /** Blocks as the pipeline would wait; an interruption aborts the step. */
    private Object run(Class<? extends Step> type, Map<String, Object> arguments) throws Exception {
        FakeStepContext context = bench.stepContext();
        StepExecution execution = DataBinding.step(type, arguments).start(context);
        running = execution;
        try {
            if (execution.start()) {
                throw new IllegalStateException(type.getSimpleName() + " ended while it was started");
            }
            return context.outcome().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        } catch (InterruptedException e) {
            execution.stop(e);
            throw e;
        } finally {
            running = null;
        }
    }

    @Override
    public void close() {
        bench.close();
    }
}
