package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.guard.Guard;
import io.jenkins.plugins.cutover.sandbox.GuardFactory;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Keeps a guard running beside the pipeline, as a controller does. The pipeline itself finishes a rollback. */
final class DemoGuard implements AutoCloseable {
    private static final int LOOK_MILLIS = 500;

    private final Context context;
    private final ScheduledExecutorService scheduler =
            Executors.newSingleThreadScheduledExecutor(Demo.daemon("demo-guard"));
    private final Runner runner = new Runner(scheduler);
    private Runner.Run guard;

    private DemoGuard(Context context) {
        this.context = context;
    }

    static DemoGuard start(Context context) {
        DemoGuard guard = new DemoGuard(context);
        guard.scheduler.scheduleWithFixedDelay(guard::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return guard;
    }

    private void look() {
        boolean runs = guard != null && !guard.result().isDone();
        if (!runs && needed()) {
            guard = runner.start(GuardFactory.guard(context, DemoRun.SERVICE, owner -> true));
        }
    }

    private boolean needed() {
        try {
            return context.journal()
                    .find(DemoRun.SERVICE)
                    .filter(record -> Guard.guards(record.state()))
                    .isPresent();
        } catch (CutoverException unreadable) {
            return false; // looks again
        }
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
