package io.jenkins.plugins.cutover.pipeline;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import hudson.model.Result;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** A step's surroundings without a pipeline; survives serialisation by its number, as the real one does. */
public final class FakeStepContext extends StepContext {
    private static final long serialVersionUID = 1L;
    private static final Map<Integer, FakeStepContext> ALL = new ConcurrentHashMap<>();

    private final int number;
    private final transient Map<Class<?>, Object> surroundings;
    private final transient CompletableFuture<Object> outcome = new CompletableFuture<>();
    private transient volatile int saves;
    private transient FakeBody body;

    public FakeStepContext(Map<Class<?>, Object> surroundings) {
        this.surroundings = surroundings;
        number = ALL.size();
        ALL.put(number, this);
    }

    private Object readResolve() {
        return ALL.get(number);
    }

    /** Ends with what the step gave to the pipeline. */
    public CompletableFuture<Object> outcome() {
        return outcome;
    }

    public int saves() {
        return saves;
    }

    @Override
    public <T> T get(Class<T> key) {
        return key.cast(surroundings.get(key));
    }

    @Override
    public void onSuccess(Object result) {
        once(outcome.complete(result));
    }

    @Override
    public void onFailure(Throwable failure) {
        once(outcome.completeExceptionally(failure));
    }

    private static void once(boolean first) {
        if (!first) {
            throw new IllegalStateException("a step must end once");
        }
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public ListenableFuture<Void> saveState() {
        saves++;
        return Futures.immediateFuture(null);
    }

    @Override
    public void setResult(Result result) {
        throw new UnsupportedOperationException();
    }

    /** With a body, which the test ends. */
    public FakeStepContext withBody() {
        body = new FakeBody(this);
        return this;
    }

    FakeBody body() {
        return body;
    }

    @Override
    public boolean hasBody() {
        return body != null;
    }

    @Override
    public BodyInvoker newBodyInvoker() {
        if (body == null) {
            throw new IllegalStateException("no body");
        }
        return body;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return number;
    }
}
