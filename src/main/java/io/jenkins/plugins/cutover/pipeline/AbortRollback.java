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

/** What an aborted step does before it ends: the service that its build moved begins to come back. */
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
                bringBack(context, moved.get());
                return;
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            step.say("aborted, and whether " + service + " must be brought back is not known: " + e.getMessage());
        }
        step.endAborted(cause, false);
    }

    private Optional<CutoverRecord> moved(Context context) {
        return context.journal()
                .find(service)
                .filter(r -> r.state().open() && r.owner().equals(context.owner()));
    }

    private void bringBack(Context context, CutoverRecord record) {
        step.say("aborted: bringing " + service + " back to Mesos");
        Rollback back = Rollback.of(context, record, "the build was aborted", ROLLBACK);
        Consumer<String> log = new StatusLog(step::say);
        Runner.Run returning = CutoverServices.get().runner().start(back, log.andThen(status -> endWhenSafe(context)));
        step.followed(returning);
        returning.result().whenComplete((result, failure) -> {
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
        Object left = result.get(Rollback.LEFT);
        return left == null ? service + " is back on Mesos" : service + " is left alone: " + left;
    }
}
