package io.jenkins.plugins.cutover.pipeline;

import hudson.model.Result;
import io.jenkins.plugins.cutover.model.Text;
import io.jenkins.plugins.cutover.operation.verify.Companion;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * The body of a step that runs beside its operation. Pipeline keeps it, with the step, through a restart of the
 * controller. A step may not end before its body has: who has an outcome leaves it here.
 */
final class BodyBeside extends BodyExecutionCallback {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 300;

    private Companion companion = Companion.RUNNING;
    private Throwable interruption;
    private BodyExecution body;
    private transient Runnable outcome;

    private BodyBeside() {}

    static BodyBeside start(StepContext context) {
        BodyBeside beside = new BodyBeside();
        BodyExecution started = context.newBodyInvoker().withCallback(beside).start();
        synchronized (beside) {
            beside.body = started;
        }
        return beside;
    }

    /** How the body stands now. */
    synchronized Companion companion() {
        return companion;
    }

    /** What the body was interrupted by, an aborted build for one; null when it was not. */
    synchronized Throwable interruption() {
        return interruption;
    }

    /** Runs the step's outcome once the body is over, and ends the body if it is not. */
    void end(Runnable ready) {
        BodyExecution running;
        synchronized (this) {
            boolean runs = companion.state() == Companion.State.RUNNING;
            outcome = runs ? ready : null;
            running = runs ? body : null;
        }
        if (running == null) {
            ready.run();
        } else {
            running.cancel(new FlowInterruptedException(Result.ABORTED, new Over()));
        }
    }

    @Override
    public void onSuccess(StepContext context, Object result) {
        ended(context, Companion.PASSED, null);
    }

    @Override
    public void onFailure(StepContext context, Throwable failure) {
        ended(context, Companion.failed(line(failure)), failure instanceof FlowInterruptedException ? failure : null);
    }

    private void ended(StepContext context, Companion now, Throwable interruptedBy) {
        Runnable ready;
        synchronized (this) {
            companion = now;
            ready = outcome;
            interruption = ready == null ? interruptedBy : null;
        }
        context.saveState();
        if (ready != null) {
            ready.run();
        }
    }

    private static String line(Throwable failure) {
        if (failure instanceof FlowInterruptedException) {
            return "interrupted";
        }
        String text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return Text.firstLine(text, LONGEST);
    }

    /** Why the body was ended. */
    static final class Over extends CauseOfInterruption {
        private static final long serialVersionUID = 1L;

        @Override
        public String getShortDescription() {
            return "verifyStability has its verdict";
        }
    }
}
