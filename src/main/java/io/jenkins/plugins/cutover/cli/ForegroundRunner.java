package io.jenkins.plugins.cutover.cli;

import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** Runs operations in the foreground until they end. */
final class ForegroundRunner implements AutoCloseable {
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(r -> {
        Thread thread = new Thread(r, "cutover-runner");
        thread.setDaemon(true);
        return thread;
    });
    private final Consumer<String> progress;

    /** @param progress receives each new status line */
    ForegroundRunner(Consumer<String> progress) {
        this.progress = progress;
    }

    /** @throws RuntimeException with a one-line message when the operation fails */
    Map<String, Object> run(Operation operation) {
        try {
            return new Runner(scheduler).start(operation, progress).result().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
