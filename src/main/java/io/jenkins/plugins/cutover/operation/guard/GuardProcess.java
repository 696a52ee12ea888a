package io.jenkins.plugins.cutover.operation.guard;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.rollback.Rollback;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Guards the services of a journal without Jenkins. It finishes the rollbacks that its guards begin, and those that their
 * own process has left alone.
 */
public final class GuardProcess {
    private static final Duration ROLLBACK = Duration.ofMinutes(15);
    private static final Duration LEFT_ALONE = Duration.ofMinutes(1);

    private final Context context;
    private final Runner runner;
    private final Predicate<String> services;
    private final Consumer<String> say;
    private final Guards guards;
    private final GuardLease lease;
    private final Map<String, Runner.Run> rollbacks = new ConcurrentHashMap<>();
    private final Map<String, String> said = new ConcurrentHashMap<>();

    /**
     * @param services which are guarded
     * @param say receives one line for each change, for people
     */
    public GuardProcess(Context context, Runner runner, Predicate<String> services, Consumer<String> say) {
        this.context = context;
        this.runner = runner;
        this.services = services;
        this.say = say;
        this.lease = GuardLease.of(context);
        this.guards = new Guards(runner, owner -> context, lease, this::rollBack);
    }

    /** Call it every few seconds: starts the guards of services that are new. A journal that does not answer is reported. */
    public void look() {
        try {
            context.journal().all().stream()
                    .filter(r -> services.test(r.service()))
                    .forEach(this::look);
            said.remove("");
        } catch (CutoverException e) {
            once("", "waits for the journal: " + e.getMessage());
        } catch (RuntimeException e) { // a scheduler would not call again
            once("", "internal error: " + e);
        }
    }

    /** A failure with one service must not keep the others from being guarded. */
    private void look(CutoverRecord record) {
        try {
            guard(record);
        } catch (RuntimeException e) {
            once(record.service(), record.service() + ": not guarded: " + e.getMessage());
        }
    }

    private void guard(CutoverRecord record) {
        if (record.state().returning()) {
            Duration quiet =
                    Duration.between(record.updatedAt(), context.clock().instant());
            if (quiet.abs().compareTo(LEFT_ALONE) > 0) {
                rollBack(record, record.rollback().reason());
            }
            return;
        }
        if (Guard.guards(record)) {
            once(
                    record.service(),
                    record.service() + ": " + record.state() + ", " + record.share() + " on EKS: guarded");
            guards.over(record);
        }
    }

    private void rollBack(CutoverRecord record, String reason) {
        rollbacks.compute(record.service(), (service, known) -> {
            if (known != null && !known.result().isDone()) {
                return known;
            }
            say.accept(service + ": rolled back to Mesos: " + reason);
            Runner.Run run = runner.start(Rollback.of(context, record, reason, ROLLBACK));
            run.result()
                    .whenComplete((done, failure) -> once(
                            service,
                            service + ": " + (failure == null ? "ROLLED_BACK" : String.valueOf(failure.getMessage()))));
            return run;
        });
    }

    private void once(String about, String line) {
        if (!line.equals(said.put(about, line))) {
            say.accept(line);
        }
    }

    /** Another process may take over at once. */
    public void close() {
        lease.release();
    }
}
