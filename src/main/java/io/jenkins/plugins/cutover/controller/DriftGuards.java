package io.jenkins.plugins.cutover.controller;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.rollback.DriftGuard;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** Runs one guard for each cutover whose build runs, or has left it for the next build. A guard ends with its cutover. */
final class DriftGuards {
    private static final System.Logger LOG = System.getLogger(DriftGuards.class.getName());

    private final Runner runner;
    private final Function<Owner, Context> contexts;
    private final Predicate<Owner> attended;
    private final BiConsumer<CutoverRecord, String> rollBack;
    private final Map<String, Runner.Run> guards = new ConcurrentHashMap<>();
    private final Map<String, String> reported = new ConcurrentHashMap<>();

    /** @param rollBack finishes the rollback after a guard has sent the traffic back */
    DriftGuards(Runner runner, Function<Owner, Context> contexts, BiConsumer<CutoverRecord, String> rollBack) {
        this(runner, contexts, DriftGuards::attended, rollBack);
    }

    DriftGuards(
            Runner runner,
            Function<Owner, Context> contexts,
            Predicate<Owner> attended,
            BiConsumer<CutoverRecord, String> rollBack) {
        this.runner = runner;
        this.contexts = contexts;
        this.attended = attended;
        this.rollBack = rollBack;
    }

    private static boolean attended(Owner owner) {
        BuildStatus buildStatus = BuildStatus.of(owner);
        return buildStatus == BuildStatus.ALIVE || buildStatus == BuildStatus.LEFT;
    }

    /** Starts a guard unless one runs. A cutover that is rolled back needs none. */
    void over(CutoverRecord record) {
        if (!record.state().returning()) {
            guards.compute(record.service(), (service, known) -> {
                boolean running = known != null && !known.result().isDone();
                return running ? known : start(record);
            });
        }
    }

    private Runner.Run start(CutoverRecord record) {
        Context context = contexts.apply(record.owner());
        Runner.Run run = runner.start(new DriftGuard(context, record.service(), attended));
        run.result().whenComplete((done, failure) -> {
            if (failure == null) {
                guards.remove(record.service(), run);
                reported.remove(record.service());
            } else {
                failed(context, record.service(), String.valueOf(failure.getMessage()));
            }
        });
        return run;
    }

    /** The next check starts a new guard. The same failure is logged once. */
    private void failed(Context context, String service, String reason) {
        if (!reason.equals(reported.put(service, reason))) {
            LOG.log(System.Logger.Level.WARNING, "{0}: {1}", service, reason);
        }
        try {
            context.journal()
                    .find(service)
                    .filter(r -> r.state().returning())
                    .ifPresent(r -> rollBack.accept(r, r.rollback().reason()));
        } catch (CutoverException e) {
            LOG.log(System.Logger.Level.WARNING, "{0}: cannot start its rollback: {1}", service, e.getMessage());
        }
    }
}
