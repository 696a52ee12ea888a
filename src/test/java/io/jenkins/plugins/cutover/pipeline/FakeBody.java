package io.jenkins.plugins.cutover.pipeline;

import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** A step's body that ends when the test says so, or when it is cancelled; it tells its callback once. */
final class FakeBody extends BodyInvoker {
    private final FakeStepContext context;
    private BodyExecutionCallback callback;
    private boolean started;
    private boolean over;

    FakeBody(FakeStepContext context) {
        this.context = context;
    }

    boolean started() {
        return started;
    }

    boolean over() {
        return over;
    }

    void succeed() {
        once();
        callback.onSuccess(context, null);
    }

    void fail(Throwable failure) {
        once();
        callback.onFailure(context, failure);
    }

    private void once() {
        if (!started || over) {
            throw new IllegalStateException("the body is " + (over ? "over" : "not started"));
        }
        over = true;
    }

    /** After a restart the callback is the one that was read back. */
    void calls(BodyExecutionCallback restored) {
        callback = restored;
    }

    @Override
    public BodyInvoker withContext(Object override) {
        throw new UnsupportedOperationException();
    }

    @Override
    public BodyInvoker withDisplayName(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public BodyInvoker withCallback(BodyExecutionCallback given) {
        callback = given;
        return this;
    }

    @Override
    public BodyExecution start() {
        started = true;
        return new Running(context);
    }

    /** Survives serialisation by its step's context, as the real one does. */
    private static final class Running extends BodyExecution {
        private static final long serialVersionUID = 1L;
        private final StepContext of;

        private Running(StepContext of) {
            this.of = of;
        }

        @Override
        public boolean cancel(Throwable cause) {
            FakeBody body = ((FakeStepContext) of).body();
            if (body.over) {
                return false;
            }
            body.fail(cause);
            return true;
        }

        @Override
        public boolean cancel(boolean interrupt) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isCancelled() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isDone() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object get() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object get(long time, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }
    }
}
