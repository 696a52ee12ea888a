package io.jenkins.plugins.cutover.pipeline;

import hudson.ExtensionList;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.cutover.controller.CutoverServices;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** A build, a workspace and an engine for steps to run in without a controller. */
public final class StepFixture implements CutoverServices, AutoCloseable {
    public final FakeRun build = new FakeRun("orders#12");
    final FakeNode node = new FakeNode();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final Runner runner;
    private final Executor background;
    private final Path workspace;
    private final Context context;

    public StepFixture(Path workspace, Context context) {
        this.workspace = workspace;
        this.context = context;
        this.runner = new Runner(threads);
        this.background = threads;
        ExtensionList.lookup(CutoverServices.class).add(this);
    }

    private StepFixture(Runner runner, Context context, Executor background) {
        this.workspace = null;
        this.context = context;
        this.runner = runner;
        this.background = background;
        ExtensionList.lookup(CutoverServices.class).add(this);
    }

    /** All on the calling thread, for a runner in virtual time. */
    static StepFixture inVirtualTime(Context context, Runner runner) {
        return new StepFixture(runner, context, Runnable::run);
    }

    public FakeStepContext stepContext() {
        PrintStream printed = new PrintStream(log, true, StandardCharsets.UTF_8);
        Map<Class<?>, Object> around = new HashMap<>(
                Map.of(Run.class, build, FlowNode.class, node, TaskListener.class, (TaskListener) () -> printed));
        if (workspace != null) {
            around.put(FilePath.class, new FilePath(workspace.toFile()));
        }
        return new FakeStepContext(around);
    }

    public String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    /** What a controller restart leaves of an execution. */
    static <T extends StepExecution> T restarted(T execution) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(execution);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            @SuppressWarnings("unchecked")
            T read = (T) in.readObject();
            return read;
        }
    }

    @Override
    public Context context(Run<?, ?> asker) {
        return context;
    }

    @Override
    public Runner runner() {
        return runner;
    }

    @Override
    public Executor background() {
        return background;
    }

    @Override
    public void close() {
        ExtensionList.lookup(CutoverServices.class).remove(this);
        threads.shutdownNow();
    }
}
