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
 * The body of a step that runs in parallel to the step's operation. Pipeline persists it with the step. A step may not
 * end before its body does, so an outcome that is ready earlier waits here; it is not persisted, because after a restart
 * the operation produces it again.
 */
final class BodyBeside extends BodyExecutionCallback {
    private static final long serialVersionUID = 1L;
    private static final int MAX_REASON_LENGTH = 300;

    private Companion companion = Companion.RUNNING;
    private Throwable interruption;
    private Throwable failure;
    private BodyExecution body;
    private String over;
    private transient Runnable outcome;

    private BodyBeside(String over) {
        this.over = over;
    }

    /** @param over why the body is cancelled once the step has its outcome, for people; null for a step that judges */
    static BodyBeside start(StepContext context, String over) {
        BodyBeside beside = new BodyBeside(over);
        BodyExecution started = context.newBodyInvoker().withCallback(beside).start();
        synchronized (beside) {
            beside.body = started;
        }
        return beside;
    }

    /** The state of the body. */
    synchronized Companion companion() {
        return companion;
    }

    /** What interrupted the body, for example an aborted build; null when nothing did. */
    synchronized Throwable interruption() {
        return interruption;
    }

    /** Why the body failed, before the step's outcome was known; null when it did not, and in a step that judges. */
    synchronized Throwable failure() {
        return failure;
    }

    /** Cancels the body if it still runs, and runs the step's outcome as soon as the body has ended. */
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
            running.cancel(new FlowInterruptedException(Result.ABORTED, new Over(over)));
        }
    }

    @Override
    public void onSuccess(StepContext context, Object result) {
        ended(context, Companion.PASSED, null, null);
    }

    @Override
    public void onFailure(StepContext context, Throwable thrown) {
        Throwable interruptedBy = thrown instanceof FlowInterruptedException ? thrown : null;
        ended(context, Companion.failed(reason(thrown)), interruptedBy, thrown);
    }

    private void ended(StepContext context, Companion now, Throwable interruptedBy, Throwable thrown) {
        Runnable ready;
        synchronized (this) {
            companion = now;
            ready = outcome;
            interruption = ready == null ? interruptedBy : null;
            failure = ready == null && over != null ? thrown : null;
        }
        context.saveState();
        if (ready != null) {
            ready.run();
        }
    }

    private static String reason(Throwable failure) {
        if (failure instanceof FlowInterruptedException) {
            return "interrupted";
        }
        String text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return Text.firstLine(text, MAX_REASON_LENGTH);
    }

    /** The reason shown when the step cancels its body. Builds persist this class by its name. */
    static final class Over extends CauseOfInterruption {
        private static final long serialVersionUID = 1L;
        private final String why;

        Over(String why) {
            this.why = why;
        }

        @Override
        public String getShortDescription() {
            return why == null ? "verifyStability has its verdict" : why;
        }
    }
}
