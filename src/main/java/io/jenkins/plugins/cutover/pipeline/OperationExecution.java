package io.jenkins.plugins.cutover.pipeline;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Node;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.security.Permission;
import io.jenkins.plugins.cutover.controller.BuildRecord;
import io.jenkins.plugins.cutover.controller.CutoverAction;
import io.jenkins.plugins.cutover.controller.CutoverPermissions;
import io.jenkins.plugins.cutover.controller.CutoverServices;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.DelayedOperation;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.OperationFailedException;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * One operation as a step. Only the operation's arguments are persisted: after a restart of the controller the same
 * operation is begun again and goes on where its record stands. No thread is held in between.
 */
abstract class OperationExecution extends StepExecution {
    private static final long serialVersionUID = 1L;
    private static final Duration AGENTS = Duration.ofMinutes(2);

    private final String service;
    private final String label;
    private transient Runner.Run run;
    private transient boolean ended;
    private transient boolean stopping;

    /** @param label what the pipeline views show: {@code orders: 5% to EKS} */
    OperationExecution(StepContext context, String service, String label) {
        super(context);
        this.service = service;
        this.label = label;
    }

    /** Reads what must outlive the workspace into fields; called once, off the CPS thread. */
    void prepare(Context context, FilePath workspace) throws IOException, InterruptedException {}

    /** Answers without an operation when there is nothing to operate on, or for a dry run. */
    Optional<Map<String, Object>> answer(Context context) {
        return Optional.empty();
    }

    abstract Operation operation(Context context);

    /** What the build needs to be allowed on its job; null for nothing. */
    Permission permission() {
        return CutoverPermissions.SHIFT;
    }

    /** Looks at the result before the pipeline gets it, and may add to it. */
    void completed(Map<String, Object> result) throws IOException, InterruptedException {}

    /** Whether the operation goes on when the step is aborted. */
    boolean outlivesAbort() {
        return false;
    }

    final String service() {
        return service;
    }

    @Override
    public boolean start() throws Exception {
        if (permission() != null) {
            CutoverPermissions.check(getContext().get(Run.class), permission(), label);
        }
        FlowNode node = getContext().get(FlowNode.class);
        if (node != null) {
            node.addAction(new LabelAction(label));
        }
        started();
        CutoverServices.get().background().execute(() -> guarded(true));
        return false;
    }

    /** What begins with the step besides its operation; on the CPS thread. */
    void started() {}

    @Override
    public void onResume() {
        CutoverServices.get().background().execute(() -> guarded(false));
    }

    private void guarded(boolean first) {
        try {
            begin(first);
        } catch (Throwable failure) {
            fail(failure);
        }
    }

    private void begin(boolean first) throws IOException, InterruptedException {
        CutoverServices engine = CutoverServices.get();
        Run<?, ?> build = getContext().get(Run.class);
        Node agent = getContext().get(Node.class);
        Context context = engine.context(build, agent == null ? null : agent.getNodeName());
        prepare(context, getContext().get(FilePath.class));
        getContext().saveState();
        Optional<Map<String, Object>> known = answer(context);
        if (known.isPresent()) {
            succeed(known.get());
            return;
        }
        CutoverAction.of(build, service);
        if (!first) {
            say("goes on after the restart of the controller");
        }
        Operation operation = operation(context);
        boolean waits = !first && !outlivesAbort();
        Operation begun = waits
                ? new DelayedOperation(operation, () -> missingAgents(context), AGENTS, context.clock())
                : operation;
        follow(engine.runner().start(begun, new StatusLog(this::say)));
    }

    /** Agents come back a while after a restart of the controller. */
    private String missingAgents(Context context) {
        return context.journal().find(service).stream()
                .flatMap(r -> Stream.of(
                        r.spec().haproxy().agent(), r.spec().marathon().agent()))
                .distinct()
                .filter(label -> !CutoverServices.get().reached(label))
                .map(label -> "an agent with the label \"" + label + "\"")
                .collect(Collectors.joining(" and "));
    }

    private void follow(Runner.Run started) {
        synchronized (this) {
            if ((ended || stopping) && !outlivesAbort()) {
                started.cancel();
                return;
            }
            run = started;
        }
        started.result().whenComplete((result, failure) -> {
            keepRecord();
            if (failure == null) {
                succeed(result);
            } else {
                fail(failure);
            }
        });
    }

    /** Nothing that goes wrong here may keep the outcome from the pipeline. */
    final void keepRecord() {
        try {
            Run<?, ?> build = getContext().get(Run.class);
            BuildRecord.keep(build, CutoverServices.get().context(build).journal(), service);
        } catch (IOException | InterruptedException | RuntimeException e) {
            say("the build keeps no copy of the record: " + e.getMessage());
        }
    }

    private void succeed(Map<String, Object> result) {
        Map<String, Object> given = new LinkedHashMap<>(result);
        try {
            completed(given);
        } catch (IOException | InterruptedException | RuntimeException failure) {
            fail(failure);
            return;
        }
        if (end()) {
            hand(() -> getContext().onSuccess(given));
        }
    }

    /** What a user can put right is one line; only a fault of ours keeps its stack trace. */
    private void fail(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof CancellationException || !end()) {
            return;
        }
        boolean told = cause instanceof OperationFailedException || cause instanceof CutoverException;
        Throwable shown = shown(told ? new AbortException(cause.getMessage()) : cause);
        hand(() -> getContext().onFailure(shown));
    }

    /** Gives the step's outcome to the pipeline, once. */
    void hand(Runnable outcome) {
        outcome.run();
    }

    /** What the pipeline is shown of a failure. */
    Throwable shown(Throwable failure) {
        return failure;
    }

    private synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    /**
     * If it is this build that moved the service, ends the step when the traffic is back on Mesos wherever HAProxy
     * answers; whatever is left of the way goes on behind it. A pipeline that calls rollbackToMesos joins that and ends
     * when it has. A second abort ends the step at once.
     */
    @Override
    public void stop(Throwable cause) {
        Runner.Run running;
        boolean again;
        synchronized (this) {
            running = run;
            again = stopping;
            stopping = true;
        }
        if (outlivesAbort() || again) {
            endAborted(cause, running != null);
            return;
        }
        if (running != null) {
            running.cancel();
        }
        CutoverServices.get().background().execute(new AbortRollback(this, cause));
    }

    /** @param underWay whether something goes on behind the step */
    final void endAborted(Throwable cause, boolean underWay) {
        if (end()) {
            if (underWay) {
                say("aborted, but it goes on in the background until " + service + " is back on Mesos");
            }
            hand(() -> getContext().onFailure(cause));
        }
    }

    /** @param returning the way back of an aborted step: its status is the step's from now on */
    final synchronized void followed(Runner.Run returning) {
        run = returning;
    }

    @Override
    public synchronized String getStatus() {
        return run == null ? null : run.status();
    }

    final void say(String line) {
        try {
            TaskListener listener = getContext().get(TaskListener.class);
            if (listener != null) {
                listener.getLogger().println("[cutover] " + line);
            }
        } catch (IOException | InterruptedException e) {
            System.getLogger(getClass().getName()).log(System.Logger.Level.DEBUG, "no log to write to: " + line, e);
        }
    }
}
