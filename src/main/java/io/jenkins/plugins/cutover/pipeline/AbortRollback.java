package io.jenkins.plugins.cutover.pipeline;

import hudson.model.Run;
import io.jenkins.plugins.cutover.controller.CutoverServices;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.rollback.Rollback;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Ends an aborted step: first starts the rollback of the service, if the step's build moved it. */
final class AbortRollback implements Runnable {
    private static final Duration ROLLBACK = Duration.ofMinutes(15);

    private final OperationExecution step;
    private final Throwable cause;
    private final String service;

    AbortRollback(OperationExecution step, Throwable cause) {
        this.step = step;
        this.cause = cause;
        this.service = step.service();
    }

    @Override
    public void run() {
        try {
            Context context = CutoverServices.get().context(step.getContext().get(Run.class));
            Optional<CutoverRecord> moved = moved(context);
            if (moved.isPresent()) {
                rollBack(context, moved.get());
                return;
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            step.say("aborted; cannot determine whether " + service + " must be rolled back: " + e.getMessage());
        }
        step.endAborted(cause, false);
    }

    private Optional<CutoverRecord> moved(Context context) {
        return context.journal()
                .find(service)
                .filter(r -> r.state().open() && r.owner().equals(context.owner()));
    }

    private void rollBack(Context context, CutoverRecord record) {
        step.say("aborted: rolling " + service + " back to Mesos");
        Rollback rollback = Rollback.of(context, record, "the build was aborted", ROLLBACK);
        Consumer<String> log = new StatusLog(step::say);
        Runner.Run running =
                CutoverServices.get().runner().start(rollback, log.andThen(status -> endWhenSafe(context)));
        step.follows(running);
        running.result().whenComplete((result, failure) -> {
            step.keepRecord();
            step.say(failure == null ? ended(result) : failure.getMessage());
            step.endAborted(cause, false);
        });
    }

    private void endWhenSafe(Context context) {
        boolean safe = context.journal()
                .find(service)
                .map(CutoverRecord::rollback)
                .filter(r -> r.trafficBackAt() != null)
                .isPresent();
        if (safe) {
            step.endAborted(cause, true);
        }
    }

    private String ended(Map<String, Object> result) {
        Object reason = result.get(Rollback.LEFT);
        return reason == null ? service + " is back on Mesos" : service + " was not rolled back: " + reason;
    }
}
