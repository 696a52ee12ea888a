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
 * Runs one operation as a step. No thread waits while the operation runs: the {@link Runner} ticks it.
 *
 * <h2>Fields over a restart of the controller</h2>
 *
 * Pipeline serializes this object into the build's {@code program.dat}, at the step's start, at {@code saveState} and when
 * the controller stops. It calls {@link #onResume} on the copy that it reads back, never {@link #start} again.
 *
 * <ul>
 *   <li>The arguments, here and in subclasses, are final fields and persisted. Each is a serializable value: a field that
 *       is not makes Pipeline log a warning, and the build cannot resume.
 *   <li>What {@link #prepare} reads, for example the settings of {@code deployToEks}, is persisted too: the workspace may
 *       be gone after the restart. {@code prepare} therefore runs again, and must skip what it has.
 *   <li>{@code run}, {@code ended} and {@code stopping} are transient, and null or false after a restart. The progress
 *       of the operation is not here but in its journal record; {@code onResume} starts the same operation again, and
 *       it continues from the record.
 *   <li>An outcome or an abort that Pipeline did not persist is lost with them. The operation then finds its record
 *       finished, or is aborted again by the user.
 * </ul>
 *
 * Renaming a persisted field, its class or a class that it refers to breaks running builds; see the package
 * {@code operation} for former names, and RunningBuildTest.
 */
abstract class OperationExecution extends StepExecution {
    private static final long serialVersionUID = 1L;
    private static final Duration AGENT_TIMEOUT = Duration.ofMinutes(2);

    private final String service;
    private final String label;

    /** The running operation, or the rollback after an abort; null before it starts. */
    private transient Runner.Run run;

    /** Whether Pipeline has the outcome. */
    private transient boolean ended;

    /** Whether the step was aborted. */
    private transient boolean stopping;

    /** @param label the text in the pipeline views, for example {@code orders: 5% to EKS} */
    OperationExecution(StepContext context, String service, String label) {
        super(context);
        this.service = service;
        this.label = label;
    }

    /** Reads what must outlive the workspace into fields. Runs at each start and resume, not on the CPS thread. */
    void prepare(Context context, FilePath workspace) throws IOException, InterruptedException {}

    /** The result without an operation, when there is nothing to do or for a dry run. */
    Optional<Map<String, Object>> answer(Context context) {
        return Optional.empty();
    }

    abstract Operation operation(Context context);

    /** The permission that the build needs on its job; null for none. */
    Permission permission() {
        return CutoverPermissions.SHIFT;
    }

    /** Called with the result before the pipeline gets it; may add to it. */
    void completed(Map<String, Object> result) throws IOException, InterruptedException {}

    /** Whether the operation continues when the step is aborted. */
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
        CutoverServices.get().background().execute(() -> startOperation(true));
        return false;
    }

    /** Called once on the CPS thread, before the operation starts. */
    void started() {}

    @Override
    public void onResume() {
        CutoverServices.get().background().execute(() -> startOperation(false));
    }

    private void startOperation(boolean first) {
        try {
            begin(first);
        } catch (Throwable failure) {
            fail(failure);
        }
    }

    private void begin(boolean first) throws IOException, InterruptedException {
        CutoverServices services = CutoverServices.get();
        Run<?, ?> build = getContext().get(Run.class);
        Node agent = getContext().get(Node.class);
        Context context = services.context(build, agent == null ? null : agent.getNodeName());
        prepare(context, getContext().get(FilePath.class));
        getContext().saveState();
        Optional<Map<String, Object>> known = answer(context);
        if (known.isPresent()) {
            succeed(known.get());
            return;
        }
        CutoverAction.of(build, service);
        if (!first) {
            say("continues after the restart of the controller");
        }
        Operation operation = operation(context);
        boolean waitsForAgents = !first && !outlivesAbort();
        Operation started = waitsForAgents
                ? new DelayedOperation(operation, () -> missingAgents(context), AGENT_TIMEOUT, context.clock())
                : operation;
        follow(services.runner().start(started, new StatusLog(this::say)));
    }

    /** The labels of offline agents; agents reconnect some time after the controller restarts. Empty when none is missing. */
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

    /** Copies the record into the build. A failure here must not keep the outcome from the pipeline. */
    final void keepRecord() {
        try {
            Run<?, ?> build = getContext().get(Run.class);
            BuildRecord.keep(build, CutoverServices.get().context(build).journal(), service);
        } catch (IOException | InterruptedException | RuntimeException e) {
            say("the record was not copied into the build: " + e.getMessage());
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
            deliver(() -> getContext().onSuccess(given));
        }
    }

    /** An expected failure is one line without a stack trace; only a defect of the plugin keeps its stack trace. */
    private void fail(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof CancellationException || !end()) {
            return;
        }
        boolean expected = cause instanceof OperationFailedException || cause instanceof CutoverException;
        Throwable shown = shown(expected ? new AbortException(cause.getMessage()) : cause);
        deliver(() -> getContext().onFailure(shown));
    }

    /** Passes the step's outcome to the pipeline; called once. */
    void deliver(Runnable outcome) {
        outcome.run();
    }

    /** The failure that the pipeline gets. */
    Throwable shown(Throwable failure) {
        return failure;
    }

    private synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    /**
     * Rolls the service back if this build moved it, and ends the step once every reachable HAProxy instance sends all
     * traffic to Mesos. The rest of the rollback continues in the background; {@code rollbackToMesos} in the pipeline
     * joins it. A second abort ends the step at once.
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

    /** @param rollbackContinues whether a rollback continues in the background */
    final void endAborted(Throwable cause, boolean rollbackContinues) {
        if (end()) {
            if (rollbackContinues) {
                say("aborted; the rollback continues in the background until " + service + " is back on Mesos");
            }
            deliver(() -> getContext().onFailure(cause));
        }
    }

    /** @param rollback the rollback of an aborted step; the step reports its status from now on */
    final synchronized void follows(Runner.Run rollback) {
        run = rollback;
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
